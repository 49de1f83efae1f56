// The preprocessing of softmax/ink.py and softmax/drawing.py, so that the bars can follow the pen
// between two answers of the server. tests/app/shared/test_javascript_parity.py holds the two together.

export const SIDE = 28;
export const DIGIT_SIDE = 20;
export const CENTRE = 14.5;
export const FAINT = 0.1;
export const BLANK_CONTRAST = 0.05;

/**
 * The ink (0..1) of each pixel of a drawing on a transparent ground, or null if it is blank.
 * @param {Float64Array} alpha 0..1
 */
export const inkOf = (alpha) => {
  let strongest = 0;
  for (const a of alpha) if (a > strongest) strongest = a;
  if (strongest < BLANK_CONTRAST) return null;
  return alpha.map((a) => (a / strongest < FAINT ? 0 : a / strongest));
};

/**
 * Area-averaging weights: for each of the 28 output pixels the input pixels that it covers.
 * @param {number} n
 * @param {number} centre the centre of mass, in input pixels
 * @param {number} scale
 */
const areaWeights = (n, centre, scale) =>
  Array.from({ length: SIDE }, (_, i) => {
    const low = (i - CENTRE) / scale + centre;
    const high = (i + 1 - CENTRE) / scale + centre;
    const weights = [];
    for (let k = Math.max(0, Math.floor(low)); k < Math.min(n, Math.ceil(high)); k++) {
      weights.push([k, Math.max(0, Math.min(high, k + 1) - Math.max(low, k)) * scale]);
    }
    return weights;
  });

/**
 * The 784 values that the model sees: cropped, scaled to 20 pixels, centred by mass.
 * @param {Float64Array} ink height x width, row by row
 * @param {number} width
 * @param {number} height
 */
export const preprocess = (ink, width, height) => {
  let mass = 0;
  let row = 0;
  let column = 0;
  let top = height;
  let bottom = -1;
  let left = width;
  let right = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!ink[i]) continue;
      mass += ink[i];
      row += ink[i] * (y + 0.5);
      column += ink[i] * (x + 0.5);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      left = Math.min(left, x);
      right = Math.max(right, x);
    }
  }
  const scale = DIGIT_SIDE / (Math.max(bottom - top, right - left) + 1);
  const vertical = areaWeights(height, row / mass, scale);
  const horizontal = areaWeights(width, column / mass, scale);
  const x = new Float64Array(SIDE * SIDE);
  const line = new Float64Array(width);
  for (let i = 0; i < SIDE; i++) {
    line.fill(0);
    for (const [k, w] of vertical[i])
      for (let c = 0; c < width; c++) line[c] += w * ink[k * width + c];
    for (let j = 0; j < SIDE; j++)
      for (const [k, w] of horizontal[j]) x[i * SIDE + j] += w * line[k];
  }
  return x;
};

/**
 * Each line of 28 pixels shifted by shift(line) pixels, with linear interpolation.
 * @param {Float64Array} x
 * @param {number} step from pixel to pixel: 1 along rows, 28 down columns
 * @param {(line: number) => number} shift
 */
const shifted = (x, step, shift) => {
  const across = step === 1 ? SIDE : 1;
  const out = new Float64Array(x.length);
  for (let i = 0; i < SIDE; i++) {
    const s = shift(i);
    const whole = Math.floor(s);
    const rest = s - whole;
    const at = (/** @type {number} */ k) => (k < 0 || k >= SIDE ? 0 : x[i * across + k * step]);
    for (let k = 0; k < SIDE; k++) {
      const low = at(k + whole);
      out[i * across + k * step] = low + rest * (at(k + whole + 1) - low);
    }
  }
  return out;
};

/**
 * Deskewed by the moments of the ink, and centred exactly.
 * @param {Float64Array} x
 */
export const deskew = (x) => {
  let mass = 0;
  let row = 0;
  let column = 0;
  let variance = 0;
  let covariance = 0;
  x.forEach((ink, i) => {
    mass += ink;
    row += ink * (Math.floor(i / SIDE) + 0.5);
    column += ink * ((i % SIDE) + 0.5);
  });
  if (!mass) return Float64Array.from(x);
  row /= mass;
  column /= mass;
  x.forEach((ink, i) => {
    const above = Math.floor(i / SIDE) + 0.5 - row;
    variance += ink * above * above;
    covariance += ink * above * ((i % SIDE) + 0.5 - column);
  });
  const slope = variance > 0 ? covariance / variance : 0;
  const level = shifted(x, SIDE, () => row - CENTRE);
  return shifted(level, 1, (i) => column - CENTRE + slope * (i + 0.5 - CENTRE));
};
