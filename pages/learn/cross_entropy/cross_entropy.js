// Chapter 6: the label matrix beside the output matrix, each sample's loss, and the curve.

import {
  CHART_CSS,
  dot,
  draw,
  line,
  polyline,
  range,
  scale,
  text,
  xAxis,
} from "../../shared/components/axes.js";
import { define, setText, TenElement } from "../../shared/components/element.js";
import { dragValue, pointIn } from "../../shared/components/pointer.js";
import { TenMatrix } from "../matrix.js";

// <ten-loss-matrices>: Y to click and A to type in, with the one term of each row that is not 0.
class TenLossMatrices extends TenMatrix {
  static formula = true;
  static css = `${TenMatrix.cells}
    .sum { text-align: center; font-size: 16px; color: var(--ink2); white-space: nowrap; } .sum.off { color: var(--ink); font-weight: 700; text-decoration: underline dashed 1px; text-underline-offset: 4px; }
    .loss { text-align: right; border-radius: 4px; padding: 9px 10px; white-space: nowrap; } .loss b { font-weight: 700; font-size: 20px; } .loss span { color: var(--ink2); }
    .loss.lit span { color: var(--ink); } .title.right { text-align: right; padding-right: 10px; }
    .gap { min-width: 0; } .rule { grid-column: 1 / -1; border-top: 1px solid var(--ink3); margin-top: 2px; }
    .all { grid-column: 1 / -2; text-align: right; color: var(--ink2); font-size: 17px; padding-right: 8px; } .all b { color: var(--ink); font-weight: 600; }
    .figure { font-size: 29px; font-weight: 700; text-align: right; padding: 2px 10px; border-radius: 4px; }
    .figure.mean { font-size: 22px; }
    @media (max-width: 640px) { canvas { width: 32px; height: 32px; } input { font-size: 16px; } .loss { padding: 9px 4px; } .loss b { font-size: 18px; } .figure { padding: 2px 4px; font-size: 24px; } .figure.mean { font-size: 20px; } .head { font-size: 18px; } .all { font-size: 16px; } }
  `;
  static html = `<div class="grid"></div><ul class="notes" aria-live="polite"></ul>`;
  /** @type {any[]} */ rows = [];

  paint() {
    const { classes, rows, chosen, total, mean, notes } = this.data;
    const pictures = rows[0].picture !== null;
    const narrow = this.clientWidth < (pictures ? 806 : 756);
    const form = `${classes} ${rows.length} ${pictures} ${narrow}`;
    if (this.form !== form)
      this.build(form, classes, rows.length, pictures, narrow, this.data.words);
    rows.forEach(({ label, picture, shows, image, cells, sum, off, loss, log }, i) => {
      const row = this.rows[i];
      const lit = i === chosen;
      row.id.classList.toggle("chosen", lit);
      row.id.setAttribute("aria-current", lit);
      if (row.canvas)
        this.ink(row.canvas, picture, `Sample ${i + 1}, an image labelled ${shows}`, image);
      this.mark(row.cells, label, lit, (j) => `Label of sample ${i + 1} is class ${classes[j]}`);
      cells.forEach(({ text, wrong }, j) =>
        this.fill(
          row.inputs[j],
          text,
          wrong,
          lit && j === label,
          `Output of sample ${i + 1} for class ${classes[j]}`,
        ),
      );
      setText(row.sum, sum);
      row.sum.classList.toggle("off", off);
      setText(row.log, log);
      setText(row.value, loss);
      row.loss.classList.toggle("lit", lit || chosen === "sum");
    });
    setText(this.total, total);
    setText(this.mean, mean);
    this.total.classList.toggle("lit", chosen === "sum");
    this.mean.classList.toggle("lit", chosen === "mean");
    this.say(notes);
    this.dataset.losses = JSON.stringify(rows.map((row) => row.loss));
    this.dataset.total = total;
    this.dataset.chosen = chosen;
  }

  // Send all labels: of two quick changes the server may receive only the second.
  put(i, j) {
    this.data.rows[i].label = j;
    this.data.chosen = i;
    this.paint();
    this.tell(
      "labelled",
      i,
      this.data.rows.map((row) => row.label),
    );
  }

  build(form, classes, N, pictures, narrow, words) {
    this.form = form;
    const grid = this.find(".grid");
    const h = classes.length;
    grid.replaceChildren();
    grid.style.gridTemplateColumns = narrow
      ? `auto ${pictures ? "auto " : ""}repeat(${h}, ${pictures ? 26 : 34}px) 2px repeat(${h}, minmax(0, 1fr)) minmax(62px, auto)`
      : `auto ${pictures ? "auto " : ""}repeat(${h}, 52px) 28px repeat(${h}, 84px) 72px minmax(170px, auto)`;
    const blank = (columns = 1) => {
      if (columns) this.make(grid, "div").style.gridColumn = `span ${columns}`;
    };
    const title = (letter, name, columns) => {
      const node = this.make(grid, "div", "title");
      this.make(node, "i", "", letter);
      this.make(node, "b", "", narrow ? "" : name);
      if (narrow) node.append(name);
      node.style.gridColumn = `span ${columns}`;
      return node;
    };
    const before = pictures ? 2 : 1;
    blank(before);
    title("Y", words.labels, h);
    blank();
    title("A", narrow ? words.outputs_briefly : words.outputs, h);
    if (!narrow) blank();
    title("L", words.loss, 1).classList.add("right");
    blank(before);
    for (const name of classes) this.make(grid, "div", "head", name);
    blank();
    for (const name of classes) this.make(grid, "div", "head", name);
    if (!narrow) this.make(grid, "div", "sum", "sum");
    blank();
    this.rows = Array.from({ length: N }, (_, i) => {
      const row = this.make(grid, "div", "row");
      const id = this.make(row, "button", "id", String(i + 1));
      id.onclick = () => this.tell("chosen", i);
      id.setAttribute("aria-label", `Sample ${i + 1}`);
      const canvas = pictures ? this.make(row, "canvas") : null;
      const labels = this.make(row, "div", "row");
      labels.setAttribute("role", "radiogroup");
      labels.setAttribute("aria-label", `Label row of sample ${i + 1}`);
      const cells = this.oneOf(labels, h, "label", (j) => this.put(i, j));
      this.make(row, "div");
      const inputs = classes.map(() => {
        const input = this.field(row, "output", () =>
          this.tell(
            "typed",
            i,
            this.rows.map((each) => each.inputs.map((one) => one.value)),
          ),
        );
        input.inputMode = "decimal";
        return input;
      });
      const sum = narrow ? document.createElement("div") : this.make(row, "div", "sum");
      const loss = this.make(row, "div", "loss");
      const log = this.make(loss, "span");
      const value = this.make(loss, "b");
      if (narrow) log.hidden = true;
      return { id, canvas, cells, inputs, sum, loss, log, value };
    });
    this.make(grid, "div", "rule");
    const total = this.make(grid, "div", "all");
    this.make(total, "b", "", words.sum);
    total.append(narrow ? "" : `  ${words.sum_note}`);
    this.total = this.make(grid, "div", "figure");
    const mean = this.make(grid, "div", "all");
    this.make(mean, "b", "", words.mean);
    mean.append(narrow ? "" : `  ${words.mean_note}`);
    this.mean = this.make(grid, "div", "figure mean");
  }
}
define("ten-loss-matrices", TenLossMatrices);

// <ten-log-curve>: -log a over 0..1 with each sample's point; the chosen one can be dragged.
const MOST = 5; // the end of the loss axis
const rounded = (a) => Math.round(Math.min(1, Math.max(0, a)) * 1000) / 1000;

class TenLogCurve extends TenElement {
  static formula = true;
  static css = `${CHART_CSS}
    svg { user-select: none; } .axis { stroke: var(--ink3); }
    .curve { stroke: var(--ink); stroke-width: 2.5; } .drop { stroke: var(--ink3); stroke-dasharray: 3 4; } .other { fill: var(--page); stroke: var(--secondary); stroke-width: 2; }
    .halo { fill: var(--mark); } .point { fill: var(--ink); stroke: var(--page); stroke-width: 2; cursor: grab; touch-action: none; } .point:focus-visible { outline: 3px solid var(--positive); outline-offset: 4px; }
    .value { font-weight: 700; font-size: 20px; fill: var(--ink); } .name { font-weight: 600; fill: var(--ink); } i, .name tspan { font-style: italic; }
  `;
  static html = `<svg role="group"></svg>`;
  /** @type {any} */ pulled = null;
  /** @type {any} */ span = null;
  paint() {
    if (this.dragging) return;
    // Answers to earlier moves may still arrive; the point must not jump back.
    const { points, chosen } = this.data;
    const last = this.pulled;
    if (last && (Math.abs(points[last.i] - last.value) < 0.001 || performance.now() > last.until))
      this.pulled = null;
    this.draw(this.pulled ? points.map((a, i) => (i === last.i ? last.value : a)) : points, chosen);
  }

  draw(points, chosen) {
    const width = this.clientWidth || 400;
    const [left, right, top, base] = [48, width - 16, 18, this.room ? this.room - 60 : 228];
    const x = scale({ low: 0, high: 1 }, left, right);
    const y = scale({ low: 0, high: MOST }, base, top);
    const loss = (a) => (a > 0 ? -Math.log(a) : Infinity);
    const curve = range(0, 160, 1).map((k) => Math.exp(-MOST * (1 - k / 160)));
    const out = [
      ...range(1, MOST, 1).map((k) => line("grid", left, y(k), right, y(k))),
      ...range(0, MOST, 1).map((k) => text(left - 22, y(k) + 5, k, "end")),
      xAxis(
        range(0, 1, 0.25).map((a) => [a, a]),
        x,
        base + 24,
      ),
      line("axis", left, base, right, base),
      polyline(
        curve.map((a) => [x(a), y(loss(a))]),
        "curve",
      ),
      `<text class="name" x="${x(0.06)}" y="${y(3.7)}">loss = −log <tspan>a</tspan></text>`,
      text(x(0.5), base + 48, this.data.words, "middle"),
    ];
    points.forEach((a, i) => {
      if (i !== chosen && a !== null) out.push(dot("other", x(a), y(loss(a)), 6));
    });
    const a = points[chosen];
    if (a !== undefined && a !== null) {
      const [px, py] = [x(a), y(loss(a))];
      const over = loss(a) > MOST;
      const printed = Number.isFinite(loss(a)) ? loss(a).toFixed(3) : "∞";
      const label = `${printed}${over ? " ↑" : ""}`;
      out.push(
        line("drop", px, py, px, base),
        dot("halo", px, py, 17),
        a > 0.72
          ? text(px - 4, py - 26, label, "middle", "value")
          : text(px + 24, py + (over ? 6 : -8), label, "start", "value"),
        dot(
          "point",
          px,
          py,
          10,
          `tabindex="0" role="slider" aria-label="Probability of the true class of sample ${chosen + 1}" aria-valuemin="0" aria-valuemax="1" aria-valuenow="${a.toFixed(3)}" aria-valuetext="probability ${a.toFixed(3)}, loss ${printed}"`,
        ),
      );
    }
    const focused = this.focused;
    draw(this.find("svg"), width, base + 56, "Loss against the probability of the true class", out);
    this.span = { left, wide: right - left };
    const point = this.find(".point");
    this.dataset.point = a ?? "";
    if (!point) return;
    if (focused) point.focus();
    point.onpointerdown = (event) => this.grab(event);
    point.onkeydown = (event) => {
      const by = {
        ArrowRight: 0.01,
        ArrowUp: 0.01,
        ArrowLeft: -0.01,
        ArrowDown: -0.01,
        PageUp: 0.1,
        PageDown: -0.1,
      }[event.key];
      const to = event.key === "Home" ? 0 : event.key === "End" ? 1 : by ? a + by : null;
      if (to === null) return;
      event.preventDefault();
      this.tell("pulled", chosen, rounded(to));
    };
  }
  grab(event) {
    event.preventDefault();
    const { chosen, points } = this.data;
    this.dragging = true;
    const { left, wide } = this.span;
    dragValue(
      (e) => rounded((pointIn(e, this.find("svg")).x - left) / wide),
      (value) =>
        this.draw(
          points.map((a, i) => (i === chosen ? value : a)),
          chosen,
        ),
      (value) => this.tell("pulled", chosen, value),
      (value) => {
        this.dragging = false;
        if (value !== null) this.pulled = { i: chosen, value, until: performance.now() + 2000 };
      },
    );
  }
}
define("ten-log-curve", TenLogCurve);
