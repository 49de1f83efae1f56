// <ten-sweep>: the final loss of each learning rate, both on logarithmic scales. A rate can be
// chosen by pointer, or by the arrow keys and Enter.

import {
  CHART_CSS,
  dot,
  draw,
  line,
  polyline,
  range,
  scale,
  text,
  title,
  xAxis,
  yAxis,
} from "../shared/components/axes.js";
import { define, TenElement } from "../shared/components/element.js";
import { lossText, plain, tick } from "../shared/components/numbers.js";

class TenSweep extends TenElement {
  static css = `${CHART_CSS}
    .present { stroke: var(--ink3); stroke-width: 1.5; } polyline { stroke: var(--secondary); stroke-width: 1.75; }
    .mark { fill: var(--ink); stroke: var(--page); stroke-width: 2; } .wild { fill: var(--page); stroke: var(--ink); stroke-width: 2; }
    .ring { fill: none; stroke: var(--ink); stroke-width: 2; } .hit { fill: transparent; cursor: pointer; } g.point { outline: none; } g.point:hover .mark, g.point:hover .wild { stroke: var(--ink); stroke-width: 4; }
    g.point:focus-visible .focus { stroke: var(--positive); stroke-width: 3; } .focus { fill: none; stroke: none; }
    .bar { height: 4px; background: var(--rule); margin-top: 4px; } .bar div { height: 100%; background: var(--ink); }
  `;
  static html =
    `<svg role="group"></svg><div class="bar" role="progressbar" aria-label="Progress of the sweep" aria-valuemin="0" aria-valuemax="100"><div></div></div>`;

  paint() {
    const { points, best, start, low, high, ticks, present, done, final, note } = this.data;
    const width = this.clientWidth || 800;
    const narrow = width < 560;
    const left = narrow ? 38 : 54;
    const right = width - (narrow ? 14 : 40);
    const top = 50;
    const base = top + (narrow ? 300 : 370);
    const first = points[0].rate;
    const last = points[points.length - 1].rate;
    const px = scale({ low: first, high: last, log: true }, left + 16, right);
    const py = scale({ low, high, log: true }, base, top);
    const powers = range(Math.ceil(Math.log10(first) - 1e-9), Math.log10(last), 1);
    const rates = powers.map((power) => Number((10 ** power).toPrecision(1)));
    const begin = lossText(start);
    const said = narrow ? ": the start" : ", where all begin; above it the step is too large";
    const out = [
      title("Validation loss", note),
      yAxis(
        ticks.map((v) => [v, tick(v)]),
        py,
        left,
        right,
        narrow ? 6 : 10,
      ),
      ...rates.map((rate) => line("grid", px(rate), base, px(rate), base + 7)),
      xAxis(
        rates.map((rate) => [rate, plain(rate)]),
        px,
        base + 26,
      ),
      text(right, base + 50, "learning rate", "end"),
      line("reference", left, py(start), right, py(start)),
      text(left + 8, py(start) - 9, begin + said, "start", "halo"),
    ];
    if (present >= first && present <= last) {
      const x = px(present);
      out.push(
        line("present", x, base, x, base + 32),
        text(x, base + 50, `your setting ${plain(present)}`, "middle", "strong halo"),
      );
    }
    const at = points.map(({ rate, loss }) => [px(rate), loss === null ? top : py(loss)]);
    out.push(
      polyline(
        at.filter((_, i) => points[i].loss !== null),
        "",
      ),
    );
    points.forEach((point, i) => {
      out.push(this.point(point, at[i], i === best, final && i === (best ?? 0)));
    });
    const lost = points.findIndex(({ loss }) => loss === null);
    if (lost >= 0) out.push(text(at[lost][0], top - 14, "overflowed", "middle", "halo"));
    if (best !== null && points[best].loss !== null) {
      const [x, y] = at[best];
      const { rate, loss } = points[best];
      const middle = Math.min(Math.max(x, left + 70), width - 90);
      const below = y + (y > base - 40 ? -20 : 34);
      out.push(text(middle, below, `${plain(rate)}: ${lossText(loss)}`, "middle", "strong halo"));
    }
    const focused = this.focused?.dataset.rate;
    draw(this.find("svg"), width, base + 60, "Validation loss of each learning rate", out);
    for (const group of this.findAll("g.point")) {
      if (final) {
        group.onclick = () => this.tell("rate", Number(group.dataset.rate));
        group.onkeydown = (event) => this.key(event, group);
      }
      if (group.dataset.rate === focused) group.focus();
    }
    const bar = this.find(".bar");
    bar.hidden = final;
    bar.setAttribute("aria-valuenow", Math.round(100 * done));
    bar.firstChild.style.width = `${100 * done}%`;
    this.dataset.done = done;
    this.dataset.diverging = String(points.filter(({ diverging }) => diverging).length);
  }

  point({ rate, loss, diverging }, [x, y], best, entry) {
    const said = `${loss === null ? "not a number" : `loss ${lossText(loss)}`}`;
    return [
      `<g class="point" data-rate="${rate}" role="button" tabindex="${entry ? 0 : -1}" aria-label="rate ${plain(rate)}, ${said}${diverging ? ", too large" : ""}">`,
      `<title>${plain(rate)}: ${said}${diverging ? ", the step is too large" : ""}</title>`,
      diverging
        ? `<path class="wild" d="M${x} ${y - 8}L${x + 8} ${y + 6}H${x - 8}Z"/>`
        : dot("mark", x, y, 6.5),
      best ? dot("ring", x, y, 12) : "",
      dot("focus", x, y, 16),
      dot("hit", x, y, 15),
      "</g>",
    ].join("");
  }
  key(event, group) {
    const all = this.findAll("g.point");
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step) all[Math.min(all.length - 1, Math.max(0, all.indexOf(group) + step))].focus();
    else if (event.key === "Enter" || event.key === " ")
      this.tell("rate", Number(group.dataset.rate));
    else return;
    event.preventDefault();
  }
}
define("ten-sweep", TenSweep);
