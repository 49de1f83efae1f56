// Colours as [red, green, blue], each 0..255.

import { STOPS } from "./palette.js";

/**
 * @param {string} hex
 * @returns {number[]}
 */
export const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

/**
 * The colour at t (0..1) of the way from one to another.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} t
 */
export const mix = (from, to, t) => from.map((v, k) => Math.round(v + (to[k] - v) * t));

/**
 * Black or white, whichever has more contrast on this colour: never less than 4.5 to 1.
 * @param {number[]} colour
 */
export const readableOn = (colour) => {
  const [r, g, b] = colour
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#FFFFFF";
};

/** @type {Map<object, number[][]>} */
const tables = new Map();

/**
 * The 255 colours of the values -127..127, between the diverging stops of a palette.
 * @param {import("./palette.js").Palette} palette
 * @returns {number[][]}
 */
export const signedColours = (palette) => {
  let table = tables.get(palette);
  if (!table) {
    const colours = palette.diverging.map(rgb);
    table = Array.from({ length: 255 }, (_, i) => {
      const v = (i - 127) / 127;
      const k = Math.max(
        1,
        STOPS.findIndex((stop) => stop >= v),
      );
      const t = (v - STOPS[k - 1]) / (STOPS[k] - STOPS[k - 1]);
      return colours[k].map((c, j) => Math.round(colours[k - 1][j] * (1 - t) + c * t));
    });
    tables.set(palette, table);
  }
  return table;
};
