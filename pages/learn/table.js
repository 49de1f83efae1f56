// <ten-table>: rows of numbers with names; cells may be lit or coloured by their sign. The name of
// a row with many numbers stands above it.

import { define, TenElement } from "../shared/components/element.js";

class TenTable extends TenElement {
  static formula = true;
  static css = `
    :host { container-type: inline-size; }
    div { overflow-x: auto; } table { border-collapse: separate; border-spacing: 3px; font-size: 17px; }
    th { text-align: right; font-weight: 400; color: var(--ink2); padding-right: 10px; white-space: nowrap; }
    thead th { text-align: center; padding: 0 7px; } td { border: 1px solid var(--rule); border-radius: 4px; padding: 7px 7px; text-align: center; min-width: 46px; white-space: nowrap; }
    td.lit { background: var(--mark); }
    td.none { border: 0; }
    table.many { border-spacing: 2px; width: 100%; max-width: 480px; table-layout: fixed; } .many th { text-align: left; padding: 6px 0 0; } .many td { min-width: 0; padding: 7px 0; font-size: 16px; }
    @container (max-width: 480px) {
      table { font-size: 16px; } th, td { white-space: normal; } table:not(.many) tbody th { max-width: 112px; padding-right: 6px; }
      thead th { padding: 0 2px; } table:not(.many) td { padding: 7px 5px; }
    }
  `;
  static html = `<div><table></table></div>`;
  paint() {
    const { head, rows } = this.data;
    const table = this.find("table");
    const many = rows[0].values.length > 5;
    table.replaceChildren();
    table.className = many ? "many" : "";
    const add = (parent, tag, text, style) => {
      const cell = parent.appendChild(document.createElement(tag));
      cell.textContent = text;
      if (style) cell.className = style;
      return cell;
    };
    if (head) {
      const row = table.createTHead().insertRow();
      add(row, "td", "", "none");
      head.forEach((text) => {
        add(row, "th", text).scope = "col";
      });
    }
    const body = table.createTBody();
    for (const { name, values, styles } of rows) {
      const named = add(body.insertRow(), "th", name);
      named.scope = "row";
      if (many) named.colSpan = values.length;
      const row = many ? body.insertRow() : named.parentNode;
      values.forEach((value, j) => add(row, "td", value, styles?.[j]));
    }
  }
}
define("ten-table", TenTable);
