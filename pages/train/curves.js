// <ten-curves>: loss and accuracy growing while the run plays. Their ends are labelled, or
// the step that the pointer, a finger or the arrow keys choose.

import {
  CHART_CSS,
  dot,
  draw,
  line,
  polyline,
  scale,
  text,
  title,
  xAxis,
  yAxis,
} from "../shared/components/axes.js";
import { define, TenElement } from "../shared/components/element.js";
import { count, lossText, percent } from "../shared/components/numbers.js";
import { pointIn } from "../shared/components/pointer.js";

const LABEL_WIDTH = 140;
/** In a narrower chart the labels stand inside, so that the lines have its width. */
const NARROW = 480;
/** How the arrow keys move along n points from the i-th. */
const KEYS = {
  ArrowLeft: (i) => i - 1,
  ArrowRight: (i) => i + 1,
  Home: () => 0,
  End: (_, n) => n - 1,
};

class TenCurves extends TenElement {
  static css = `${CHART_CSS}
    :host { position: relative; } .probe { position: absolute; inset: 0; touch-action: pan-y; cursor: crosshair; border-radius: 6px; }
    .probe:focus-visible { outline: 2px solid var(--positive); outline-offset: 2px; }
    .now { stroke: var(--secondary); opacity: .6; } circle.train { fill: var(--secondary); } circle.validation { fill: var(--ink); stroke: var(--page); stroke-width: 2; }
    polyline.train { stroke: var(--secondary); stroke-width: 1.75; } polyline.validation { stroke: var(--ink); stroke-width: 2.5; }
  `;
  static html =
    `<svg role="img"></svg><div class="probe" tabindex="0" role="slider" aria-label="Step on the curves" aria-valuemin="0"></div>`;

  /** @type {number | null} The chosen step; null for the last one. */
  chosen = null;
  /** @type {(px: number) => number} The step at a place. */
  stepAt = () => 0;
  /** The position of step 0. */
  left = 0;

  constructor() {
    super();
    const probe = this.find(".probe");
    const point = (event) => this.choose(this.nearest(this.stepAt(pointIn(event, probe).x)));
    probe.addEventListener("pointermove", point);
    probe.addEventListener("pointerdown", point);
    // A finger hides what it points at: that stays until something else is touched.
    probe.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.choose(null);
    });
    probe.addEventListener("blur", () => this.choose(null));
    probe.addEventListener("keydown", (event) => {
      const n = this.data.points.length;
      if (event.key === "Escape") this.choose(null);
      else if (KEYS[event.key])
        this.choose(Math.min(Math.max(KEYS[event.key](this.shown(), n), 0), n - 1));
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  nearest(step) {
    const distances = this.data.points.map(([at]) => Math.abs(at - step));
    return distances.indexOf(Math.min(...distances));
  }

  /** @returns {number} the point that is labelled */
  shown() {
    return this.chosen === null ? this.data.points.length - 1 : this.nearest(this.chosen);
  }

  /** @param {number | null} i */
  choose(i) {
    const step = i === null ? null : this.data.points[i][0];
    if (step === this.chosen) return;
    this.chosen = step;
    this.paint();
  }

  paint() {
    const { points, x: axis, loss, accuracy, ends, optimum, height, lossOnly } = this.data;
    const width = this.clientWidth || 400;
    const high = lossOnly ? height - 80 : (height - 172) / 2;
    const narrow = width < NARROW;
    const left = narrow ? 38 : 52;
    const x = scale({ low: 0, high: axis.high }, left, width - (narrow ? 10 : lossOnly ? 16 : 118));
    this.left = left;
    this.stepAt = (px) => ((px - left) / (x(axis.high) - left)) * axis.high;
    const at = points[this.shown()];
    const chosen = this.chosen !== null;
    const printed = chosen
      ? { loss: at.slice(1, 3).map(lossText), accuracy: at.slice(3).map((v) => percent(v)) }
      : ends;
    const shared = { width, high, x, points, steps: axis, at, chosen, narrow };
    /** @type {any} */
    const losses = {
      ...shared,
      top: 0,
      axis: { ...loss, log: true },
      columns: [1, 2],
      ticks: loss.ticks.map((v, i) => [v, loss.labels[i]]),
      ends: printed.loss,
    };
    /** @type {any} */
    const accuracies = {
      ...shared,
      top: high + 96,
      axis: accuracy,
      columns: [3, 4],
      rises: true,
      ticks: accuracy.ticks.map((v) => [v, percent(v, 0)]),
      ends: printed.accuracy,
      optimum,
    };
    const where = `at step ${count(at[0])}`;
    const parts = lossOnly
      ? [
          title("Loss", chosen ? where : "mean per image"),
          this.panel({ ...losses, numbered: "inside" }),
        ]
      : [
          title("Loss", chosen ? where : width < 380 ? "mean, in nats" : "mean per image, in nats"),
          this.panel(losses),
          title("Accuracy", "share read correctly", accuracies.top),
          this.panel({ ...accuracies, numbered: narrow ? "inside" : "beside" }),
        ];
    const said = `Validation loss ${printed.loss[1]} and accuracy ${printed.accuracy[1]} after step ${count(at[0])}`;
    draw(this.find("svg"), width, height, said, parts);
    const probe = this.find(".probe");
    probe.setAttribute("aria-valuemax", points.length - 1);
    probe.setAttribute("aria-valuenow", this.shown());
    probe.setAttribute("aria-valuetext", said);
    this.dataset.loss = points[points.length - 1][2];
  }

  panel({
    top,
    high,
    width,
    x,
    points,
    steps,
    at: shown,
    chosen,
    columns,
    axis,
    ticks,
    ends,
    optimum,
    numbered,
    narrow,
    rises = false,
  }) {
    const { left } = this;
    const base = top + 40 + high;
    const right = x(steps.high);
    const y = scale(axis, base, top + 40);
    const [train, validation] = columns.map((k) => points.map((p) => [x(p[0]), y(p[k])]));
    const here = x(shown[0]);
    const out = [yAxis(ticks, y, left, right, narrow ? 4 : 10)];
    if (optimum) {
      const at = y(optimum);
      out.push(
        line("reference", left, at, right, at),
        ...(narrow
          ? [text(left + 4, at - 6, `${percent(optimum)} at the lowest loss`, "start", "halo")]
          : [
              text(right + 12, at - 2, percent(optimum), "start", "strong"),
              text(right + 12, at + 17, "at the lowest"),
              text(right + 12, at + 35, "loss"),
            ]),
      );
    }
    if (numbered === "beside")
      out.push(xAxis(steps.ticks, x, base + 24), text(right + 18, base + 24, steps.unit));
    if (numbered === "inside") {
      // No room to the right: the last number says what is counted.
      const [end, label] = steps.ticks[steps.ticks.length - 1];
      out.push(
        xAxis(
          steps.ticks.filter(([at]) => x(at) < x(end) - 90),
          x,
          base + 24,
        ),
        text(x(end) + 8, base + 24, `${label} ${steps.unit}`, "end"),
      );
    }
    out.push(
      line("now", here, top + 40, here, base),
      polyline(train, "train"),
      polyline(validation, "validation"),
      dot("train", here, y(shown[columns[0]]), 5),
      dot("validation", here, y(shown[columns[1]]), 7),
    );
    // Two labels beside the end or the chosen point: kept apart, inside the panel and clear of the optimum's text.
    // If there is no room they stand before the ends, above or below the lines.
    const entries = [
      { name: "validation", value: shown[columns[1]], said: ends[1], style: "strong halo" },
      { name: "train", value: shown[columns[0]], said: ends[0], style: "halo" },
    ].sort((a, b) => y(a.value) - y(b.value));
    const before = here + 14 + LABEL_WIDTH > width;
    const tight = before && here - 6 - LABEL_WIDTH < 0; // nor room before the ends
    const start = tight ? width - LABEL_WIDTH : before ? here - 6 - LABEL_WIDTH : here + 14;
    let middle = (y(entries[0].value) + y(entries[1].value)) / 2;
    if (before || chosen) {
      const heights = [...train, ...validation]
        .filter(([at]) => at >= Math.min(start, here) - 10 && at <= start + LABEL_WIDTH)
        .map(([, at]) => at);
      middle = rises ? Math.max(...heights) + 30 : Math.min(...heights) - 30;
    } else if (optimum) middle = Math.max(middle, y(optimum) + 58);
    middle = Math.min(Math.max(middle, top + 56), base - 16);
    entries.forEach(({ name, said, style }, i) => {
      const words = `${name} ${said}`;
      const at = middle + (i ? 16 : -6);
      out.push(
        before && !tight
          ? text(here - 6, at, words, "end", style)
          : text(start, at, words, "start", style),
      );
    });
    return out.join("");
  }
}
define("ten-curves", TenCurves);
