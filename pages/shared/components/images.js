// Pictures on canvases: signed weights, and images in the theme's ink.

import { mix, rgb, signedColours } from "./colours.js";

/** @typedef {import("./palette.js").Palette} Palette */

export const IMAGE_CSS = `canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }`;

/** @param {string} base64 */
export const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** @param {string | Int8Array} values in base64; a frame brings them as they are */
export const signedBytes = (values) =>
  typeof values === "string" ? new Int8Array(bytes(values).buffer) : values;

/**
 * A Gaussian blur of 0.7 pixels, only for the eye.
 * @param {number[]} values
 * @param {number} side
 */
const blurred = (values, side) => {
  const kernel = [-2, -1, 0, 1, 2].map((d) => Math.exp((-d * d) / (2 * 0.7 * 0.7)));
  const total = kernel.reduce((a, b) => a + b);
  /**
   * @param {number[]} from
   * @param {number} stepX
   * @param {number} stepY
   */
  const pass = (from, stepX, stepY) =>
    from.map((_, i) => {
      const clamp = (/** @type {number} */ v) => Math.min(side - 1, Math.max(0, v));
      const at = (/** @type {number} */ d) =>
        clamp(Math.floor(i / side) + d * stepY) * side + clamp((i % side) + d * stepX);
      return kernel.reduce((sum, weight, k) => sum + weight * from[at(k - 2)], 0) / total;
    });
  return pass(pass(values, 1, 0), 0, 1);
};

/**
 * Put one colour for each value into the canvas, which becomes square.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {(value: number) => ArrayLike<number>} colour RGBA
 */
const fill = (canvas, values, colour) => {
  const side = Math.round(Math.sqrt(values.length));
  const image = new ImageData(side, side);
  for (let i = 0; i < values.length; i++) image.data.set(colour(values[i]), 4 * i);
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  context2d(canvas).putImageData(image, 0, 0);
};

/**
 * @param {HTMLCanvasElement} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export const context2d = (canvas, settings) =>
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));

const scratch = globalThis.document?.createElement("canvas");

/**
 * Paint signed values (-127..127) as a square picture; smooth ones are blurred and enlarged.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {Palette} palette
 * @param {boolean} [smooth]
 */
export const paintSigned = (canvas, values, palette, smooth = false) => {
  const colours = signedColours(palette);
  const side = Math.round(Math.sqrt(values.length));
  fill(scratch, smooth ? blurred(Array.from(values), side) : values, (v) => [
    ...colours[Math.min(254, Math.max(0, Math.round(v) + 127))],
    255,
  ]);
  const size = smooth ? side * 8 : side;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = context2d(canvas);
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  // Resampled pixels are not quite opaque: without this the picture before would show through.
  context.globalCompositeOperation = "copy";
  context.drawImage(scratch, 0, 0, size, size);
};

/**
 * Paint an image (0 is the page, 255 is ink) as ink of that opacity.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {Palette} palette
 */
export const paintInk = (canvas, values, palette) => {
  const ink = rgb(palette.ink);
  fill(canvas, values, (v) => [...ink, v]);
};

/**
 * Paint an image (0 is the page, 255 is ink) without transparency.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values
 * @param {Palette} palette
 */
export const paintGrey = (canvas, values, palette) => {
  const page = rgb(palette.page);
  const ink = rgb(palette.ink);
  fill(canvas, values, (v) => [...mix(page, ink, v / 255), 255]);
};

/**
 * The pixels of a loaded image, four bytes each.
 * @param {HTMLImageElement} image
 */
export const pixelsOf = (image) => {
  const canvas = Object.assign(document.createElement("canvas"), {
    width: image.width,
    height: image.height,
  });
  const context = context2d(canvas);
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height);
};
