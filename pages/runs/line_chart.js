// <ten-lines>: several lines in one chart, each named at its end.

import {
  CHART_CSS,
  distanceTo,
  dot,
  draw,
  escaped,
  line,
  polyline,
  scale,
  text,
  title,
  xAxis,
  yAxis,
} from "../shared/components/axes.js";
import { define, setText } from "../shared/components/element.js";
import { count, lossText, percent } from "../shared/components/numbers.js";
import { pointIn } from "../shared/components/pointer.js";
import { highlight, highlighted, TenHighlighted } from "./highlight.js";
import { lineColour, lineStyle } from "./line_style.js";

const LABEL_STEP = 20;
const POINTER_REACH = 28;
const NARROW = 480;
// The lines have at least this width, whatever the names beside them.
const LEAST_PLOT = 280;
// Characters of a name in the heading.
const LONGEST = 28;

// As much of a name as fits; names are the visitors', and of any length.
const fit = (node, width) => {
  const whole = node.textContent;
  let n = whole.length;
  while (n > 1 && node.getComputedTextLength() > width) {
    n -= 1;
    node.textContent = `${whole.slice(0, n).trimEnd()}…`;
  }
};

class TenLines extends TenHighlighted {
  /** @type {any} what the pointer is at */ nearest = null;
  static css = `${CHART_CSS}
    text.end { fill: var(--ink); } tspan.number { font-weight: 600; } .lead { stroke: var(--rule); } circle { stroke: var(--page); stroke-width: 2; }
    g.line { transition: opacity 120ms; } svg.pointed g.line:not(.at) { opacity: .22; }
    @media (prefers-reduced-motion: reduce) { g.line { transition: none; } }
  `;
  static html = `<svg role="img"></svg>`;

  constructor() {
    super();
    const svg = this.find("svg");
    for (const name of ["pointermove", "pointerdown"])
      svg.addEventListener(name, (event) => this.point(event));
    // A finger that is lifted leaves its run highlighted; a tap beside the lines ends it.
    svg.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") this.point(null);
    });
  }

  print(v) {
    return this.data.percent ? percent(v) : lossText(v);
  }

  paint() {
    const { title: heading, note, lines, x, y, reference } = this.data;
    const width = this.clientWidth || 600;
    const narrow = width < NARROW;
    const left = narrow ? 42 : 54;
    const shorts = Math.max(0, ...lines.map(({ short }) => String(short).length));
    const longest = Math.max(0, ...lines.map(({ name }) => name.length));
    const names = Math.min(300, width * 0.44, 90 + 8 * longest, width - left - LEAST_PLOT);
    const right = width - (narrow ? 22 + 8 * shorts : names);
    const top = 46;
    const base = top + (narrow ? 230 : 244);
    const px = scale(x, left, right);
    const py = scale(y, base, top);
    const out = [
      title(heading, note),
      yAxis(y.ticks, py, left, right, narrow ? 6 : 10),
      xAxis(x.ticks, px, base + 24),
      text(right, base + 46, x.name, "end"),
    ];
    if (reference) {
      const at = py(reference.value);
      out.push(line("reference", left, at, right, at), text(left + 8, at - 8, reference.name));
    }
    this.drawn = lines
      .filter(({ points }) => points.length)
      .map((run) => {
        const places = run.points.map(([a, b]) => [px(a), py(b)]);
        const [, last] = run.points[run.points.length - 1];
        return { ...run, places, end: places[places.length - 1], last };
      });
    this.placeLabels(top - 14, base + 2);
    const labelX = right + 16;
    for (const { slot, name, short, places, end, labelY, last } of this.drawn) {
      const lead = Math.abs(labelY - end[1]) > 3 || labelX - end[0] > 26;
      out.push(
        '<g class="line">',
        lead ? line("lead", end[0] + 6, end[1], labelX - 4, labelY) : "",
        polyline(places, "", `style="${lineStyle(slot)}"`),
        dot("", end[0], end[1], 5.5, `style="fill:${lineColour(slot)}"`),
        `<text class="end halo" x="${labelX}" y="${labelY + 5}"><tspan class="name">${escaped(narrow ? short : name)}</tspan>`,
        narrow ? "" : `<tspan class="number" dx="6">${this.print(last)}</tspan>`,
        "</text></g>",
      );
    }
    const ends = this.drawn.map(({ name, last }) => `${name} ${this.print(last)}`);
    draw(
      this.find("svg"),
      width,
      base + 56,
      `${heading}: ${ends.join(", ") || "no lines yet"}`,
      out,
    );
    this.findAll("g.line").forEach((group, i) => {
      this.drawn[i].group = group;
      if (!narrow) fit(group.querySelector(".name"), width - labelX - 58);
    });
    this.mark();
    this.dataset.lines = this.drawn.length;
    this.dataset.points = JSON.stringify(lines.map(({ points }) => points.length));
  }

  // The names stand in the margin, in the order of the ends and clear of each other.
  placeLabels(low, high) {
    const ordered = [...this.drawn].sort((a, b) => a.end[1] - b.end[1]);
    ordered.forEach((run, i) => {
      run.labelY = Math.max(run.end[1], i ? ordered[i - 1].labelY + LABEL_STEP : low);
    });
    ordered.reverse().forEach((run, i) => {
      run.labelY = Math.min(run.labelY, high - i * LABEL_STEP);
    });
  }

  // The line nearest to the pointer is highlighted, and the heading gives its value there.
  point(event) {
    if (!this.drawn) return;
    this.nearest = null;
    let least = POINTER_REACH;
    const pointer = event && pointIn(event, this.find("svg"));
    for (const run of pointer ? this.drawn : []) {
      const [distance, i] = distanceTo(run.places, pointer);
      if (distance < least) {
        least = distance;
        this.nearest = { slot: run.slot, point: run.points[i] };
      }
    }
    highlight(this.nearest?.slot ?? null);
    this.mark();
  }

  // The highlighted run on top of the others, which are dimmed; its name and value in the heading.
  mark() {
    if (!this.drawn) return;
    const svg = this.find("svg");
    const run = this.drawn.find(({ slot }) => slot === highlighted());
    svg.classList.toggle("pointed", Boolean(run));
    for (const each of this.drawn) each.group.classList.toggle("at", each === run);
    if (run && run.group !== svg.lastElementChild) svg.append(run.group);
    setText(svg.querySelector(".title tspan"), run ? this.said(run) : this.data.note);
  }
  said({ slot, name, short, last }) {
    if (this.clientWidth < NARROW) return `run ${short}: ${this.print(last)}`;
    const called = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
    if (this.nearest?.slot !== slot) return `${called}: ${this.print(last)}`;
    const [at, v] = this.nearest.point;
    return `${called}: ${this.print(v)} at ${count(Number(at.toPrecision(4)))}`;
  }
}
define("ten-lines", TenLines);
