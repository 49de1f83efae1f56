// <ten-table>: rows of numbers with names; cells may be lit or coloured by their sign.
class TenTable extends TenElement {
  static css = `
    div { overflow-x: auto; } table { border-collapse: separate; border-spacing: 3px; font-size: 17px; }
    th { text-align: right; font-weight: 400; color: var(--ink2); padding-right: 10px; white-space: nowrap; }
    thead th { text-align: center; padding: 0 7px; } td { border: 1px solid var(--rule); border-radius: 4px; padding: 7px 7px; text-align: center; min-width: 46px; white-space: nowrap; }
    td.lit, th.lit { background: var(--mark); } td.strong { background: var(--ink); color: var(--page); font-weight: 600; } td.faint { color: var(--ink3); }
    td.positive, td.negative { font-weight: 600; }
  `;
  static html = `<div><table></table></div>`;
  paint() {
    const { head, rows } = this.data, table = this.part("table");
    table.replaceChildren();
    const add = (parent, tag, text, style) => { const cell = parent.appendChild(document.createElement(tag)); cell.textContent = text; if (style) cell.className = style; return cell; };
    if (head) {
      const row = table.createTHead().insertRow();
      add(row, "th", "");
      head.forEach((text) => add(row, "th", text));
    }
    const body = table.createTBody();
    for (const { name, values, styles } of rows) {
      const row = body.insertRow();
      add(row, "th", name);
      values.forEach((value, j) => add(row, "td", value, styles && styles[j]));
    }
  }
}
define("ten-table", TenTable);
