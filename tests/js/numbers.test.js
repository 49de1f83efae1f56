import assert from "node:assert/strict";
import { test } from "node:test";

import {
  argmax,
  clampedPercent,
  count,
  percent,
  signed,
  signOf,
} from "../../pages/shared/components/numbers.js";

test("a share is printed as a percentage", () => {
  assert.equal(percent(0.9241), "92.4 %");
  assert.equal(percent(0.9241, 0), "92 %");
  assert.equal(percent(1), "100.0 %");
});

test("nearly nothing is not called 0, nor nearly all 100", () => {
  assert.equal(clampedPercent(0.0004), "< 0.1 %");
  assert.equal(clampedPercent(0.0006), "0.1 %");
  assert.equal(clampedPercent(0.9996), "> 99.9 %");
  assert.equal(clampedPercent(1), "100.0 %");
});

test("a number has its sign, unless it is printed as 0", () => {
  assert.equal(signed(0.25, 2), "+0.25");
  assert.equal(signed(-0.25, 2), "−0.25");
  assert.equal(signed(-0.004, 2), "0.00");
  assert.deepEqual(["+0.25", "−0.25", "0.00"].map(signOf), ["positive", "negative", ""]);
});

test("large numbers have separators", () => {
  assert.equal(count(60000), "60,000");
  assert.equal(count(0.125), "0.125");
});

test("of equals the first is the largest", () => {
  assert.equal(argmax([0.1, 0.4, 0.4]), 1);
});
