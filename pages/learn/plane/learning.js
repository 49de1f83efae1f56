// Softmax regression and h sigmoids on points of a plane: the formulae of softmax/maths.
// tests/app/shared/test_javascript_parity.py holds the two together.

import { probabilitiesOf } from "../../shared/components/model.js";

/** @typedef {{ W: number[][], b: number[] }} Weights W (h, m) and b (h,) */
/** @typedef {{ x: number, y: number, label: number }} Point */
/** @typedef {{ head: string, rate: number, l2: number, bias: boolean }} Rule */

/** The plane shown: both coordinates from -SIDE to SIDE. */
export const SIDE = 2;

/** The names of the features, by the choice of them. */
export const FEATURES = {
  plain: ["x₁", "x₂"],
  squares: ["x₁", "x₂", "x₁²", "x₂²"],
  product: ["x₁", "x₂", "x₁²", "x₂²", "x₁x₂"],
};

/**
 * What the model is given of a point, (m,).
 * @param {string} kind a key of FEATURES
 * @param {number} x
 * @param {number} y
 */
export const featuresOf = (kind, x, y) => {
  if (kind === "plain") return [x, y];
  return kind === "squares" ? [x, y, x * x, y * y] : [x, y, x * x, y * y, x * y];
};

/**
 * @param {number} h
 * @param {number} m
 * @returns {Weights}
 */
export const zeros = (h, m) => ({
  W: Array.from({ length: h }, () => Array(m).fill(0)),
  b: Array(h).fill(0),
});

/**
 * z = W x + b.
 * @param {Weights} weights
 * @param {number[]} x
 */
export const logitsAt = ({ W, b }, x) =>
  W.map((row, k) => row.reduce((z, w, i) => z + w * x[i], b[k]));

/**
 * log(1 + e^z) without overflow.
 * @param {number} z
 */
const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/**
 * The loss of one example, in nats.
 * @param {number[]} z
 * @param {number} label
 * @param {string} head
 */
const lossOf = (z, label, head) => {
  if (head === "sigmoid") return z.reduce((sum, v) => sum + softplus(v), 0) - z[label];
  const largest = Math.max(...z);
  return Math.log(z.reduce((sum, v) => sum + Math.exp(v - largest), 0)) + largest - z[label];
};

/** @param {number[][]} W */
const square = (W) => W.reduce((sum, row) => sum + row.reduce((s, w) => s + w * w, 0), 0);

/** @param {Weights} weights */
export const normOf = ({ W }) => Math.sqrt(square(W));

/**
 * The mean loss without the penalty, the objective with it, and the accuracy.
 * @param {Weights} weights
 * @param {number[][]} X (N, m)
 * @param {number[]} labels (N,)
 * @param {Rule} rule
 */
export const measure = (weights, X, labels, { head, l2 }) => {
  let loss = 0;
  let correct = 0;
  X.forEach((x, i) => {
    const z = logitsAt(weights, x);
    loss += lossOf(z, labels[i], head) / X.length;
    if (z.indexOf(Math.max(...z)) === labels[i]) correct += 1;
  });
  return { loss, objective: loss + (l2 / 2) * square(weights.W), correct };
};

/**
 * dL/dW = (a - y)^T X / N + l2 W, and dL/db = mean (a - y); without a bias that is 0.
 * @param {Weights} weights
 * @param {number[][]} X (N, m), at least one row
 * @param {number[]} labels (N,)
 * @param {Rule} rule
 * @returns {Weights}
 */
export const gradient = (weights, X, labels, { head, l2, bias }) => {
  const G = {
    W: weights.W.map((row) => row.map((w) => l2 * w)),
    b: weights.b.map(() => 0),
  };
  X.forEach((x, n) => {
    const a = probabilitiesOf(logitsAt(weights, x), head);
    a.forEach((p, k) => {
      const error = (p - (k === labels[n] ? 1 : 0)) / X.length;
      x.forEach((v, i) => {
        G.W[k][i] += error * v;
      });
      if (bias) G.b[k] += error;
    });
  });
  return G;
};

/**
 * One step of gradient descent on all points; the gradient's largest component is `steepest`.
 * @param {Weights} weights
 * @param {number[][]} X
 * @param {number[]} labels
 * @param {Rule} rule
 */
export const step = (weights, X, labels, rule) => {
  const G = gradient(weights, X, labels, rule);
  const moved = {
    W: weights.W.map((row, k) => row.map((w, i) => w - rule.rate * G.W[k][i])),
    b: weights.b.map((v, k) => v - rule.rate * G.b[k]),
  };
  const steepest = Math.max(...G.W.flat().map(Math.abs), ...G.b.map(Math.abs));
  return { weights: moved, steepest };
};

/** No sigmoid says yes; two or more do. */
export const NONE = 254;
export const SEVERAL = 253;

/**
 * The centre of the cell `i` of `n` along an axis.
 * @param {number} i
 * @param {number} n
 */
export const cell = (i, n) => ((i + 0.5) / n) * 2 * SIDE - SIDE;

/**
 * The region of each of n x n cells, row by row from the top: with softmax the most probable class;
 * with sigmoids the only one above 1/2, or NONE, or SEVERAL.
 * @param {Weights} weights
 * @param {string} kind
 * @param {string} head
 * @param {number} n
 */
export const regions = ({ W, b }, kind, head, n) => {
  const found = new Uint8Array(n * n);
  const squares = kind !== "plain";
  // All features but x1 x2 are of a column alone or of a row alone.
  const columns = W.map(([w1, , w3 = 0]) =>
    Float64Array.from({ length: n }, (_, i) => {
      const x = cell(i, n);
      return squares ? w1 * x + w3 * x * x : w1 * x;
    }),
  );
  for (let j = 0; j < n; j++) {
    const y = -cell(j, n);
    const rows = W.map(([, w2, , w4 = 0], k) => b[k] + (squares ? w2 * y + w4 * y * y : w2 * y));
    const slopes = W.map((row) => (row[4] || 0) * y);
    for (let i = 0; i < n; i++) {
      const x = cell(i, n);
      let [best, most, above] = [0, -Infinity, 0];
      for (let k = 0; k < rows.length; k++) {
        const z = rows[k] + columns[k][i] + slopes[k] * x;
        if (z > 0) above += 1;
        if (z > most) [best, most] = [k, z];
      }
      if (head === "sigmoid" && above !== 1) best = above ? SEVERAL : NONE;
      found[j * n + i] = best;
    }
  }
  return found;
};

/**
 * Terms and their sum, rounded so that they add up: the largest absorbs the difference.
 * @param {number[]} terms
 * @param {number} decimals
 * @param {number} [total] what the rounded terms are to add up to
 */
export const roundedTerms = (terms, decimals, total = terms.reduce((sum, v) => sum + v, 0)) => {
  const rounded = (/** @type {number} */ v) => Number(v.toFixed(decimals));
  const sum = rounded(total);
  const found = terms.map(rounded);
  const sizes = terms.map(Math.abs);
  const largest = sizes.indexOf(Math.max(...sizes));
  found[largest] = rounded(found[largest] + sum - found.reduce((s, v) => s + v, 0));
  return { terms: found, total: sum };
};
