// <ten-race>: the accuracy of two runs as it grows, each line named at its end; along epochs, or
// along what `across` names.

import {
  CHART_CSS,
  dot,
  draw,
  polyline,
  scale,
  text,
  title,
  wholeTicks,
  xAxis,
  yAxis,
} from "../../shared/components/axes.js";
import { define, TenElement } from "../../shared/components/element.js";
import { percent } from "../../shared/components/numbers.js";

class TenRace extends TenElement {
  static css = `${CHART_CSS}
    text.strong { font-size: 17px; } polyline { stroke-width: 2.5; } circle { stroke: var(--page); stroke-width: 2; }
    .first { stroke: var(--secondary); } circle.first { fill: var(--secondary); } .second { stroke: var(--ink); } circle.second { fill: var(--ink); }
  `;
  static html = `<svg role="img"></svg>`;

  paint() {
    const { runs, epochs, low, high, ticks, note } = this.data;
    const across = this.data.across ?? { high: epochs, ticks: wholeTicks(epochs), label: "epochs" };
    const width = this.clientWidth || 600;
    const narrow = width < 520;
    const left = narrow ? 42 : 54;
    const right = width - (narrow ? 12 : 178);
    const top = 48;
    const base = this.room ? this.room - 36 : top + (narrow ? 170 : 190);
    const x = scale({ low: 0, high: across.high }, left, right);
    const y = scale({ low, high }, base, top);
    const lines = runs.map(({ points }) => points.map(([e, v]) => [x(e), y(v)]));
    const ends = runs.map(({ points }) => points[points.length - 1][1]);
    const out = [
      title("Validation accuracy", narrow ? note : ""),
      narrow ? "" : text(width, 20, note, "end"),
      yAxis(
        ticks.map((v) => [v, percent(v, 0)]),
        y,
        left,
        right,
        narrow ? 6 : 10,
      ),
      xAxis(across.ticks, x, base + 24),
      narrow
        ? text(right - 12, base + 24, across.label, "end")
        : text(right + 16, base + 24, across.label),
      ...lines.map((points, k) => {
        const name = k ? "second" : "first";
        const [cx, cy] = points[points.length - 1];
        return polyline(points, name) + dot(name, cx, cy, 6);
      }),
    ];
    // The two names keep their distance, whichever line is the upper one.
    const order = ends[1] >= ends[0] ? [1, 0] : [0, 1];
    const middle = Math.min(base - 44, Math.max(top + 36, (y(ends[0]) + y(ends[1])) / 2));
    order.forEach((k, place) => {
      const { name, test } = runs[k];
      const label = `${name} ${percent(ends[k])}`;
      const tested = test === null ? "" : `test ${percent(test)}`;
      if (narrow) {
        const words = tested ? `${label}, ${tested}` : label;
        out.push(text(left, base + 52 + place * 26, words, "start", "strong halo"));
        return;
      }
      const lx = Math.min(lines[k][lines[k].length - 1][0] + 16, right + 16);
      const ly = middle - 26 + place * 48;
      out.push(text(lx, ly, label, "start", "strong halo"), text(lx, ly + 19, tested));
    });
    const said = runs.map(({ name }, k) => `${name} ${percent(ends[k])}`).join(", ");
    draw(this.find("svg"), width, base + (narrow ? 96 : 32), said, out);
    this.dataset.steps = JSON.stringify(runs.map(({ step }) => step));
    this.dataset.accuracy = JSON.stringify(ends);
  }
}
define("ten-race", TenRace);
