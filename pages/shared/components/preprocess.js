// The preprocessing and the model of softmax/drawing.py and softmax/maths, once more, so that
// the bars can follow the pen. The server's answer is the reference; a test holds the two together.

const SIDE = 28, DIGIT_SIDE = 20, CENTRE = 14.5, FAINT = 0.1, BLANK_CONTRAST = 0.05;

// alpha (0..1) of each pixel of a drawing on a transparent ground -> ink, or null if blank.
const inkOf = (alpha) => {
  let strongest = 0;
  for (const a of alpha) if (a > strongest) strongest = a;
  if (strongest < BLANK_CONTRAST) return null;
  return alpha.map((a) => (a / strongest < FAINT ? 0 : a / strongest));
};

const areaWeights = (n, centre, scale) => Array.from({ length: SIDE }, (_, i) => {
  const low = (i - CENTRE) / scale + centre, high = (i + 1 - CENTRE) / scale + centre;
  const weights = [];
  for (let k = Math.max(0, Math.floor(low)); k < Math.min(n, Math.ceil(high)); k++) {
    weights.push([k, Math.max(0, Math.min(high, k + 1) - Math.max(low, k)) * scale]);
  }
  return weights;
});

// ink (height x width, row by row) -> the 784 values that the model sees.
const preprocess = (ink, width, height) => {
  let mass = 0, row = 0, column = 0, top = height, bottom = -1, left = width, right = -1;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (!ink[i]) continue;
      mass += ink[i]; row += ink[i] * (y + 0.5); column += ink[i] * (x + 0.5);
      top = Math.min(top, y); bottom = Math.max(bottom, y); left = Math.min(left, x); right = Math.max(right, x);
    }
  }
  const scale = DIGIT_SIDE / (Math.max(bottom - top, right - left) + 1);
  const vertical = areaWeights(height, row / mass, scale), horizontal = areaWeights(width, column / mass, scale);
  const x = new Float64Array(SIDE * SIDE), line = new Float64Array(width);
  for (let i = 0; i < SIDE; i++) {
    line.fill(0);
    for (const [k, w] of vertical[i]) for (let c = 0; c < width; c++) line[c] += w * ink[k * width + c];
    for (let j = 0; j < SIDE; j++) for (const [k, w] of horizontal[j]) x[i * SIDE + j] += w * line[k];
  }
  return x;
};

// Each line of 28 read shift(line) pixels further on, linearly between pixels; paper beyond its
// ends. The step from pixel to pixel is 1 along rows and 28 down columns.
const slid = (x, step, shift) => {
  const across = step === 1 ? SIDE : 1, out = new Float64Array(x.length);
  for (let i = 0; i < SIDE; i++) {
    const s = shift(i), whole = Math.floor(s), rest = s - whole;
    const at = (k) => (k < 0 || k >= SIDE ? 0 : x[i * across + k * step]);
    for (let k = 0; k < SIDE; k++) {
      const low = at(k + whole);
      out[i * across + k * step] = low + rest * (at(k + whole + 1) - low);
    }
  }
  return out;
};

// Straightened by the moments of the ink, and centred exactly.
const deskew = (x) => {
  let mass = 0, row = 0, column = 0, variance = 0, covariance = 0;
  x.forEach((ink, i) => { mass += ink; row += ink * (Math.floor(i / SIDE) + 0.5); column += ink * (i % SIDE + 0.5); });
  if (!mass) return Float64Array.from(x);
  row /= mass; column /= mass;
  x.forEach((ink, i) => {
    const above = Math.floor(i / SIDE) + 0.5 - row;
    variance += ink * above * above; covariance += ink * above * (i % SIDE + 0.5 - column);
  });
  const slope = variance > 0 ? covariance / variance : 0;
  const level = slid(x, SIDE, () => row - CENTRE);
  return slid(level, 1, (i) => column - CENTRE + slope * (i + 0.5 - CENTRE));
};

const logitsOf = (x, { W, b }) => Array.from(b, (bias, j) => {
  let z = bias;
  for (let i = 0; i < x.length; i++) z += W[j * x.length + i] * x[i];
  return z;
});

const probabilitiesOf = (z, head) => {
  if (head === "sigmoid") return z.map((v) => 1 / (1 + Math.exp(-v)));
  const largest = Math.max(...z), e = z.map((v) => Math.exp(v - largest)), sum = e.reduce((a, b) => a + b);
  return e.map((v) => v / sum);
};
