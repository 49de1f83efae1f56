// <ten-gaps>: for each run the gap between its objective and the optimum.

import { dot, escaped, line, scale, text } from "../shared/components/axes.js";
import { define, TenElement } from "../shared/components/element.js";
import { fixed, lossText, plain } from "../shared/components/numbers.js";

const HIGH = 3;
const TICKS = [1e-4, 1e-3, 1e-2, 1e-1, 1];
const percentOfWidth = scale({ low: TICKS[0], high: HIGH, log: true }, 2, 98);
// Of a run that diverged, a loss may be huge or infinite.
const figure = (loss) => (loss < 1e4 ? fixed(loss, 4) : lossText(loss));
const place = (gap) => `${percentOfWidth(gap)}%`;
const AXIS = `<svg width="100%" height="20" style="overflow:visible" aria-hidden="true">${TICKS.map((v) => text(place(v), 15, plain(v), "middle")).join("")}</svg>`;

class TenGaps extends TenElement {
  static css = `
    table { border-collapse: collapse; width: 100%; font-size: 17px; } th { font-weight: 400; color: var(--ink2); font-size: 16px; text-align: right; padding: 6px 0 6px 20px; vertical-align: bottom; }
    td { border-top: 1px solid var(--rule); height: 50px; padding: 0 0 0 20px; text-align: right; white-space: nowrap; } td:first-child, th:first-child { text-align: left; padding-left: 0; }
    td.name { font-weight: 600; white-space: normal; overflow-wrap: break-word; max-width: 330px; } td.name i { font-style: normal; font-weight: 400; color: var(--ink2); margin-right: 10px; }
    td.strong { font-weight: 600; font-size: 20px; } td.bar { width: 34%; } td.bar, th.bar { padding-left: 36px; } td.bar svg { display: block; width: 100%; height: 50px; overflow: visible; }
    text { font-size: 16px; fill: var(--ink2); } line { stroke: var(--rule); } circle, .beyond { fill: var(--ink); } .beyond { font-size: 24px; } .way { stroke: var(--secondary); stroke-width: 3; }
    .scroll { overflow-x: auto; }
    @container (max-width: 760px) { td.bar, th.bar { display: none; } td, th { padding-left: 12px !important; } td:first-child, th:first-child { padding-left: 0 !important; } .wide { display: none; } }
    :host { container-type: inline-size; }
  `;
  static html =
    `<div class="scroll"><table><thead><tr><th>run</th><th class="wide">objective</th><th class="wide">lowest there is</th><th>above it</th><th class="bar"></th><th>test accuracy</th><th>at the lowest loss, best L2</th></tr></thead><tbody></tbody></table></div>`;

  paint() {
    const { rows } = this.data;
    this.find("th.bar").innerHTML = AXIS;
    this.find("tbody").innerHTML = rows
      .map(
        ({ number, name, objective, optimum, gap, certain, test, optimumTest }) =>
          `<tr><td class="name"><i>${number}</i>${escaped(name)}</td><td class="wide">${figure(objective)}</td>
          <td class="wide">${optimum === null ? "not known yet" : `${certain ? "" : "≤ "}${fixed(optimum, 4)}`}</td>
          <td class="strong">${gap === null ? "" : `${certain ? "" : "≥ "}${figure(gap)}`}</td>
          <td class="bar">${gap === null ? "" : this.bar(gap)}</td><td>${escaped(test)}</td><td>${escaped(optimumTest)}</td></tr>`,
      )
      .join("");
    this.dataset.gaps = JSON.stringify(rows.map(({ gap }) => gap));
  }
  bar(gap) {
    const x = place(gap);
    const end = gap > HIGH ? text(x, 33, "▸", "middle", "beyond") : dot("", x, 25, 7);
    const grid = TICKS.map((v) => line("", place(v), 0, place(v), 50)).join("");
    return `<svg role="img" aria-label="${figure(gap)} above the lowest">${grid}${line("way", place(0), 25, x, 25)}${end}</svg>`;
  }
}
define("ten-gaps", TenGaps);
