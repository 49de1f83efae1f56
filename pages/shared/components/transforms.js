// The transforms of softmax/perturbation.py, so that the bars can follow a slider.
// tests/app/shared/test_javascript_parity.py holds the two together.

import { CENTRE, SIDE } from "./preprocess.js";

/**
 * A grey dilation with a disc.
 * @param {Float64Array} x
 * @param {number} radius in pixels
 * @param {number} around the value outside the image
 */
const dilated = (x, radius, around) => {
  const reach = Math.ceil(radius);
  const out = Float64Array.from(x);
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      const weight = Math.min(1, radius + 1 - Math.hypot(down, right));
      if (weight <= 0) continue;
      for (let r = 0, i = 0; r < SIDE; r++) {
        for (let c = 0; c < SIDE; c++, i++) {
          const y = r + down;
          const z = c + right;
          const inside = y >= 0 && y < SIDE && z >= 0 && z < SIDE;
          out[i] = Math.max(out[i], weight * (inside ? x[y * SIDE + z] : around));
        }
      }
    }
  }
  return out;
};

/**
 * @param {Float64Array} x
 * @param {number} wider pixels by which strokes get wider, or thinner if negative
 */
export const thickened = (x, wider) =>
  wider < 0
    ? dilated(
        x.map((v) => 1 - v),
        -wider / 2,
        1,
      ).map((v) => 1 - v)
    : dilated(x, wider / 2, 0);

/**
 * @param {Float64Array} x
 * @param {number} turn degrees, clockwise
 * @param {number} right pixels
 * @param {number} down pixels
 */
export const rotatedAndMoved = (x, turn, right, down) => {
  const angle = (turn * Math.PI) / 180;
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  const out = new Float64Array(x.length);
  /**
   * @param {number} r
   * @param {number} c
   */
  const at = (r, c) => (r < 0 || r >= SIDE || c < 0 || c >= SIDE ? 0 : x[r * SIDE + c]);
  for (let i = 0; i < SIDE; i++) {
    for (let j = 0; j < SIDE; j++) {
      const below = i + 0.5 - CENTRE - down;
      const beside = j + 0.5 - CENTRE - right;
      const row = below * cosine - beside * sine + CENTRE - 0.5;
      const column = below * sine + beside * cosine + CENTRE - 0.5;
      const r = Math.floor(row);
      const c = Math.floor(column);
      const lower = row - r;
      const righter = column - c;
      out[i * SIDE + j] =
        (at(r, c) * (1 - righter) + at(r, c + 1) * righter) * (1 - lower) +
        (at(r + 1, c) * (1 - righter) + at(r + 1, c + 1) * righter) * lower;
    }
  }
  return out;
};

/**
 * @param {Float64Array} x
 * @param {Record<string, number>} by `right` and `down` in pixels, `turn` in degrees, `pen` in pixels wider
 */
export const perturb = (x, { right, down, turn, pen }) =>
  rotatedAndMoved(thickened(x, pen), turn, right, down);
