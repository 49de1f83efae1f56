// Numbers as the elements print them; softmax/numbers.py prints the same.

/**
 * With so many decimals, thousands separators and the minus sign U+2212; what is printed as 0 has
 * no sign.
 * @param {number | null} value null is NaN, which JSON lacks
 * @param {number} decimals
 */
export const fixed = (value, decimals) => {
  if (value === null || Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const digits = Math.abs(value).toFixed(decimals);
  const [whole, part] = digits.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
  return value < 0 && Number(digits) !== 0 ? `−${text}` : text;
};

/**
 * As `fixed`, with a plus sign before a positive number.
 * @param {number} value
 * @param {number} decimals
 */
export const signed = (value, decimals) => {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
};

/**
 * A bias beside its picture: two decimals, or one from 10 on.
 * @param {number} value
 */
export const biasText = (value) => signed(value, Math.abs(value) < 10 ? 2 : 1);

/**
 * The CSS class of a number that `signed` printed.
 * @param {string} text
 */
export const signOf = (text) =>
  text.startsWith("−") ? "negative" : text.startsWith("+") ? "positive" : "";

/**
 * A share of 1 as a percentage: 0.924 is "92.4 %".
 * @param {number} share
 * @param {number} [decimals]
 */
export const percent = (share, decimals = 1) => `${fixed(100 * share, decimals)} %`;

/**
 * As `percent`, but nearly nothing is not called 0, nor nearly all 100.
 * @param {number} share
 */
export const clampedPercent = (share) =>
  share < 0.0005 ? "< 0.1 %" : share < 1 && share > 0.9995 ? "> 99.9 %" : percent(share);

/**
 * The probability of an answer, in large type: whole percents, with a decimal near 100.
 * @param {number} share
 */
export const surePercent = (share) =>
  share > 0.995 && share < 1 ? clampedPercent(share) : percent(share, 0);

/**
 * With thousands separators: 60000 is "60,000".
 * @param {number} n
 */
export const count = (n) => n.toLocaleString("en");

/**
 * 2·10⁻⁷, or 10⁻⁷ without a factor of 1.
 * @param {number} value
 * @param {number} digits
 */
const powerOfTen = (value, digits) => {
  if (!Number.isFinite(value)) return fixed(value, 0);
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  const factor = String(Number(mantissa)).replace("-", "−");
  const raised = power
    .replace("+", "")
    .replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]);
  const ten = `10${raised}`;
  return factor === "1" ? ten : factor === "−1" ? `−${ten}` : `${factor}·${ten}`;
};

/**
 * A setting: up to six digits, all of them written out where that is short, as in 0.00001 and
 * 178,936; otherwise a power of ten.
 * @param {number} value
 */
export const plain = (value) => {
  const size = Math.abs(value);
  if (size && !(size >= 1e-6 && size < 1e9)) return powerOfTen(value, 6);
  const short = Number(value.toPrecision(6));
  const decimals = size && size < 1e6 ? 5 - Math.floor(Math.log10(size)) : 0;
  const text = fixed(short, Math.min(12, Math.max(0, decimals)));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
};

/**
 * A label of an axis: short, so a power of ten from 10⁴ on and below 0.001.
 * @param {number} value
 */
export const tick = (value) =>
  value && !(Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4)
    ? powerOfTen(value, 3)
    : plain(value);

/**
 * A loss of any size, never below 0: three decimals; fewer if it is large, at least two digits if
 * it is small, and a power of ten at either end.
 * @param {number} value
 */
export const lossText = (value) => {
  if (value && (value < 1e-5 || value >= 1e7)) return powerOfTen(value, 2);
  if (value > 0 && value < 1e-3) return fixed(value, 1 - Math.floor(Math.log10(value)));
  return fixed(value, value < 100 ? 3 : value < 1000 ? 1 : 0);
};

/**
 * "an 8", and "a" before any other digit, as a number or a word.
 * @param {number | string} digit
 */
export const aDigit = (digit) => `${/^(8|eight)/.test(String(digit)) ? "an" : "a"} ${digit}`;

/** @param {number[]} values */
export const argmax = (values) => values.indexOf(Math.max(...values));
