// Chapter 6: the label matrix beside the output matrix, each sample's loss, and the curve.

import { define, setText, TenElement } from "../../shared/components/element.js";
import { pointIn, whileHeld } from "../../shared/components/pointer.js";
import { TenMatrix } from "../matrix.js";

// <ten-loss-matrices>: Y to click and A to type in, row by row with the one term that survives.
class TenLossMatrices extends TenMatrix {
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

  paint() {
    const { classes, rows, chosen, total, mean, notes } = this.data;
    const pictures = rows[0].picture !== null;
    const narrow = this.clientWidth < (pictures ? 806 : 756);
    const form = `${classes} ${rows.length} ${pictures} ${narrow}`;
    if (this.form !== form)
      this.build(form, classes, rows.length, pictures, narrow, this.data.words);
    rows.forEach(({ label, picture, shows, cells, sum, off, loss, log }, i) => {
      const row = this.rows[i];
      const lit = i === chosen;
      row.id.classList.toggle("chosen", lit);
      row.id.setAttribute("aria-current", lit);
      if (row.canvas) this.ink(row.canvas, picture, `Sample ${i + 1}, an image labelled ${shows}`);
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

  // All labels are sent, because of two quick changes the server may hear the second only.
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
    title("A", words.outputs, h);
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

// <ten-log-curve>: -log a over 0..1 with each sample's point; the one in question can be pulled.
class TenLogCurve extends TenElement {
  static css = `
    svg { display: block; width: 100%; user-select: none; overflow: visible; } text { font-size: 16px; fill: var(--ink2); } .axis { stroke: var(--ink3); } .grid { stroke: var(--grid); }
    .curve { fill: none; stroke: var(--ink); stroke-width: 2.5; } .drop { stroke: var(--ink3); stroke-dasharray: 3 4; } .other { fill: var(--page); stroke: var(--secondary); stroke-width: 2; }
    .halo { fill: var(--mark); } .point { fill: var(--ink); stroke: var(--page); stroke-width: 2; cursor: grab; touch-action: none; } .point:focus-visible { outline: 3px solid var(--positive); outline-offset: 4px; }
    .value { font-weight: 700; font-size: 20px; fill: var(--ink); } .name { font-weight: 600; fill: var(--ink); } i, .name tspan { font-style: italic; }
  `;
  static html = `<svg role="group"></svg>`;
  paint() {
    if (this.dragging) return;
    // Answers to the moves before the last one may still come in; the point must not jump back.
    const { points, chosen } = this.data;
    const last = this.pulled;
    if (last && (Math.abs(points[last.i] - last.value) < 0.001 || performance.now() > last.until))
      this.pulled = null;
    this.draw(this.pulled ? points.map((a, i) => (i === last.i ? last.value : a)) : points, chosen);
  }

  draw(points, chosen) {
    const width = this.clientWidth || 400;
    const height = 284;
    const left = 48;
    const right = 16;
    const top = 18;
    const bottom = 56;
    const most = 5;
    const x = (a) => left + a * (width - left - right);
    const y = (loss) => top + (1 - Math.min(loss, most) / most) * (height - top - bottom);
    const out = [];
    const y0 = y(0);
    const loss = (a) => (a > 0 ? -Math.log(a) : Infinity);
    for (let k = 1; k <= most; k++)
      out.push(`<line class="grid" x1="${left}" x2="${width - right}" y1="${y(k)}" y2="${y(k)}"/>`);
    for (let k = 0; k <= most; k++)
      out.push(`<text x="${left - 22}" y="${y(k) + 5}" text-anchor="end">${k}</text>`);
    for (const a of [0, 0.25, 0.5, 0.75, 1])
      out.push(`<text x="${x(a)}" y="${y0 + 24}" text-anchor="middle">${a}</text>`);
    out.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${y0}" y2="${y0}"/>`);
    const path = Array.from({ length: 161 }, (_, k) => Math.exp(-most * (1 - k / 160)));
    out.push(
      `<path class="curve" d="M${path.map((a) => `${x(a).toFixed(1)} ${y(-Math.log(a)).toFixed(1)}`).join("L")}"/>`,
    );
    out.push(
      `<text class="name" x="${x(0.06)}" y="${y(3.7)}">loss = −log <tspan>a</tspan></text><text x="${x(0.5)}" y="${y0 + 48}" text-anchor="middle">${this.data.words}</text>`,
    );
    points.forEach((a, i) => {
      if (i !== chosen && a !== null)
        out.push(`<circle class="other" cx="${x(a)}" cy="${y(loss(a))}" r="6"/>`);
    });
    const a = points[chosen];
    if (a !== undefined && a !== null) {
      const at = [x(a), y(loss(a))];
      const over = loss(a) > most;
      const text = Number.isFinite(loss(a)) ? loss(a).toFixed(3) : "∞";
      const end = a > 0.72;
      const note = `${text}${over ? " ↑" : ""}`;
      out.push(
        `<line class="drop" x1="${at[0]}" x2="${at[0]}" y1="${at[1]}" y2="${y0}"/><circle class="halo" cx="${at[0]}" cy="${at[1]}" r="17"/>`,
      );
      out.push(
        `<text class="value" x="${at[0] + (end ? -4 : 24)}" y="${at[1] + (end ? -26 : over ? 6 : -8)}" text-anchor="${end ? "middle" : "start"}">${note}</text>`,
      );
      out.push(
        `<circle class="point" tabindex="0" role="slider" aria-label="Probability of the true class of sample ${chosen + 1}" aria-valuemin="0" aria-valuemax="1" aria-valuenow="${a.toFixed(3)}" aria-valuetext="probability ${a.toFixed(3)}, loss ${text}" cx="${at[0]}" cy="${at[1]}" r="10"/>`,
      );
    }
    const svg = this.find("svg");
    const focused = this.root.activeElement;
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.innerHTML = out.join("");
    this.span = { left, wide: width - left - right };
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
      this.tell("pulled", chosen, Math.round(Math.min(1, Math.max(0, to)) * 1000) / 1000);
    };
  }
  grab(event) {
    event.preventDefault();
    const { chosen } = this.data;
    this.dragging = true;
    let sent = 0;
    let value = null;
    const move = (e) => {
      value =
        Math.round(
          Math.min(
            1,
            Math.max(0, (pointIn(e, this.find("svg")).x - this.span.left) / this.span.wide),
          ) * 1000,
        ) / 1000;
      this.draw(
        this.data.points.map((a, i) => (i === chosen ? value : a)),
        chosen,
      );
      if (performance.now() - sent > 90) {
        sent = performance.now();
        this.tell("pulled", chosen, value);
      }
    };
    whileHeld(move, () => {
      this.dragging = false;
      if (value === null) return;
      this.pulled = { i: chosen, value, until: performance.now() + 2000 };
      this.tell("pulled", chosen, value);
    });
  }
}
define("ten-log-curve", TenLogCurve);
