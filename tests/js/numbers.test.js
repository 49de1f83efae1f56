import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  aDigit,
  argmax,
  biasText,
  clampedPercent,
  count,
  fixed,
  lossText,
  percent,
  plain,
  signed,
  signOf,
  surePercent,
  tick,
} from "../../pages/shared/components/numbers.js";

const PRINTERS = { fixed, signed, bias: biasText, plain, tick, loss: lossText };
const cases = JSON.parse(
  readFileSync(new URL("../fixtures/numbers.json", import.meta.url), "utf-8"),
);

for (const [name, rows] of Object.entries(cases))
  test(`${name} prints as in Python`, () => {
    for (const [values, printed] of rows) assert.equal(PRINTERS[name](...values), printed);
  });

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
  assert.deepEqual([0.42, 0.994, 0.996, 0.9999, 1].map(surePercent), [
    "42 %",
    "99 %",
    "99.6 %",
    "> 99.9 %",
    "100 %",
  ]);
});

test("the class of a number is that of its printed sign", () => {
  assert.deepEqual(["+0.25", "−0.25", "0.00"].map(signOf), ["positive", "negative", ""]);
});

test("large numbers have separators", () => {
  assert.equal(count(60000), "60,000");
});

test("an eight, and a before the other digits", () => {
  assert.deepEqual([8, "8", "eight", 0, 1, "zero"].map(aDigit), [
    "an 8",
    "an 8",
    "an eight",
    "a 0",
    "a 1",
    "a zero",
  ]);
});

test("of equals the first is the largest", () => {
  assert.equal(argmax([0.1, 0.4, 0.4]), 1);
});
