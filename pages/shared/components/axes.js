// What the charts share: scales, axes, lines and labels, as SVG markup.

export const CHART_CSS = `
  svg { display: block; width: 100%; overflow: visible; } text { font-size: 16px; fill: var(--ink2); }
  text.title { font-family: var(--st-heading-font, "Source Serif", serif); font-size: 24px; font-weight: 600; fill: var(--ink); }
  text.title tspan { font: 400 16px var(--st-font); fill: var(--ink2); }
  text.strong { font-weight: 600; fill: var(--ink); } text.halo { paint-order: stroke; stroke: var(--page); stroke-width: 5px; }
  .grid { stroke: var(--grid); } polyline { fill: none; stroke-linejoin: round; }
  .reference { stroke: var(--ink2); stroke-width: 2; stroke-dasharray: 1.5 4.5; }
`;

/** @typedef {(value: number) => number} Scale from a value to a position in pixels */
/** @typedef {any[]} Tick its value and its label */

/**
 * Values outside low..high are at the nearer end.
 * @param {{ low: number, high: number, log?: boolean }} axis
 * @param {number} from the position of `low`
 * @param {number} to the position of `high`
 * @returns {Scale}
 */
export const scale = ({ low, high, log = false }, from, to) => {
  const measure = log ? Math.log : (/** @type {number} */ v) => v;
  const start = measure(low);
  const share = (to - from) / (measure(high) - start);
  return (v) => from + (measure(Math.min(Math.max(v, low), high)) - start) * share;
};

/**
 * From first to last, both included as far as the steps allow.
 * @param {number} first
 * @param {number} last
 * @param {number} step
 */
export const range = (first, last, step) =>
  Array.from({ length: Math.floor((last - first) / step + 1e-9) + 1 }, (_, i) => first + i * step);

/**
 * Whole numbers from 0 to `last` at equal steps, at most nine of them.
 * @param {number} last
 * @returns {Tick[]}
 */
export const wholeTicks = (last) =>
  range(0, last, Math.max(1, Math.ceil(last / 8))).map((n) => [n, n]);

/** @param {unknown} words */
export const escaped = (words) => String(words).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/**
 * @param {number | string} x
 * @param {number} y of the baseline
 * @param {unknown} words
 * @param {"start" | "middle" | "end"} [anchor]
 * @param {string} [name] CSS classes
 */
export const text = (x, y, words, anchor = "start", name = "") =>
  `<text class="${name}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(words)}</text>`;

/**
 * The heading of a chart, with a note in small letters.
 * @param {string} words
 * @param {string} note
 * @param {number} [top]
 */
export const title = (words, note, top = 0) =>
  `<text class="title" x="0" y="${top + 20}">${escaped(words)}<tspan dx="12">${escaped(note)}</tspan></text>`;

/**
 * @param {string} name CSS class
 * @param {number | string} x1
 * @param {number} y1
 * @param {number | string} x2
 * @param {number} y2
 */
export const line = (name, x1, y1, x2, y2) =>
  `<line class="${name}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;

/**
 * @param {string} name CSS class
 * @param {number | string} x
 * @param {number} y
 * @param {number} r
 * @param {string} [more] attributes
 */
export const dot = (name, x, y, r, more = "") =>
  `<circle class="${name}" cx="${x}" cy="${y}" r="${r}" ${more}/>`;

/**
 * Each tick of the vertical axis: a grid line, and its label to the left.
 * @param {Tick[]} ticks
 * @param {Scale} y
 * @param {number} left
 * @param {number} right
 * @param {number} [gap] between label and line
 */
export const yAxis = (ticks, y, left, right, gap = 10) =>
  ticks
    .map(
      ([v, label]) =>
        line("grid", left, y(v), right, y(v)) + text(left - gap, y(v) + 5, label, "end"),
    )
    .join("");

/**
 * The labels of the horizontal axis.
 * @param {Tick[]} ticks
 * @param {Scale} x
 * @param {number} y of the baseline
 */
export const xAxis = (ticks, x, y) =>
  ticks.map(([v, label]) => text(x(v), y, label, "middle")).join("");

/**
 * @param {number[][]} points (x, y) in pixels
 * @param {string} name CSS class
 * @param {string} [more] attributes
 */
export const polyline = (points, name, more = "") =>
  `<polyline class="${name}" points="${points.map((p) => p.map((v) => v.toFixed(1))).join(" ")}" ${more}/>`;

/**
 * Where the note of a heading does not fit beside it, it stands below.
 * @param {SVGSVGElement} svg
 * @param {number} width
 */
const wrapTitles = (svg, width) => {
  for (const heading of svg.querySelectorAll("text.title")) {
    if (/** @type {SVGTextElement} */ (heading).getComputedTextLength() <= width) continue;
    const note = heading.querySelector("tspan");
    note?.setAttribute("x", "0");
    note?.setAttribute("dx", "0");
    note?.setAttribute("dy", "20");
  }
};

/**
 * Put the markup into the chart, which gets this size.
 * @param {SVGSVGElement} svg
 * @param {number} width
 * @param {number} height
 * @param {string} label for screen readers
 * @param {string[]} parts
 */
export const draw = (svg, width, height, label, parts) => {
  svg.setAttribute("height", String(height));
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-label", label);
  svg.innerHTML = parts.join("");
  wrapTitles(svg, width);
};

/**
 * How far a point is from a line, and which of the line's points is nearest to it.
 * @param {number[][]} places (x, y) of the line's points
 * @param {{ x: number, y: number }} pointer
 */
export const distanceTo = (places, { x, y }) => {
  let [least, nearest, at] = [Infinity, Infinity, 0];
  places.forEach(([a, b], i) => {
    const distance = Math.hypot(a - x, b - y);
    if (distance < nearest) [nearest, at] = [distance, i];
    const [c, d] = places[Math.max(0, i - 1)];
    const length = (a - c) ** 2 + (b - d) ** 2;
    const share = length
      ? Math.min(1, Math.max(0, ((x - c) * (a - c) + (y - d) * (b - d)) / length))
      : 0;
    least = Math.min(least, Math.hypot(c + share * (a - c) - x, d + share * (b - d) - y));
  });
  return [least, at];
};
