// The points of the plane: presets, what the reader does to them, and undo.

import { SIDE } from "./learning.js";

/** @typedef {import("./learning.js").Point} Point */
/** @typedef {{ points: Point[], h: number }} Scene points, and the number of classes 2..5 */

export const LETTERS = ["A", "B", "C", "D", "E"];
export const MOST_POINTS = 300;
export const MOST_CLASSES = LETTERS.length;
const MOST_UNDOS = 100;
const MOST_CHARACTERS = 100_000;
/** Pasted points that do not fit the plane are scaled to this share of it. */
const FITTED = 0.9;

/** A generator of numbers of variance 1, the same at each visit (Park and Miller), none far out. */
const normals = (seed = 7) => {
  let state = seed;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  // The sum of three uniform numbers is nearly normal, and never beyond 3.
  return () => 2 * (uniform() + uniform() + uniform() - 1.5);
};

/** @param {number} v */
const inside = (v) => Math.round(Math.min(SIDE, Math.max(-SIDE, v)) * 1000) / 1000;

/**
 * @param {number} x
 * @param {number} y
 * @param {number} label
 * @returns {Point}
 */
export const pointAt = (x, y, label) => ({ x: inside(x), y: inside(y), label });

/** Far enough from the edge for a whole letter. */
const whole = (v) => Math.min(0.93 * SIDE, Math.max(-0.93 * SIDE, v));

const blobs = (centres, spread, each = 14) => {
  const normal = normals();
  return centres.flatMap(([x, y], label) =>
    Array.from({ length: each }, () =>
      pointAt(whole(x + spread * normal()), whole(y + spread * normal()), label),
    ),
  );
};

const ring = () => {
  const normal = normals();
  const inner = Array.from({ length: 16 }, () => pointAt(0.3 * normal(), 0.3 * normal(), 0));
  const outer = Array.from({ length: 26 }, (_, i) => {
    const [turn, radius] = [(2 * Math.PI * i) / 26, 1.4 + 0.1 * normal()];
    return pointAt(radius * Math.cos(turn), radius * Math.sin(turn), 1);
  });
  return [...inner, ...outer];
};

const xor = () => {
  const corners = [
    [-1, 1],
    [1, 1],
    [1, -1],
    [-1, -1],
  ];
  return blobs(corners, 0.28, 10).map((point) => ({ ...point, label: point.label % 2 }));
};

const collinear = () => {
  const normal = normals();
  return Array.from({ length: 24 }, (_, i) => {
    const at = -1.6 + (3.2 * i) / 23;
    return pointAt(at, 0.5 * at + 0.05 * normal(), Math.floor(i / 8));
  });
};

const THREE = [
  [-1, 0.5],
  [0.9, 0.8],
  [0.1, -1],
];

/** @type {Record<string, { name: string, h: number, make: () => Point[] }>} */
export const PRESETS = {
  blobs: { name: "Three blobs", h: 3, make: () => blobs(THREE, 0.3) },
  overlapping: { name: "Overlapping", h: 3, make: () => blobs(THREE, 0.75, 20) },
  collinear: { name: "Collinear", h: 3, make: collinear },
  ring: { name: "Ring", h: 2, make: ring },
  xor: { name: "XOR", h: 2, make: xor },
};

/**
 * @param {string} name
 * @returns {Scene}
 */
export const preset = (name) => ({ points: PRESETS[name].make(), h: PRESETS[name].h });

/**
 * Points from text: a line for each, x1, x2 and a class, by commas, tabs, semicolons or spaces.
 * @param {string} text
 * @returns {{ scene?: Scene, says: string }} no scene where a line is wrong
 */
export const parse = (text) => {
  if (text.length > MOST_CHARACTERS) return { says: tooMany("more than 100,000 characters") };
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const filled = lines.filter(Boolean).length;
  if (!filled) return { says: "There is no point: write x₁, x₂ and a class on each line." };
  if (filled > MOST_POINTS) return { says: tooMany(`${filled.toLocaleString("en")} lines`) };
  const found = [];
  for (const [i, line] of lines.entries()) {
    if (!line) continue;
    const parts = line.split(/[\s,;]+/);
    const [x, y] = parts.map(Number);
    const wrong = parts.slice(0, 2).find((part) => !Number.isFinite(Number(part)) || part === "");
    if (parts.length !== 3)
      return { says: `Line ${i + 1}: “${short(line)}” is not x₁, x₂, class.` };
    if (wrong !== undefined) return { says: `Line ${i + 1}: “${short(wrong)}” is not a number.` };
    found.push({ x, y, name: parts[2] });
  }
  const names = [...new Set(found.map(({ name }) => name))].sort();
  if (names.length > MOST_CLASSES)
    return { says: `There are ${names.length} classes; the plane has marks for ${MOST_CLASSES}.` };
  const { place, note } = fitting(found);
  const points = found.map(({ x, y, name }) => pointAt(...place(x, y), names.indexOf(name)));
  const renamed = names.map((name, k) => `${short(name)} is ${LETTERS[k]}`).join(", ");
  return {
    scene: { points, h: Math.max(2, names.length) },
    says: `${points.length} points: ${renamed}.${note}`,
  };
};

const short = (text) => (text.length > 20 ? `${text.slice(0, 20)}…` : text);

const tooMany = (what) => `That is ${what}; the plane holds up to ${MOST_POINTS} points.`;

/** How points are placed: as they are if they fit, else shifted and scaled alike on both axes. */
const fitting = (found) => {
  const sizes = found.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]);
  if (Math.max(...sizes) <= SIDE)
    return { place: (x, y) => /** @type {[number, number]} */ ([x, y]), note: "" };
  const ends = (values) => [Math.min(...values), Math.max(...values)];
  const [left, right] = ends(found.map(({ x }) => x));
  const [low, high] = ends(found.map(({ y }) => y));
  const half = Math.max(right / 2 - left / 2, high / 2 - low / 2) || 1;
  const scaled = (v, from, to) => ((v - (from / 2 + to / 2)) / half) * FITTED * SIDE;
  return {
    place: (x, y) =>
      /** @type {[number, number]} */ ([scaled(x, left, right), scaled(y, low, high)]),
    note: " They were shifted and scaled to fit the plane.",
  };
};

/** The points with their history. Scenes are never changed, only replaced. */
export class History {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    /** @type {Scene[]} */
    this.past = [];
  }
  get canUndo() {
    return this.past.length > 0;
  }
  /**
   * Replace the scene; `lasting` false is one move of a drag, which undo takes back as a whole.
   * @param {Scene} scene
   * @param {boolean} [lasting]
   */
  set(scene, lasting = true) {
    if (lasting) this.past = [...this.past, this.scene].slice(-MOST_UNDOS);
    this.scene = scene;
  }
  undo() {
    this.scene = this.past.pop() ?? this.scene;
  }
}

/**
 * The scene with one more point, or none if it is full.
 * @param {Scene} scene
 * @param {Point} point
 * @returns {Scene | null}
 */
export const added = (scene, point) =>
  scene.points.length >= MOST_POINTS
    ? null
    : { points: [...scene.points, point], h: Math.max(scene.h, point.label + 1) };

/**
 * @param {Scene} scene
 * @param {number} i
 * @returns {Scene}
 */
export const removed = (scene, i) => ({ ...scene, points: scene.points.toSpliced(i, 1) });

/**
 * @param {Scene} scene
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @returns {Scene}
 */
export const moved = (scene, i, x, y) => ({
  ...scene,
  points: scene.points.with(i, pointAt(x, y, scene.points[i].label)),
});

/**
 * With so many classes; points of a class that is gone go, too.
 * @param {Scene} scene
 * @param {number} h
 * @returns {Scene}
 */
export const withClasses = (scene, h) => ({
  points: scene.points.filter(({ label }) => label < h),
  h,
});

/**
 * The nearest point within a distance, or -1.
 * @param {Scene} scene
 * @param {number} x
 * @param {number} y
 * @param {number} within
 */
export const nearest = ({ points }, x, y, within) => {
  let [best, least] = [-1, within];
  points.forEach((point, i) => {
    const distance = Math.hypot(point.x - x, point.y - y);
    if (distance <= least) [best, least] = [i, distance];
  });
  return best;
};

/**
 * A word on what is odd about the points; "" if nothing.
 * @param {Scene} scene
 */
export const oddity = ({ points, h }) => {
  if (!points.length) return "There are no points: add one with a click or tap on the plane.";
  const counts = Array(h).fill(0);
  for (const { label } of points) counts[label] += 1;
  const empty = LETTERS.slice(0, h).filter((_, k) => !counts[k]);
  const [{ x, y }] = points;
  if (points.length > 1 && points.every((p) => p.x === x && p.y === y))
    return "All points lie on one spot: nothing tells the classes apart, only how many there are.";
  if (empty.length === 1) return `Class ${empty[0]} has no points: its probability can only fall.`;
  if (empty.length)
    return `Classes ${empty.join(", ")} have no points: their probabilities can only fall.`;
  return "";
};

/**
 * What was kept in the browser, if it is a scene.
 * @param {any} kept
 * @returns {Scene | null}
 */
export const validScene = (kept) => {
  const { points, h } = kept ?? {};
  if (!Number.isInteger(h) || h < 2 || h > MOST_CLASSES) return null;
  if (!Array.isArray(points) || points.length > MOST_POINTS) return null;
  const valid = ({ x, y, label } = /** @type {any} */ ({})) =>
    Number.isFinite(x) && Number.isFinite(y) && Number.isInteger(label) && label >= 0 && label < h;
  if (!points.every((point) => point && valid(point))) return null;
  return { points: points.map(({ x, y, label }) => pointAt(x, y, label)), h };
};
