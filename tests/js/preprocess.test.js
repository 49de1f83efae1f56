import assert from "node:assert/strict";
import { test } from "node:test";
import { logitsOf, probabilitiesOf } from "../../pages/shared/components/model.js";
import {
  CENTRE,
  deskew,
  inkOf,
  preprocess,
  SIDE,
} from "../../pages/shared/components/preprocess.js";
import { perturb } from "../../pages/shared/components/transforms.js";

const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);
const sum = (values) => values.reduce((a, b) => a + b, 0);

/** A bar of ink on a pad: alpha, row by row. */
const bar = (width, height, left, top, wide, high) =>
  Float64Array.from({ length: width * height }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width);
    return Number(x >= left && x < left + wide && y >= top && y < top + high);
  });

const centreOf = (x) => {
  const at = (coordinate) => sum(x.map((ink, i) => ink * (coordinate(i) + 0.5))) / sum(x);
  return [at((i) => i % SIDE), at((i) => Math.floor(i / SIDE))];
};

test("a faint drawing is blank, and what is faint beside the strongest ink is paper", () => {
  assert.equal(inkOf(new Float64Array(9)), null);
  assert.equal(inkOf(Float64Array.of(0.04, 0.01)), null);
  assert.deepEqual(inkOf(Float64Array.of(0.5, 0.25, 0.04)), Float64Array.of(1, 0.5, 0));
});

test("a drawing is 20 pixels at its longer side, and its mass is in the centre", () => {
  for (const [left, top] of [
    [10, 20],
    [150, 5],
  ]) {
    const x = preprocess(bar(280, 280, left, top, 30, 100), 280, 280);
    close(sum(x), 6 * 20);
    const [across, down] = centreOf(x);
    close(across, CENTRE);
    close(down, CENTRE);
  }
});

test("an upright bar is upright already, and an empty image stays empty", () => {
  const x = preprocess(bar(280, 280, 10, 20, 30, 100), 280, 280);
  deskew(x).forEach((v, i) => {
    close(v, x[i]);
  });
  assert.equal(sum(deskew(new Float64Array(SIDE * SIDE))), 0);
});

test("a digit that is moved has its centre elsewhere", () => {
  const x = preprocess(bar(280, 280, 10, 20, 30, 100), 280, 280);
  const [across, down] = centreOf(perturb(x, { right: 2, down: -1, turn: 0, pen: 0 }));
  close(across, CENTRE + 2);
  close(down, CENTRE - 1);
});

test("softmax sums to 1 and does not overflow; sigmoids are separate", () => {
  const z = logitsOf([1, 2], { W: [1, 0, 0, 1000], b: [0.5, -1] });
  assert.deepEqual(z, [1.5, 1999]);
  assert.deepEqual(probabilitiesOf(z, "softmax"), [0, 1]);
  close(sum(probabilitiesOf([0.1, 0.2, -3], "softmax")), 1);
  assert.deepEqual(probabilitiesOf([0, 0], "sigmoid"), [0.5, 0.5]);
});
