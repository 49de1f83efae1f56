import assert from "node:assert/strict";
import { test } from "node:test";
import {
  added,
  History,
  MOST_POINTS,
  moved,
  nearest,
  oddity,
  PRESETS,
  parse,
  pointAt,
  preset,
  removed,
  validScene,
  withClasses,
} from "../../pages/learn/plane/points.js";

const scene = { points: [pointAt(0, 0, 0), pointAt(1, 1, 1)], h: 2 };

test("each preset is a valid scene, with points of every class inside the plane", () => {
  for (const name of Object.keys(PRESETS)) {
    const { points, h } = preset(name);
    assert.deepEqual(validScene({ points, h }), { points, h });
    assert.equal(new Set(points.map(({ label }) => label)).size, h);
    assert.ok(
      points.every(({ x, y }) => Math.abs(x) < 2 && Math.abs(y) < 2),
      name,
    );
    assert.deepEqual(preset(name), { points, h }, "the same each time");
  }
});

test("what is done to the points is undone, a whole drag at once", () => {
  const history = new History(scene);
  history.set(moved(history.scene, 0, 0.5, 0.5));
  history.set(moved(history.scene, 0, 0.7, 0.7), false);
  history.set(removed(history.scene, 1));
  assert.equal(history.scene.points.length, 1);
  history.undo();
  assert.equal(history.scene.points.length, 2);
  history.undo();
  assert.equal(history.scene, scene);
  assert.ok(!history.canUndo);
  history.undo();
  assert.equal(history.scene, scene);
  for (let i = 0; i < 500; i++) history.set(moved(history.scene, 0, i / 500, 0));
  assert.ok(history.past.length <= 100);
});

test("the plane is bounded: points stay inside, and there are at most so many", () => {
  assert.deepEqual(pointAt(9, -9, 0), { x: 2, y: -2, label: 0 });
  const points = Array(MOST_POINTS).fill(pointAt(0, 0, 0));
  assert.equal(added({ points, h: 2 }, pointAt(1, 1, 0)), null);
  assert.equal(added(scene, pointAt(1, 0, 3))?.h, 4);
  assert.deepEqual(
    withClasses(preset("blobs"), 2).points.filter(({ label }) => label > 1),
    [],
  );
  assert.equal(nearest(scene, 0.9, 1, 0.2), 1);
  assert.equal(nearest(scene, -1, -1, 0.2), -1);
});

test("pasted points are read, and scaled where they do not fit", () => {
  const read = parse("0.5, 1, cat\n-1\t0\tdog\n\n1;1;cat");
  assert.deepEqual(read.scene, {
    points: [pointAt(0.5, 1, 0), pointAt(-1, 0, 1), pointAt(1, 1, 0)],
    h: 2,
  });
  assert.equal(read.says, "3 points: cat is A, dog is B.");
  const large = parse("1e308 0 a\n-1e308 5 b");
  assert.ok(large.scene?.points.every(({ x, y }) => Math.abs(x) <= 2 && Math.abs(y) <= 2));
  assert.match(large.says, /scaled/);
  assert.ok(parse("700 700 a\n700 700 b").scene?.points.every(({ x, y }) => x === 0 && y === 0));
});

test("what cannot be read is named, and gives no scene", () => {
  const wrong = {
    "": /no point/,
    "1, NaN, a": /Line 1: “NaN” is not a number/,
    "0 0 a\n1 Infinity b": /Line 2: “Infinity” is not a number/,
    "1 2": /Line 1: “1 2” is not/,
    "a b c d": /is not x₁, x₂, class/,
    "0 0 a\n0 0 b\n0 0 c\n0 0 d\n0 0 e\n0 0 f": /6 classes/,
  };
  for (const [text, says] of Object.entries(wrong)) {
    const read = parse(text);
    assert.match(read.says, says);
    assert.equal(read.scene, undefined);
  }
  const lines = Array(10_000).fill("0 0 a").join("\n");
  assert.match(parse(lines).says, /10,000 lines; the plane holds up to 300 points/);
  assert.match(parse("1".repeat(200_000)).says, /100,000 characters/);
});

test("odd points are told", () => {
  assert.match(oddity({ points: [], h: 2 }), /no points/);
  assert.match(oddity({ points: [scene.points[0]], h: 2 }), /Class B has no points/);
  assert.match(oddity({ points: [pointAt(1, 1, 0), pointAt(1, 1, 1)], h: 2 }), /one spot/);
  assert.equal(oddity(scene), "");
});

test("only a scene is taken from the browser's storage", () => {
  const bad = [
    null,
    7,
    {},
    { points: [], h: 1 },
    { points: [], h: 6 },
    { points: {}, h: 2 },
    { points: [null], h: 2 },
    { points: [{ x: null, y: 0, label: 0 }], h: 2 },
    { points: [{ x: 0, y: 0, label: 2 }], h: 2 },
    { points: Array(MOST_POINTS + 1).fill({ x: 0, y: 0, label: 0 }), h: 2 },
  ];
  for (const kept of bad) assert.equal(validScene(kept), null, JSON.stringify(kept)?.slice(0, 60));
  assert.deepEqual(validScene({ points: [{ x: 5, y: 0, label: 0 }], h: 2 }), {
    points: [pointAt(2, 0, 0)],
    h: 2,
  });
});
