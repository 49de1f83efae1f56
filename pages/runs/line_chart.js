// The elements of the Runs page.

import { define, setText, TenElement } from "../shared/components/element.js";
import { count, percent } from "../shared/components/numbers.js";
import { pointIn } from "../shared/components/pointer.js";

// How the lines of twelve runs differ, by their slot: shade and dashes, for hue means sign.
export const LINE_STYLES = ["", "9 5", "2.5 4", "14 4 2.5 4"]
  .flatMap((dash) => [
    ["ink", 2.5, dash],
    ["secondary", 2.25, dash],
  ])
  .concat(["", "9 5", "2.5 4", "14 4 2.5 4"].map((dash) => ["ink2", 1.25, dash]));
export const lineStyle = (slot) => {
  const [colour, width, dash] = LINE_STYLES[slot % LINE_STYLES.length];
  return `stroke:var(--${colour});stroke-width:${width};stroke-dasharray:${dash || "none"}`;
};
const SVG = "http://www.w3.org/2000/svg";
export const svgNode = (tag, attributes, text) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
};
export const onAxis = ({ low, high, log }, from, to) => {
  const scale = log ? Math.log : (v) => v;
  const a = scale(low);
  const b = scale(high);
  return (v) => from + ((scale(Math.min(Math.max(v, low), high)) - a) / (b - a)) * (to - from);
};
// As much of a name as fits; names are the visitor's, and of any length.
const fitted = (node, width) => {
  const whole = node.textContent;
  let n = whole.length;
  while (n > 1 && node.getComputedTextLength() > width)
    node.textContent = `${whole.slice(0, --n).trimEnd()}…`;
};

// <ten-lines>: several lines in one chart, each named at its end.
class TenLines extends TenElement {
  static css = `
    svg { display: block; width: 100%; overflow: visible; } text { font-size: 16px; fill: var(--ink2); }
    text.title { font-family: var(--st-heading-font, "Source Serif", serif); font-size: 24px; font-weight: 600; fill: var(--ink); }
    text.end { fill: var(--ink); paint-order: stroke; stroke: var(--page); stroke-width: 5px; } text.end tspan { font-weight: 600; }
    .grid { stroke: var(--grid); } .lead { stroke: var(--rule); } .ceiling { stroke: var(--ink2); stroke-width: 2; stroke-dasharray: 1.5 4.5; }
    polyline { fill: none; stroke-linejoin: round; } circle { stroke: var(--page); stroke-width: 2; }
    g.line { transition: opacity 120ms; } svg.pointed g.line:not(.at), svg.pointed text.end:not(.at) { opacity: .22; }
    @media (prefers-reduced-motion: reduce) { g.line { transition: none; } }
  `;
  static html = `<svg role="img"></svg>`;

  constructor() {
    super();
    const svg = this.find("svg");
    svg.addEventListener("pointermove", (event) => this.point(event));
    svg.addEventListener("pointerleave", () => this.point(null));
  }

  paint() {
    const { title, note, lines, x, y, ceiling } = this.data;
    const width = this.clientWidth || 600;
    const narrow = width < 480;
    const left = 54;
    const longest = Math.max(0, ...lines.map(({ name }) => name.length));
    const right = narrow ? 62 : Math.min(300, width * 0.44, 90 + 8 * longest);
    const top = 46;
    const plot = narrow ? 230 : 244;
    const base = top + plot;
    const height = base + 56;
    const px = onAxis(x, left, width - right);
    const py = onAxis(y, base, top);
    const svg = this.find("svg");
    const value = (v) => (this.data.percent ? percent(v) : v.toFixed(3));
    svg.replaceChildren();
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const heading = svgNode("text", { class: "title", x: 0, y: 20 }, title);
    heading.append(
      svgNode("tspan", { dx: 12, style: "font:400 16px var(--st-font);fill:var(--ink2)" }, note),
    );
    svg.append(heading);
    for (const [at, label] of y.ticks) {
      svg.append(
        svgNode("line", { class: "grid", x1: left, x2: width - right, y1: py(at), y2: py(at) }),
      );
      svg.append(svgNode("text", { x: left - 10, y: py(at) + 5, "text-anchor": "end" }, label));
    }
    const reach = width - right;
    for (const [at, label] of x.ticks)
      svg.append(svgNode("text", { x: px(at), y: base + 24, "text-anchor": "middle" }, label));
    svg.append(svgNode("text", { x: reach, y: base + 46, "text-anchor": "end" }, x.name));
    if (ceiling) {
      svg.append(
        svgNode("line", {
          class: "ceiling",
          x1: left,
          x2: reach,
          y1: py(ceiling.value),
          y2: py(ceiling.value),
        }),
      );
      svg.append(svgNode("text", { x: left + 8, y: py(ceiling.value) - 8 }, ceiling.name));
    }
    this.drawn = lines
      .map(({ name, short, slot, points }) => {
        const group = svgNode("g", { class: "line" });
        const places = points.map(([a, b]) => [px(a), py(b)]);
        const end = places[places.length - 1];
        if (!end) return null;
        const shade = `fill:var(--${LINE_STYLES[slot % LINE_STYLES.length][0]})`;
        group.append(
          svgNode("polyline", {
            style: lineStyle(slot),
            points: places.map(([a, b]) => `${a.toFixed(1)},${b.toFixed(1)}`).join(" "),
          }),
        );
        group.append(svgNode("circle", { cx: end[0], cy: end[1], r: 5.5, style: shade }));
        svg.append(group);
        return { name, short, points, places, end, group, last: points[points.length - 1][1] };
      })
      .filter(Boolean);
    this.label(svg, reach, top, base, width, narrow, value);
    this.value = value;
    svg.setAttribute(
      "aria-label",
      `${title}: ${this.drawn.map(({ name, last }) => `${name} ${value(last)}`).join(", ") || "no lines yet"}`,
    );
    this.dataset.lines = this.drawn.length;
    this.dataset.points = JSON.stringify(lines.map(({ points }) => points.length));
  }

  // The names stand in the margin, in the order of the ends and clear of each other, with a thin
  // lead to an end that is not beside its name.
  label(svg, reach, top, base, width, narrow, value) {
    const step = 20;
    const ordered = [...this.drawn].sort((a, b) => a.end[1] - b.end[1]);
    ordered.forEach((line, i) => {
      line.at = Math.max(line.end[1], i ? ordered[i - 1].at + step : top - 14);
    });
    for (let i = ordered.length - 1, limit = base + 2; i >= 0; i--, limit -= step)
      ordered[i].at = Math.min(ordered[i].at, limit);
    for (const line of ordered) {
      const x = reach + 16;
      const far = Math.abs(line.at - line.end[1]) > 3 || x - line.end[0] > 26;
      if (far)
        line.group.prepend(
          svgNode("line", {
            class: "lead",
            x1: line.end[0] + 6,
            y1: line.end[1],
            x2: x - 4,
            y2: line.at,
          }),
        );
      const text = svgNode("text", { class: "end", x, y: line.at + 5 });
      const name = svgNode("tspan", { style: "font-weight:400" }, narrow ? line.short : line.name);
      const number = value(line.last);
      text.append(name);
      svg.append(text);
      if (!narrow) {
        fitted(name, width - x - 58);
        text.append(svgNode("tspan", { dx: 6 }, number));
      }
      line.text = text;
    }
  }

  // The line nearest to the pointer stands out, and the title says where it is there.
  point(event) {
    const svg = this.find("svg");
    const note = svg.querySelector(".title tspan");
    let nearest = null;
    let least = 28;
    if (event && this.drawn) {
      const { x, y } = pointIn(event, svg);
      for (const line of this.drawn)
        line.places.forEach(([a, b], i) => {
          const far = Math.hypot(a - x, b - y);
          if (far < least) [nearest, least] = [{ line, i }, far];
        });
    }
    svg.classList.toggle("pointed", Boolean(nearest));
    for (const line of this.drawn || [])
      for (const node of [line.group, line.text])
        node.classList.toggle("at", nearest?.line === line);
    if (!note) return;
    const [at, v] = nearest ? nearest.line.points[nearest.i] : [];
    setText(
      note,
      nearest
        ? `${this.value(v)} at ${count(Number(at.toPrecision(4)))} ${this.data.x.name}`
        : this.data.note,
    );
  }
}
define("ten-lines", TenLines);
