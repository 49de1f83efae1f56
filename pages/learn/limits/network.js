// The forward pass of softmax/experiments/network.py, so that the answers can follow a slider.
// tests/app/shared/test_javascript_parity.py holds the two together.

/**
 * Slide the kernels over the pictures, keep the largest of each 2 x 2, and set what is negative to 0.
 * @param {ArrayLike<number>} pictures (channels, side, side)
 * @param {number} side
 * @param {ArrayLike<number>} kernels (n, channels, 5, 5)
 * @param {ArrayLike<number>} biases (n,)
 * @returns {Float64Array} (n, half, half), where half = (side - 4) / 2
 */
const layer = (pictures, side, kernels, biases) => {
  const width = 5;
  const half = (side - width + 1) / 2;
  const channels = pictures.length / side ** 2;
  const out = new Float64Array(biases.length * half * half);
  for (let n = 0; n < biases.length; n++) {
    for (let r = 0; r < 2 * half; r++) {
      for (let c = 0; c < 2 * half; c++) {
        let sum = biases[n];
        for (let channel = 0; channel < channels; channel++) {
          const kernel = (n * channels + channel) * width * width;
          for (let i = 0; i < width; i++) {
            const from = (channel * side + r + i) * side + c;
            for (let j = 0; j < width; j++)
              sum += kernels[kernel + i * width + j] * pictures[from + j];
          }
        }
        const at = (n * half + (r >> 1)) * half + (c >> 1);
        out[at] = Math.max(out[at], sum); // which begins with 0, and so is ReLU as well
      }
    }
  }
  return out;
};

/**
 * @param {ArrayLike<number>} x (784,)
 * @param {Record<"K1" | "c1" | "K2" | "c2", ArrayLike<number>>} network
 * @returns {Float64Array} the 256 features
 */
export const featuresOf = (x, { K1, c1, K2, c2 }) => layer(layer(x, 28, K1, c1), 12, K2, c2);
