// <ten-reliability>: the reliability diagram, accuracy against confidence with a dot for each bin,
// as trained and after temperature scaling; and the calibration errors of both.

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
  yAxis,
} from "../shared/components/axes.js";
import { define, setLength, setText, TenElement } from "../shared/components/element.js";

class TenReliability extends TenElement {
  static css = `${CHART_CSS}
    :host { container-type: inline-size; } .both { display: grid; grid-template-columns: minmax(0, 400px) minmax(200px, 1fr); gap: 8px 28px; align-items: start; }
    text { paint-order: stroke; stroke: var(--page); stroke-width: 5px; }
    .gap { stroke: var(--ink3); stroke-width: 1.5; } polyline { stroke-width: 2.5; stroke-linejoin: miter; } .before { stroke: var(--secondary); } .after { stroke: var(--ink); }
    circle { stroke-width: 2; cursor: pointer; } circle.before { fill: var(--page); } circle.after { fill: var(--ink); } circle:focus-visible { outline: 3px solid var(--positive); }
    table { border-collapse: collapse; width: 100%; margin-top: 6px; } th { font-weight: 400; font-size: 17px; color: var(--ink2); text-align: left; padding: 0; } thead th { text-align: right; }
    tbody tr { border-top: 1px solid var(--rule); } td, thead th { padding: 8px 0 8px 14px; white-space: nowrap; } td { text-align: right; font-size: 21px; } td:last-child { font-weight: 600; }
    p { margin: 10px 0 0; font-size: 17px; color: var(--ink2); } .says { min-height: 22px; color: var(--ink); }
    @container (max-width: 560px) { .both { grid-template-columns: minmax(0, 1fr); } }
  `;
  static html =
    `<div class="both"><svg role="group"></svg><div><table><thead><tr><td></td><th scope="col">T = 1</th><th scope="col" class="head"></th></tr></thead><tbody></tbody></table><div class="notes"></div></div></div>
    <p class="says" role="status">Choose a dot to read it.</p><p>ECE, the expected calibration error, is the mean distance of the dots from the diagonal, weighted by their images: ten bins of equal width.</p>`;

  paint() {
    const { before, after, temperature, accuracy, loss_name, notes } = this.data;
    this.draw(before.bins, after?.bins, temperature);
    this.find(".head").textContent = after ? `T = ${temperature}` : "";
    const rows = [
      ["ECE", before.ece, after?.ece],
      [loss_name, before.loss, after?.loss],
      ["accuracy", accuracy, after && accuracy],
    ];
    const body = this.find("tbody");
    setLength(body, rows.length, `<tr><th scope="row"></th><td></td><td></td></tr>`);
    rows.forEach((row, i) =>
      row.forEach((text, k) => setText(body.children[i].children[k], text || "")),
    );
    const list = this.find(".notes");
    setLength(list, notes.length, "<p></p>");
    notes.forEach((note, i) => setText(list.children[i], note));
  }
  draw(before, after, temperature) {
    const svg = this.find("svg");
    const width = svg.clientWidth || 360;
    const left = 36;
    const right = width - 16;
    const top = 12;
    const base = top + right - left;
    const x = scale({ low: 0, high: 1 }, left, right);
    const y = scale({ low: 0, high: 1 }, base, top);
    const most = Math.max(...before.concat(after || []).map((bin) => bin.count));
    const ticks = range(0, 1, 0.2).map((v) => [v, Math.round(100 * v)]);
    const out = [
      yAxis(ticks, y, left, right, 8),
      xAxis(ticks, x, base + 20),
      line("reference", left, base, right, top),
      text(left + 8, top + 18, "% read correctly", "start", "strong"),
      text(right, base + 42, "confidence, %", "end", "strong"),
      ...(after || before).map((bin) => line("gap", x(bin.x), y(bin.x), x(bin.x), y(bin.y))),
    ];
    const series = after ? { before, after } : { after: before };
    for (const [name, bins] of Object.entries(series)) {
      out.push(
        polyline(
          bins.map((bin) => [x(bin.x), y(bin.y)]),
          name,
        ),
      );
      bins.forEach((bin, i) => {
        const radius = 4 + 11 * Math.sqrt(bin.count / most);
        const more = `tabindex="0" role="img" data-series="${name}" data-bin="${i}"`;
        out.push(dot(name, x(bin.x), y(bin.y), radius, more));
      });
    }
    if (after) {
      // Each line is named at its middle, the lower one below it.
      const [b, a] = [before, after].map((bins) => bins[Math.floor(bins.length / 2)]);
      const label = (bin, words, lower, name) =>
        lower
          ? text(x(bin.x) + 16, y(bin.y) + 22, words, "start", name)
          : text(x(bin.x) - 16, y(bin.y) - 12, words, "end", name);
      const afterIsLower = y(a.y) > y(b.y);
      out.push(
        label(b, "T = 1", !afterIsLower, ""),
        label(a, `T = ${temperature}`, afterIsLower, "strong"),
      );
    }
    draw(
      svg,
      width,
      base + 48,
      "Reliability diagram: share read correctly against confidence",
      out,
    );
    for (const circle of this.findAll("circle")) {
      const { says } = series[circle.dataset.series][Number(circle.dataset.bin)];
      circle.setAttribute("aria-label", says);
      circle.onpointerenter = circle.onclick = circle.onfocus = () => this.write(".says", says);
    }
  }
}
define("ten-reliability", TenReliability);
