import assert from "node:assert/strict";
import { test } from "node:test";

import {
  distanceTo,
  dot,
  polyline,
  range,
  scale,
  text,
  title,
  wholeTicks,
  yAxis,
} from "../../pages/shared/components/axes.js";

test("a linear scale goes from one end to the other, in either direction", () => {
  const right = scale({ low: 0, high: 4 }, 50, 250);
  assert.deepEqual([0, 1, 4].map(right), [50, 100, 250]);
  const up = scale({ low: 0.5, high: 1 }, 200, 0);
  assert.deepEqual([0.5, 0.75, 1].map(up), [200, 100, 0]);
});

test("a logarithmic scale gives each power of ten the same room", () => {
  const y = scale({ low: 0.01, high: 100, log: true }, 0, 400);
  for (const [i, v] of [0.01, 0.1, 1, 10, 100].entries()) {
    assert.ok(Math.abs(y(v) - 100 * i) < 1e-9);
  }
});

test("what is outside a scale is at its nearer end", () => {
  const x = scale({ low: 1, high: 10, log: true }, 0, 90);
  assert.equal(x(0), 0);
  assert.equal(x(-3), 0);
  assert.equal(x(1e9), x(10));
  assert.equal(scale({ low: 0, high: 5 }, 200, 0)(Number.POSITIVE_INFINITY), 0);
});

test("a range ends at its last number, whatever the rounding of its steps", () => {
  assert.deepEqual(range(0, 3, 1), [0, 1, 2, 3]);
  assert.deepEqual(range(-6, 7, 4), [-6, -2, 2, 6]);
  assert.equal(range(0, 1, 0.2).length, 6);
  assert.equal(range(0, 1 - 0.9, 0.02).length, 6);
});

test("an axis of whole numbers has at most nine of them", () => {
  const numbers = (last) => wholeTicks(last).map(([n]) => n);
  assert.deepEqual(numbers(1), [0, 1]);
  assert.deepEqual(numbers(8), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(numbers(20), [0, 3, 6, 9, 12, 15, 18]);
  for (let last = 1; last < 200; last++) assert.ok(numbers(last).length <= 9);
});

test("names that visitors give are text, not markup", () => {
  assert.match(text(1, 2, `<b>"&"`), />&#60;b&#62;&#34;&#38;&#34;<\/text>$/);
  assert.doesNotMatch(title("<i>", "<i>"), /<i>/);
});

test("a tick of the vertical axis is a line with its label to the left", () => {
  const markup = yAxis([[0.5, "50 %"]], (v) => 100 * v, 40, 300, 8);
  assert.match(markup, /<line class="grid" x1="40" y1="50" x2="300" y2="50"\/>/);
  assert.match(markup, /x="32" y="55" text-anchor="end">50 %</);
});

test("points are in tenths of a pixel", () => {
  assert.match(
    polyline(
      [
        [1, 2.345],
        [3, 4],
      ],
      "way",
    ),
    /points="1.0,2.3 3.0,4.0"/,
  );
  assert.match(dot("end", 1, 2, 3, 'role="img"'), /cx="1" cy="2" r="3" role="img"/);
});

test("a pointer is as far from a line as from its nearest segment", () => {
  const corner = [
    [0, 0],
    [100, 0],
    [100, 50],
  ];
  assert.deepEqual(distanceTo(corner, { x: 40, y: 7 }), [7, 0]);
  assert.deepEqual(distanceTo(corner, { x: 103, y: 45 }), [3, 2]);
  assert.deepEqual(distanceTo(corner, { x: -3, y: -4 }), [5, 0]);
  assert.deepEqual(distanceTo([[2, 2]], { x: 2, y: 5 }), [3, 0]);
});
