// How the lines of twelve runs differ, by slot: shade and dashes, because hue means sign.

import { line } from "../shared/components/axes.js";

const DASHES = ["none", "9 5", "2.5 4", "14 4 2.5 4"];
const STYLES = [
  ...DASHES.flatMap((dash) => [
    { colour: "ink", width: 2.5, dash },
    { colour: "secondary", width: 2.25, dash },
  ]),
  ...DASHES.map((dash) => ({ colour: "ink2", width: 1.25, dash })),
];

/** @param {number} slot */
const styleOf = (slot) => STYLES[slot % STYLES.length];

/** @param {number} slot */
export const lineColour = (slot) => `var(--${styleOf(slot).colour})`;

/** @param {number} slot */
export const lineStyle = (slot) => {
  const { width, dash } = styleOf(slot);
  return `stroke:${lineColour(slot)};stroke-width:${width};stroke-dasharray:${dash}`;
};

/**
 * A piece of the line, for tables.
 * @param {number} slot
 * @param {number} height
 */
export const swatch = (slot, height) =>
  `<svg viewBox="0 0 46 ${height}" aria-hidden="true" style="${lineStyle(slot)}">${line("", 0, height / 2, 46, height / 2)}</svg>`;
