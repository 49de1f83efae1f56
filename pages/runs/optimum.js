// <ten-gaps>: for each run the distance of its objective from the least there is.

import { define, TenElement } from "../shared/components/element.js";
import { svgNode } from "./line_chart.js";

class TenGaps extends TenElement {
  static css = `
    table { border-collapse: collapse; width: 100%; font-size: 17px; } th { font-weight: 400; color: var(--ink2); font-size: 16px; text-align: right; padding: 6px 0 6px 20px; vertical-align: bottom; }
    td { border-top: 1px solid var(--rule); height: 50px; padding: 0 0 0 20px; text-align: right; white-space: nowrap; } td:first-child, th:first-child { text-align: left; padding-left: 0; }
    td.name { font-weight: 600; white-space: normal; overflow-wrap: anywhere; max-width: 330px; } td.name i { font-style: normal; font-weight: 400; color: var(--ink2); margin-right: 10px; }
    td.strong { font-weight: 600; font-size: 20px; } td.bar { width: 34%; } td.bar, th.bar { padding-left: 36px; } td.bar svg { display: block; width: 100%; height: 50px; overflow: visible; }
    text { font-size: 16px; fill: var(--ink2); } line { stroke: var(--rule); } circle, .beyond { fill: var(--ink); } .beyond { font-size: 24px; } .way { stroke: var(--secondary); stroke-width: 3; }
    .scroll { overflow-x: auto; }
    @container (max-width: 760px) { td.bar, th.bar { display: none; } td, th { padding-left: 12px !important; } td:first-child, th:first-child { padding-left: 0 !important; } .wide { display: none; } }
    :host { container-type: inline-size; }
  `;
  static html =
    `<div class="scroll"><table><thead><tr><th>run</th><th class="wide">objective</th><th class="wide">lowest there is</th><th>above it</th><th class="bar"></th><th>test images read</th><th>by the best, any penalty</th></tr></thead><tbody></tbody></table></div>`;
  static LOW = 1e-4;
  static HIGH = 3;

  paint() {
    const { rows } = this.data;
    this.find("th.bar").replaceChildren(this.axis());
    this.find("tbody").replaceChildren(
      ...rows.map((run) => {
        const row = document.createElement("tr");
        const cell = (text, className) => {
          const made = document.createElement("td");
          made.className = className || "";
          made.append(text);
          row.append(made);
          return made;
        };
        const name = cell("", "name");
        name.append(
          Object.assign(document.createElement("i"), { textContent: run.number }),
          run.name,
        );
        cell(run.objective.toFixed(4), "wide");
        cell(
          run.optimum === null
            ? "not known yet"
            : `${run.certain ? "" : "≤ "}${run.optimum.toFixed(4)}`,
          "wide",
        );
        cell(run.gap === null ? "" : `${run.certain ? "" : "≥ "}${run.gap.toFixed(4)}`, "strong");
        cell(run.gap === null ? "" : this.way(run.gap), "bar");
        cell(run.test);
        cell(run.ceiling);
        return row;
      }),
    );
    this.dataset.gaps = JSON.stringify(rows.map(({ gap }) => gap));
  }
  place(gap) {
    return `${2 + 96 * Math.min(1, Math.max(0, Math.log(Math.max(gap, TenGaps.LOW) / TenGaps.LOW) / Math.log(TenGaps.HIGH / TenGaps.LOW)))}%`;
  }
  axis() {
    const svg = svgNode("svg", {
      width: "100%",
      height: 20,
      style: "overflow:visible",
      "aria-hidden": "true",
    });
    for (const tick of [1e-4, 1e-3, 1e-2, 1e-1, 1])
      svg.append(
        svgNode(
          "text",
          { x: this.place(tick), y: 15, "text-anchor": "middle" },
          tick === TenGaps.LOW ? "0.0001" : `${tick}`,
        ),
      );
    return svg;
  }
  way(gap) {
    const svg = svgNode("svg", { role: "img", "aria-label": `${gap.toFixed(4)} above the lowest` });
    for (const tick of [1e-4, 1e-3, 1e-2, 1e-1, 1])
      svg.append(svgNode("line", { x1: this.place(tick), x2: this.place(tick), y1: 0, y2: 50 }));
    const x = this.place(gap);
    svg.append(svgNode("line", { class: "way", x1: this.place(0), x2: x, y1: 25, y2: 25 }));
    svg.append(
      gap > TenGaps.HIGH
        ? svgNode("text", { class: "beyond", x, y: 33, "text-anchor": "middle" }, "▸")
        : svgNode("circle", { cx: x, cy: 25, r: 7 }),
    );
    return svg;
  }
}
define("ten-gaps", TenGaps);
