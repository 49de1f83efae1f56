// One pixel of a 28x28 picture, chosen by pointer, touch or arrow keys.

import { pointIn } from "../shared/components/pointer.js";

const SIDE = 28;

/**
 * The printed product of one pixel: weight and ink are rounded first, so that the numbers on
 * screen multiply to the share beside them.
 * @param {number} weight
 * @param {number} ink
 * @returns {[number, number, number]} weight, ink and share, with three decimals
 */
export const product = (weight, ink) => {
  const [w, x] = [weight, ink].map((v) => Math.round(v * 1000));
  return [w / 1000, x / 1000, Math.round((w * x) / 1000) / 1000];
};

/**
 * @param {string} key of a keyboard event
 * @param {number} at
 */
const moved = (key, at) => {
  const [row, column] = [Math.floor(at / SIDE), at % SIDE];
  /** @type {Record<string, [number, number]>} */
  const to = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
  };
  const [r, c] = to[key] ?? [-1, -1];
  return Math.min(r, c) >= 0 && Math.max(r, c) < SIDE ? r * SIDE + c : null;
};

/**
 * Tell which pixel is chosen, and null when none is any more.
 * @param {HTMLCanvasElement} canvas
 * @param {() => number} first the pixel that the keyboard begins with
 * @param {(at: number | null) => void} choose
 */
export const onPixel = (canvas, first, choose) => {
  /** @type {number | null} */
  let at = null;
  /** @param {number | null} to */
  const go = (to) => {
    at = to;
    choose(to);
  };
  /** @param {PointerEvent} event */
  const point = (event) => {
    const { x, y } = pointIn(event, canvas);
    const [row, column] = [y / canvas.clientHeight, x / canvas.clientWidth].map((share) =>
      Math.min(SIDE - 1, Math.max(0, Math.floor(share * SIDE))),
    );
    go(row * SIDE + column);
  };
  canvas.onpointermove = point;
  canvas.onpointerdown = point;
  // A finger leaves when it is lifted, and what it chose is to be read.
  canvas.onpointerleave = (event) => event.pointerType === "mouse" && go(null);
  canvas.onfocus = () => go(at ?? first());
  canvas.onblur = () => go(null);
  canvas.onkeydown = (event) => {
    const to = moved(event.key, at ?? first());
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (to !== null) go(to);
  };
};
