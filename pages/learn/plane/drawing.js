// The plane on a canvas: regions in greys, boundaries, points, weight vectors, the probe.

import { rgb } from "../../shared/components/colours.js";
import { FEATURES, featuresOf, logitsAt, NONE, regions, SEVERAL, SIDE } from "./learning.js";
import { LETTERS } from "./points.js";

/** Classes are greys and letters: hue means sign in this app. */
const GREYS = {
  light: ["#F1F3F6", "#DFE4EA", "#CBD3DC", "#B7C1CD", "#A3AFBD"],
  dark: ["#1B222C", "#283240", "#364252", "#445265", "#536278"],
};
const COARSE = 19;
/** Cells along a side at most: each frame computes all of them. */
const MOST_CELLS = 600;
const FONT = `"Source Sans", sans-serif`;

/** @param {boolean} dark */
export const greysOf = (dark) => GREYS[dark ? "dark" : "light"];

/**
 * @typedef {object} View
 * @property {import("./learning.js").Weights} weights
 * @property {string} kind a key of FEATURES
 * @property {string} head "softmax" or "sigmoid"
 * @property {import("./points.js").Scene} scene
 * @property {{ x: number, y: number }} probe
 * @property {number} held the point that is dragged, or -1
 * @property {boolean} trained whether any step was taken: before, all logits are equal
 * @property {boolean} dark
 * @property {import("../../shared/components/palette.js").Palette} palette
 */

/**
 * The weight vectors as they are drawn: shortened alike where the longest would leave the plane.
 * @param {number[][]} W
 */
export const arrowScale = (W) => {
  const longest = Math.max(...W.map(([w1, w2]) => Math.hypot(w1, w2)));
  return longest > SIDE * 0.72 ? (SIDE * 0.72) / longest : 1;
};

/** Whether another region begins to the right or below. */
const isEdge = (found, at, n) =>
  (at % n < n - 1 && found[at] !== found[at + 1]) ||
  (at + n < found.length && found[at] !== found[at + n]);

/**
 * The regions as pixels. Boundaries are two pixels wide.
 * @param {View} view
 * @param {number} n
 */
const regionImage = ({ weights, kind, head, trained, dark, palette }, n) => {
  const image = new ImageData(n, n);
  const pixels = new Uint32Array(image.data.buffer);
  const packed = (hex) => {
    const [r, g, b] = rgb(hex);
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  };
  const page = packed(palette.page);
  pixels.fill(page);
  if (!trained) return { image, found: null };
  const found = regions(weights, kind, head, n);
  const greys = greysOf(dark).map(packed);
  const [edge, hatch] = [packed(palette.ink3), packed(palette.secondary)];
  for (let at = 0; at < found.length; at++) {
    const region = found[at];
    if (region === NONE) pixels[at] = page;
    else if (region === SEVERAL) pixels[at] = ((at % n) + Math.floor(at / n)) % 7 ? page : hatch;
    else pixels[at] = greys[region];
    if (isEdge(found, at, n)) pixels[at] = edge;
  }
  return { image, found };
};

/** Where the name of a region stands: where most room is around it; text is wide and low. */
const roomiest = (found, n, { points }) => {
  const best = new Map();
  const near = (x, y) =>
    Math.min(SIDE, ...points.map((p) => Math.hypot((p.x - x) / 3, p.y - y)), SIDE - Math.abs(y));
  for (let j = 1; j < COARSE - 1; j++) {
    for (let i = 3; i < COARSE - 3; i++) {
      const [u, v] = [(i + 0.5) / COARSE, (j + 0.5) / COARSE];
      const region = found[Math.floor(v * n) * n + Math.floor(u * n)];
      if (!NAMES.has(region)) continue;
      const room = near((2 * u - 1) * SIDE, (1 - 2 * v) * SIDE);
      const before = best.get(region) ?? { room: 0, cells: 0 };
      const cells = before.cells + 1;
      best.set(region, room > before.room ? { u, v, room, cells } : { ...before, cells });
    }
  }
  return best;
};

const NAMES = new Map([
  [NONE, "none above ½"],
  [SEVERAL, "two above ½"],
]);

/** Text with a halo, so that it is read over a boundary. */
const write = (to, words, x, y, { colour, halo, font }) => {
  to.font = font;
  to.textAlign = "center";
  to.textBaseline = "middle";
  to.lineJoin = "round";
  to.lineWidth = 4;
  to.strokeStyle = halo;
  to.strokeText(words, x, y);
  to.fillStyle = colour;
  to.fillText(words, x, y);
};

const paintNames = (to, found, n, size, { palette, scene }) => {
  const look = { colour: palette.ink, halo: palette.page };
  const font = `600 ${size > 500 ? 20 : 15}px ${FONT}`;
  for (const [region, { u, v, cells }] of roomiest(found, n, scene))
    if (cells > 4) write(to, NAMES.get(region), u * size, v * size, { ...look, font });
};

const paintAxes = (to, size, palette) => {
  to.strokeStyle = palette.secondary;
  to.globalAlpha = 0.45;
  to.lineWidth = 1;
  to.beginPath();
  to.moveTo(size / 2, 0);
  to.lineTo(size / 2, size);
  to.moveTo(0, size / 2);
  to.lineTo(size, size / 2);
  to.stroke();
  to.globalAlpha = 1;
};

/** Letters; a misread point is ringed. */
const paintPoints = (to, place, size, view) => {
  const { scene, weights, kind, palette, trained, held } = view;
  const letter = size > 500 ? 20 : size > 380 ? 17 : 15;
  to.font = `600 ${letter}px ${FONT}`;
  to.textAlign = "center";
  to.textBaseline = "middle";
  scene.points.forEach(({ x, y, label }, i) => {
    const [px, py] = place(x, y);
    if (trained) {
      const z = logitsAt(weights, featuresOf(kind, x, y));
      if (z.indexOf(Math.max(...z)) !== label || i === held) {
        to.beginPath();
        to.arc(px, py, letter * 0.72, 0, 2 * Math.PI);
        to.lineWidth = 2;
        to.strokeStyle = palette.ink;
        to.stroke();
      }
    }
    to.fillStyle = palette.ink;
    to.fillText(LETTERS[label], px, py + 1);
  });
};

const paintArrows = (to, place, size, { weights, palette }) => {
  const scale = arrowScale(weights.W);
  const [cx, cy] = place(0, 0);
  weights.W.forEach(([w1, w2], k) => {
    const [px, py] = place(w1 * scale, w2 * scale);
    const [dx, dy] = [px - cx, py - cy];
    const length = Math.hypot(dx, dy);
    if (length < 6) return;
    const [ux, uy] = [dx / length, dy / length];
    const head = Math.min(13, length * 0.6);
    to.strokeStyle = palette.ink;
    to.fillStyle = palette.ink;
    to.lineWidth = size > 500 ? 3.5 : 2.5;
    to.beginPath();
    to.moveTo(cx, cy);
    to.lineTo(px - ux * head * 0.8, py - uy * head * 0.8);
    to.stroke();
    to.beginPath();
    to.moveTo(px, py);
    to.lineTo(px - ux * head - uy * head * 0.5, py - uy * head + ux * head * 0.5);
    to.lineTo(px - ux * head + uy * head * 0.5, py - uy * head - ux * head * 0.5);
    to.fill();
    const away = size > 500 ? 22 : 17;
    const [tx, ty] = [px + ux * away, py + uy * away];
    const look = { colour: palette.ink, halo: palette.page };
    const symbol = size > 500 ? 26 : 20;
    write(to, "w", tx - 5, ty, {
      ...look,
      font: `italic ${symbol}px KaTeX_Math, "Source Serif", serif`,
    });
    write(to, LETTERS[k], tx + symbol * 0.36, ty + symbol * 0.26, {
      ...look,
      font: `600 ${Math.round(symbol * 0.6)}px ${FONT}`,
    });
  });
};

/** The point whose numbers are in the table. */
const paintProbe = (to, place, size, { probe, palette }) => {
  const [px, py] = place(probe.x, probe.y);
  to.beginPath();
  to.arc(px, py, size > 500 ? 9 : 7, 0, 2 * Math.PI);
  to.fillStyle = palette.mark;
  to.fill();
  to.lineWidth = 2;
  to.strokeStyle = palette.ink;
  to.stroke();
};

/**
 * Paint the plane; the canvas is square and as wide as its box.
 * @param {HTMLCanvasElement} canvas
 * @param {number} size in CSS pixels
 * @param {View} view
 */
export const paintPlane = (canvas, size, view) => {
  const density = Math.min(2, (window.devicePixelRatio || 1) * (canvas.currentCSSZoom || 1));
  const side = Math.round(size * density);
  if (canvas.width !== side) {
    canvas.width = side;
    canvas.height = side;
  }
  const to = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const n = Math.min(MOST_CELLS, side);
  const { image, found } = regionImage(view, n);
  const cells = scratch(n);
  cells.getContext("2d")?.putImageData(image, 0, 0);
  to.setTransform(1, 0, 0, 1, 0, 0);
  to.drawImage(cells, 0, 0, side, side);
  to.setTransform(density, 0, 0, density, 0, 0);
  const place = (x, y) => [((x + SIDE) / (2 * SIDE)) * size, ((SIDE - y) / (2 * SIDE)) * size];
  paintAxes(to, size, view.palette);
  paintPoints(to, place, size, view);
  if (view.trained) paintArrows(to, place, size, view);
  if (found && view.head === "sigmoid") paintNames(to, found, n, size, view);
  paintProbe(to, place, size, view);
};

/** @type {HTMLCanvasElement | undefined} */
let shared;

/** A canvas of n x n cells, used again by both planes. */
const scratch = (n) => {
  shared ??= document.createElement("canvas");
  if (shared.width !== n) {
    shared.width = n;
    shared.height = n;
  }
  return shared;
};

/**
 * The scale of the arrows in words; "" if they are as long as the weights.
 * @param {number[][]} W
 * @param {string} kind
 */
export const arrowNote = (W, kind) => {
  const scale = arrowScale(W);
  const which = kind === "plain" ? "Arrows" : `Arrows (${FEATURES.plain.join(", ")} only)`;
  if (scale === 1) return kind === "plain" ? "" : `${which} are rows of W.`;
  return `${which} at ${scale >= 0.1 ? scale.toFixed(2) : scale.toPrecision(1)} of their length.`;
};
