// <ten-confusion>: the confusion matrix. Mistakes are shaded on a scale of their own, because the
// counts on the diagonal are far larger. A cell asks for its images.

import { mix, readableOn, rgb } from "../shared/components/colours.js";
import { define, setText, TenElement } from "../shared/components/element.js";
import { count, percent } from "../shared/components/numbers.js";

class TenConfusion extends TenElement {
  static css = `
    :host { container-type: inline-size; }
    p { margin: 0 0 2px; font-size: 18px; } .summary { margin-top: 6px; } p.note { font-size: 17px; }
    table { border-collapse: separate; border-spacing: 2px; table-layout: fixed; width: 100%; margin: 10px 0 0; }
    col.names { width: 92px; }
    th { font-weight: 400; font-size: 17px; color: var(--ink2); padding: 0; text-align: center; }
    th.digit { font-size: 22px; } th.digit.here { font-weight: 700; color: var(--ink); }
    th.side { text-align: right; padding-right: 12px; white-space: nowrap; }
    td { padding: 0; height: 40px; text-align: center; font-size: 18px; border-radius: 4px; }
    td.cell { cursor: pointer; box-shadow: inset 0 0 0 1px var(--grid); } td.cell:hover { box-shadow: inset 0 0 0 2px var(--ink3); }
    td.right { color: var(--ink2); }
    td.cell.chosen { box-shadow: inset 0 0 0 3px var(--ink), inset 0 0 0 4px var(--page); font-weight: 700; }
    td.cell:focus-visible { outline: 3px solid var(--positive); outline-offset: 1px; }
    tr.share td { height: 32px; color: var(--ink2); font-size: 17px; } tr.share:first-child td, tr.share:first-child th { border-top: 8px solid transparent; }
    .wide, .narrow { display: none; }
    .legend { margin-top: 8px; color: var(--ink2); font-size: 16px; }
    @container (max-width: 520px) {
      col.names { width: 22px; } table { border-spacing: 1px; } td { font-size: 16px; height: 34px; letter-spacing: -0.06em; }
      th.side:not(.digit) { font-size: 0; padding: 0; } th.side.digit { padding-right: 4px; } th.digit { font-size: 18px; }
      tr.share td { font-size: 16px; height: 26px; } .wide { display: table-row; } .narrow { display: inline; } .wide th { text-align: left; padding-top: 6px; font-size: 16px; }
    }
    @container (max-width: 330px) { td.cell { font-size: 14px; letter-spacing: -0.07em; } }
    /* Narrow on a wide screen is a projector: all ten rows are to be seen at once. */
    @media (min-width: 900px) { @container (max-width: 520px) { td.cell { height: 23px; } th { line-height: 1.15; } table { margin-top: 2px; } } }
  `;
  static html =
    `<p class="summary"></p><p class="note judged"></p><table role="grid" aria-label="Confusion matrix: rows are what was written, columns what is read as"></table>
    <p class="legend">The darker, the more often this mistake is made; correct answers have no shade. Choose a cell to see its images.</p>`;
  /** @type {any[]} */ cells = [];

  build() {
    const digits = Array.from({ length: 10 }, (_, j) => j);
    const table = this.find("table");
    const share = (name) =>
      `<tr class="wide"><th colspan="11">${name} %, digit by digit</th></tr><tr class="share ${name}"><th class="side" scope="row">${name} %</th>${digits.map(() => "<td></td>").join("")}</tr>`;
    table.innerHTML = `<colgroup><col class="names"><col span="10"></colgroup>
      <thead><tr><td></td><th colspan="10" scope="colgroup"><span class="narrow" aria-hidden="true">rows: written, columns: </span>read as</th></tr><tr><th class="side" scope="col">written</th>${digits.map((j) => `<th class="digit column" scope="col">${j}</th>`).join("")}</tr></thead>
      <tbody class="counts">${digits.map((i) => `<tr><th class="digit side row" scope="row">${i}</th>${digits.map((j) => `<td role="gridcell" class="cell${i === j ? " right" : ""}" tabindex="-1"></td>`).join("")}</tr>`).join("")}</tbody>
      <tbody>${share("recall")}${share("precision")}</tbody>`;
    this.cells = this.findAll("td.cell");
    this.cells.forEach((cell, k) => {
      cell.onclick = () => {
        this.focusOn(k);
        this.choose(k);
      };
      cell.onkeydown = (event) => this.key(event, k);
    });
    this.cells[0].tabIndex = 0;
  }
  choose(k) {
    this.tell("chosen", Math.floor(k / 10), k % 10);
  }
  focusOn(k) {
    for (const cell of this.cells) cell.tabIndex = -1;
    this.cells[k].tabIndex = 0;
    this.cells[k].focus();
  }
  key(event, k) {
    const row = Math.floor(k / 10);
    const column = k % 10;
    const to = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, 9],
    }[event.key];
    if (to?.every((at) => at >= 0 && at <= 9)) this.focusOn(to[0] * 10 + to[1]);
    if (event.key === "Enter" || event.key === " ") this.choose(k);
    if (to || event.key === "Enter" || event.key === " ") event.preventDefault();
  }

  paint() {
    if (!this.cells.length) this.build();
    const { counts, recall, precision, chosen, summary, judged } = this.data;
    const most = Math.max(1, ...counts.flatMap((row, i) => row.filter((_, j) => i !== j)));
    const page = rgb(this.palette.page);
    const ink = rgb(this.palette.ink);
    this.cells.forEach((cell, k) => {
      const i = Math.floor(k / 10);
      const j = k % 10;
      const n = counts[i][j];
      const picked = !!chosen && chosen[0] === i && chosen[1] === j;
      const shade = i === j ? 0 : (0.9 * n) / most;
      const colour = mix(page, ink, shade);
      setText(cell, n ? count(n).replace(",", this.clientWidth < 520 ? "" : ",") : "");
      cell.style.background = shade ? `rgb(${colour})` : "";
      cell.style.color = shade ? readableOn(colour) : "";
      cell.classList.toggle("chosen", picked);
      cell.setAttribute("aria-selected", String(picked));
      cell.setAttribute(
        "aria-label",
        i === j ? `${n} images of ${i} read correctly` : `${n} images of ${i} read as ${j}`,
      );
    });
    this.findAll("th.column").forEach((head, j) =>
      head.classList.toggle("here", !!chosen && chosen[1] === j),
    );
    this.findAll("th.row").forEach((head, i) =>
      head.classList.toggle("here", !!chosen && chosen[0] === i),
    );
    this.share(".recall", recall, (j, p) => `Of the images of ${j}, ${p} are read as it`);
    this.share(".precision", precision, (j, p) => `Of what is read as ${j}, ${p} is it`);
    this.write(".summary", summary);
    this.write(".judged", judged);
  }
  share(row, values, says) {
    this.findAll(`tr${row} td`).forEach((cell, j) => {
      const none = values[j] === null;
      const digits = this.clientWidth < 520 ? 0 : 1;
      setText(cell, none ? "–" : (100 * values[j]).toFixed(digits));
      cell.title = says(j, none ? "none" : percent(values[j]));
    });
  }
}
define("ten-confusion", TenConfusion);
