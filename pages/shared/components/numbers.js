// Numbers as the elements print them; compare softmax/charts/numbers.py.

/**
 * A share of 1 as a percentage: 0.924 is "92.4 %".
 * @param {number} share
 * @param {number} [decimals]
 */
export const percent = (share, decimals = 1) => `${(100 * share).toFixed(decimals)} %`;

/**
 * With thousands separators: 60000 is "60,000".
 * @param {number} n
 */
export const count = (n) => n.toLocaleString("en");

/**
 * With its sign; what is printed as 0 has none.
 * @param {number} value
 * @param {number} decimals
 */
export const signed = (value, decimals) => {
  const text = Math.abs(value).toFixed(decimals);
  return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
};

/**
 * The CSS class of a number that `signed` printed.
 * @param {string} text
 */
export const signOf = (text) =>
  text.startsWith("−") ? "negative" : text.startsWith("+") ? "positive" : "";

/** @param {number[]} values */
export const argmax = (values) => values.indexOf(Math.max(...values));

/**
 * As `percent`, but nearly nothing is not called 0, nor nearly all 100.
 * @param {number} share
 */
export const clampedPercent = (share) =>
  share < 0.0005 ? "< 0.1 %" : share < 1 && share > 0.9995 ? "> 99.9 %" : percent(share);
