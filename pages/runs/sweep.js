// <ten-sweep>: the loss that each learning rate has come to, both on logarithmic scales. A point
// can be chosen, by pointer or by the arrow keys and Enter.

import { define, TenElement } from "../shared/components/element.js";
import { onAxis, svgNode } from "./line_chart.js";

class TenSweep extends TenElement {
  static css = `
    svg { display: block; width: 100%; overflow: visible; } text { font-size: 16px; fill: var(--ink2); }
    text.title { font-family: var(--st-heading-font, "Source Serif", serif); font-size: 24px; font-weight: 600; fill: var(--ink); }
    text.strong { font-weight: 600; fill: var(--ink); } .grid { stroke: var(--grid); } .start { stroke: var(--ink2); stroke-width: 2; stroke-dasharray: 1.5 4.5; }
    .present { stroke: var(--ink3); stroke-width: 1.5; } polyline { fill: none; stroke: var(--secondary); stroke-width: 1.75; stroke-linejoin: round; }
    .mark { fill: var(--ink); stroke: var(--page); stroke-width: 2; } .wild { fill: var(--page); stroke: var(--ink); stroke-width: 2; }
    .ring { fill: none; stroke: var(--ink); stroke-width: 2; } .hit { fill: transparent; cursor: pointer; } g.point { outline: none; } g.point:hover .mark, g.point:hover .wild { stroke: var(--ink); stroke-width: 4; }
    g.point:focus-visible .focus { stroke: var(--positive); stroke-width: 3; } .focus { fill: none; stroke: none; }
    .halo { paint-order: stroke; stroke: var(--page); stroke-width: 5px; }
    .bar { height: 4px; background: var(--rule); margin-top: 4px; } .bar div { height: 100%; background: var(--ink); }
  `;
  static html =
    `<svg role="group"></svg><div class="bar" role="progressbar" aria-label="Progress of the sweep" aria-valuemin="0" aria-valuemax="100"><div></div></div>`;

  paint() {
    const { points, best, start, low, high, ticks, present, done, final, note } = this.data;
    const width = this.clientWidth || 800;
    const narrow = width < 560;
    const left = 54;
    const right = narrow ? 14 : 40;
    const top = 50;
    const plot = narrow ? 300 : 370;
    const base = top + plot;
    const first = points[0].rate;
    const last = points[points.length - 1].rate;
    const px = onAxis({ low: first, high: last, log: true }, left + 16, width - right);
    const py = onAxis({ low, high, log: true }, base, top);
    const svg = this.find("svg");
    const focused = this.root.activeElement?.dataset.rate;
    svg.replaceChildren();
    svg.setAttribute("height", base + 60);
    svg.setAttribute("viewBox", `0 0 ${width} ${base + 60}`);
    svg.setAttribute("aria-label", "Validation loss of each learning rate");
    const heading = svgNode("text", { class: "title", x: 0, y: 20 }, "Validation loss");
    heading.append(
      svgNode("tspan", { dx: 12, style: "font:400 16px var(--st-font);fill:var(--ink2)" }, note),
    );
    svg.append(heading);
    for (const tick of ticks) {
      svg.append(
        svgNode("line", { class: "grid", x1: left, x2: width - right, y1: py(tick), y2: py(tick) }),
      );
      svg.append(
        svgNode("text", { x: left - 10, y: py(tick) + 5, "text-anchor": "end" }, `${tick}`),
      );
    }
    for (
      let power = Math.ceil(Math.log10(first) - 1e-9);
      power <= Math.log10(last) + 1e-9;
      power++
    ) {
      svg.append(
        svgNode("line", {
          class: "grid",
          x1: px(10 ** power),
          x2: px(10 ** power),
          y1: base,
          y2: base + 7,
        }),
      );
      svg.append(
        svgNode(
          "text",
          { x: px(10 ** power), y: base + 26, "text-anchor": "middle" },
          `${Number((10 ** power).toPrecision(1))}`,
        ),
      );
    }
    svg.append(
      svgNode("text", { x: width - right, y: base + 50, "text-anchor": "end" }, "learning rate"),
    );
    svg.append(
      svgNode("line", {
        class: "start",
        x1: left,
        x2: width - right,
        y1: py(start),
        y2: py(start),
      }),
    );
    svg.append(
      svgNode(
        "text",
        { class: "halo", x: left + 8, y: py(start) - 9 },
        narrow
          ? `${start.toFixed(2)}: the start`
          : `${start.toFixed(2)}, where all begin; above it the step is too large`,
      ),
    );
    if (present >= first && present <= last) {
      svg.append(
        svgNode("line", {
          class: "present",
          x1: px(present),
          x2: px(present),
          y1: base,
          y2: base + 32,
        }),
      );
      svg.append(
        svgNode(
          "text",
          { class: "strong halo", x: px(present), y: base + 50, "text-anchor": "middle" },
          `your setting ${present}`,
        ),
      );
    }
    const at = points.map(({ rate, loss }) => [px(rate), loss === null ? top : py(loss)]);
    svg.append(
      svgNode("polyline", {
        points: at
          .filter((_, i) => points[i].loss !== null)
          .map((p) => p.map((v) => v.toFixed(1)).join(","))
          .join(" "),
      }),
    );
    points.forEach((point, i) =>
      svg.append(this.point(point, at[i], i === best, final, i === (best ?? 0))),
    );
    const lost = points.findIndex(({ loss }) => loss === null);
    if (lost >= 0)
      svg.append(
        svgNode(
          "text",
          { class: "halo", x: at[lost][0], y: top - 14, "text-anchor": "middle" },
          "overflowed",
        ),
      );
    if (best !== null && points[best].loss !== null) {
      const [x, y] = at[best];
      const { rate, loss } = points[best];
      svg.append(
        svgNode(
          "text",
          {
            class: "strong halo",
            x: Math.min(Math.max(x, left + 70), width - 90),
            y: y + (y > base - 40 ? -20 : 34),
            "text-anchor": "middle",
          },
          `${rate}: ${loss.toFixed(3)}`,
        ),
      );
    }
    this.find(".bar").hidden = final;
    this.find(".bar").setAttribute("aria-valuenow", Math.round(100 * done));
    this.find(".bar div").style.width = `${100 * done}%`;
    if (focused)
      this.findAll("g.point")
        .find((node) => node.dataset.rate === focused)
        ?.focus();
    this.dataset.done = done;
    this.dataset.diverging = points.filter(({ diverging }) => diverging).length;
  }

  point({ rate, loss, diverging }, [x, y], best, final, entry) {
    const group = svgNode("g", {
      class: "point",
      "data-rate": rate,
      role: "button",
      tabindex: final && entry ? 0 : -1,
    });
    const said = loss === null ? "not a number" : `loss ${loss}`;
    group.setAttribute("aria-label", `rate ${rate}, ${said}${diverging ? ", too large" : ""}`);
    group.append(
      svgNode("title", {}, `${rate}: ${said}${diverging ? ", the step is too large" : ""}`),
    );
    if (diverging)
      group.append(
        svgNode("path", { class: "wild", d: `M${x} ${y - 8}L${x + 8} ${y + 6}H${x - 8}Z` }),
      );
    else group.append(svgNode("circle", { class: "mark", cx: x, cy: y, r: 6.5 }));
    if (best) group.append(svgNode("circle", { class: "ring", cx: x, cy: y, r: 12 }));
    group.append(
      svgNode("circle", { class: "focus", cx: x, cy: y, r: 16 }),
      svgNode("circle", { class: "hit", cx: x, cy: y, r: 15 }),
    );
    if (final) {
      group.onclick = () => this.tell("rate", rate);
      group.onkeydown = (event) => this.key(event, group, rate);
    }
    return group;
  }
  key(event, group, rate) {
    const all = this.findAll("g.point");
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step) all[Math.min(all.length - 1, Math.max(0, all.indexOf(group) + step))].focus();
    else if (event.key === "Enter" || event.key === " ") this.tell("rate", rate);
    else return;
    event.preventDefault();
  }
}
define("ten-sweep", TenSweep);
