// The forward pass of softmax/maths in JavaScript.

/**
 * @typedef {object} Model
 * @property {ArrayLike<number>} W (h, m), row by row
 * @property {ArrayLike<number>} b (h,)
 * @property {string} head "softmax" or "sigmoid"
 * @property {boolean} [deskewed] whether it learned from deskewed images
 */

/**
 * z = W x + b.
 * @param {ArrayLike<number>} x
 * @param {Pick<Model, "W" | "b">} model
 */
export const logitsOf = (x, { W, b }) =>
  Array.from(b, (bias, j) => {
    let z = bias;
    for (let i = 0; i < x.length; i++) z += W[j * x.length + i] * x[i];
    return z;
  });

/**
 * @param {number[]} z
 * @param {string} head
 */
export const probabilitiesOf = (z, head) => {
  if (head === "sigmoid") return z.map((v) => 1 / (1 + Math.exp(-v)));
  const largest = Math.max(...z);
  const e = z.map((v) => Math.exp(v - largest));
  const sum = e.reduce((a, b) => a + b);
  return e.map((v) => v / sum);
};
