// <ten-curves>: loss and accuracy growing while the run plays.

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
import { count, percent } from "../shared/components/numbers.js";

const LEFT = 52;
const LABEL_WIDTH = 140;

class TenCurves extends TenElement {
  static css = `${CHART_CSS}
    .now { stroke: var(--secondary); opacity: .6; } circle.train { fill: var(--secondary); } circle.validation { fill: var(--ink); stroke: var(--page); stroke-width: 2; }
    polyline.train { stroke: var(--secondary); stroke-width: 1.75; } polyline.validation { stroke: var(--ink); stroke-width: 2.5; }
  `;
  static html = `<svg role="img"></svg>`;

  paint() {
    const { points, x: axis, loss, accuracy, ends, optimum, height, lossOnly } = this.data;
    const width = this.clientWidth || 400;
    const high = lossOnly ? height - 80 : (height - 172) / 2;
    const x = scale({ low: 0, high: axis.high }, LEFT, width - (lossOnly ? 16 : 118));
    const shared = { width, high, x, points, steps: axis };
    /** @type {any} */
    const losses = {
      ...shared,
      top: 0,
      axis: { ...loss, log: true },
      columns: [1, 2],
      ticks: loss.ticks.map((v, i) => [v, loss.labels[i]]),
      ends: ends.loss,
    };
    /** @type {any} */
    const accuracies = {
      ...shared,
      top: high + 96,
      axis: accuracy,
      columns: [3, 4],
      ticks: accuracy.ticks.map((v) => [v, percent(v, 0)]),
      ends: ends.accuracy,
      optimum,
    };
    const last = points[points.length - 1];
    const parts = lossOnly
      ? [title("Loss", "mean per image"), this.panel({ ...losses, numbered: "inside" })]
      : [
          title("Loss", "mean per image, in nats"),
          this.panel(losses),
          title("Accuracy", "share read correctly", accuracies.top),
          this.panel({ ...accuracies, numbered: "beside" }),
        ];
    const said = `Validation loss ${ends.loss[1]} and accuracy ${ends.accuracy[1]} after step ${count(last[0])}`;
    draw(this.find("svg"), width, height, said, parts);
    this.dataset.loss = last[2];
  }

  panel({ top, high, width, x, points, steps, columns, axis, ticks, ends, optimum, numbered }) {
    const base = top + 40 + high;
    const right = x(steps.high);
    const y = scale(axis, base, top + 40);
    const [train, validation] = columns.map((k) => points.map((p) => [x(p[0]), y(p[k])]));
    const last = points[points.length - 1];
    const here = x(last[0]);
    const out = [yAxis(ticks, y, LEFT, right)];
    if (optimum) {
      const at = y(optimum);
      out.push(
        line("reference", LEFT, at, right, at),
        text(right + 12, at - 2, percent(optimum), "start", "strong"),
        text(right + 12, at + 17, "at the lowest"),
        text(right + 12, at + 35, "loss"),
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
      dot("train", here, y(last[columns[0]]), 5),
      dot("validation", here, y(last[columns[1]]), 7),
    );
    // Two labels beside the ends: kept apart, inside the panel and clear of the optimum's text.
    // If there is no room they stand before the ends, above or below the lines.
    const entries = [
      { name: "validation", value: last[columns[1]], said: ends[1], style: "strong halo" },
      { name: "train", value: last[columns[0]], said: ends[0], style: "halo" },
    ].sort((a, b) => y(a.value) - y(b.value));
    const before = here + 14 + LABEL_WIDTH > width;
    const tight = before && here - 6 - LABEL_WIDTH < 0; // nor room before the ends
    const start = tight ? width - LABEL_WIDTH : before ? here - 6 - LABEL_WIDTH : here + 14;
    let middle = (y(entries[0].value) + y(entries[1].value)) / 2;
    if (before) {
      const heights = [...train, ...validation]
        .filter(([at]) => at >= start - 10)
        .map(([, at]) => at);
      middle = numbered === "beside" ? Math.max(...heights) + 30 : Math.min(...heights) - 30;
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
