// <ten-heads>: rows of ten columns, one a class: weights as pictures, bars on a fixed scale, and
// labels of 0 and 1.

import { define, setText, TenElement } from "../../shared/components/element.js";
import { IMAGE_CSS, paintSigned, signedBytes } from "../../shared/components/images.js";
import { signed } from "../../shared/components/numbers.js";

class TenHeads extends TenElement {
  static formula = true;
  static css = `
    :host { container-type: inline-size; }
    .row { display: grid; grid-template-columns: var(--named, 148px) repeat(10, minmax(0, 1fr)) var(--summed, 96px); align-items: end; }
    .head { text-align: center; font: inherit; font-size: 24px; line-height: 36px; min-height: 44px; color: var(--ink2); border: 0; background: none; padding: 4px 0 0; border-radius: 6px 6px 0 0; }
    button.head { cursor: pointer; } .head.strong { font-weight: 700; color: var(--ink); }
    .chosen { background: color-mix(in srgb, var(--mark) 55%, transparent); } .row:last-child .chosen { border-radius: 0 0 6px 6px; }
    .name { align-self: center; padding-right: 12px; font-size: 18px; line-height: 1.3; } .name b { font-weight: 600; }
    .name i { font: italic 26px KaTeX_Math, "Source Serif", serif; margin-right: 12px; } .name span { display: block; font-size: 16px; color: var(--ink2); }
    .cell { align-self: stretch; min-width: 0; padding: 6px 4px; position: relative; }
    ${IMAGE_CSS}
    .room { position: relative; height: var(--high); margin: 26px -4px 4px; } .signed .room { margin-bottom: 26px; }
    .room i { position: absolute; left: 0; right: 0; border-top: 1px solid var(--ink3); } .room i.half { bottom: 50%; border-top: 1px dashed var(--secondary); }
    .room b { position: absolute; left: 26%; right: 26%; min-height: 1px; } .room span { position: absolute; left: -8px; right: -8px; text-align: center; font-size: 16px; line-height: 20px; color: var(--ink2); text-shadow: 0 0 2px var(--page), 0 0 3px var(--page), 0 0 4px var(--page); }
    .strong .room span, .chosen .room span { font-weight: 700; color: var(--ink); }
    .truth { text-align: center; } .truth span { display: block; border: 1px solid var(--rule); border-radius: 4px; font-size: 18px; line-height: 32px; color: var(--ink3); }
    .truth span.one { background: var(--chosen); border-color: var(--chosen); color: var(--on-chosen); font-weight: 600; }
    .sum { align-self: end; text-align: right; color: var(--ink2); font-size: 16px; padding-bottom: 8px; white-space: nowrap; } .sum b { display: block; font-size: 26px; line-height: 1.15; font-weight: 700; color: var(--ink); }
    @container (max-width: 620px) {
      .row { grid-template-columns: repeat(10, minmax(0, 1fr)); } .headed .name, .headed .sum { display: none; }
      .name { grid-column: 1 / 8; order: -2; padding: 12px 0 0; font-size: 17px; } .sum { grid-column: 8 / -1; order: -1; padding: 12px 0 0; align-self: start; }
      .row.wide .name { grid-column: 1 / -1; }
      .name i { font-size: 22px; margin-right: 8px; } .room { margin-top: 24px; } .sum b { display: inline; font-size: 20px; margin-left: 6px; } .cell { padding: 4px 2px; } .room { margin-left: -2px; margin-right: -2px; }
      .name span { display: inline; margin-left: 8px; } .head { font-size: 20px; }
    }
  `;
  static html = `<div role="group"></div>`;

  paint() {
    const { labels, rows, chosen } = this.data;
    const clickable = chosen !== undefined && chosen !== null;
    const shape = JSON.stringify([
      labels,
      clickable,
      rows.map((row) => [row.kind, row.symbol, row.name, Boolean(row.sum)]),
    ]);
    if (shape !== this.shape) this.build(labels, rows, clickable);
    this.shape = shape;
    const strong = new Set(this.data.strong || []);
    for (const cell of this.findAll("[data-class]")) {
      const j = Number(cell.dataset.class);
      cell.classList.toggle("chosen", clickable && j === chosen);
      cell.classList.toggle("strong", strong.has(j) || (clickable && j === chosen));
      if (cell.tagName === "BUTTON") cell.setAttribute("aria-pressed", String(j === chosen));
    }
    this.findAll(".row:not(.headed)").forEach((line, r) => this.fill(line, rows[r]));
    this.dataset.values = JSON.stringify(
      rows.map((row) => (row.kind === "pictures" ? null : row.values)),
    );
  }
  build(labels, rows, clickable) {
    const tag = clickable ? "button" : "div";
    const head = labels.map(
      (label, j) =>
        `<${tag} ${clickable ? 'type="button"' : ""} class="head" data-class="${j}" ${clickable ? `aria-label="class ${label}"` : ""}>${label}</${tag}>`,
    );
    const inside = {
      pictures: `<canvas role="img"></canvas>`,
      truth: `<span></span>`,
      bars: `<div class="room"><i class="half"></i><i class="zero"></i><b></b><span></span></div>`,
    };
    const lines = rows.map(
      (row) =>
        `<div class="row ${row.sum ? "" : "wide"} ${row.signed ? "signed" : ""}"><div class="name"></div>${labels.map((_, j) => `<div class="cell ${row.kind}" data-class="${j}">${inside[row.kind]}</div>`).join("")}<div class="sum"></div></div>`,
    );
    this.find("div").innerHTML =
      `<div class="row headed"><div class="name"></div>${head.join("")}<div class="sum"></div></div>${lines.join("")}`;
    for (const button of this.findAll("button.head"))
      button.onclick = () => this.tell("chosen", Number(button.dataset.class));
  }
  fill(line, row) {
    const { labels } = this.data;
    const cells = [...line.querySelectorAll(".cell")];
    const name = line.querySelector(".name");
    const sum = line.querySelector(".sum");
    line.style.setProperty("--high", `${(row.high || 96) * this.share()}px`);
    name.innerHTML = `<i></i><b></b><span></span>`;
    [row.symbol, row.name, row.note].forEach((text, k) => {
      const part = name.children[k];
      part.textContent = text || "";
      part.hidden = !text;
      if (!text) part.remove();
    });
    sum.innerHTML = row.sum ? `sum <b></b>` : "";
    if (row.sum) sum.querySelector("b").textContent = row.sum;
    if (row.kind === "pictures") return this.pictures(cells, row);
    if (row.kind === "truth")
      return cells.forEach((cell, j) => {
        const span = cell.firstChild;
        setText(span, String(row.values[j]));
        span.className = row.values[j] ? "one" : "";
      });
    const most = row.most || 1;
    const zero = row.signed ? 50 : 0;
    const narrow = this.clientWidth / labels.length < 56;
    cells.forEach((cell, j) => {
      const value = row.values[j];
      const [half, axis, bar, text] = cell.firstChild.children;
      const size = Math.min(1, Math.abs(value) / most) * (row.signed ? 50 : 100);
      half.hidden = !row.half;
      half.style.display = row.half ? "" : "none";
      axis.style.bottom = `${zero}%`;
      bar.style.bottom = `${value < 0 ? zero - size : zero}%`;
      bar.style.height = `${size}%`;
      bar.style.background = row.signed
        ? `var(--${value < 0 ? "negative" : "positive"})`
        : cell.classList.contains("strong")
          ? "var(--ink)"
          : "var(--secondary)";
      text.style.bottom = value < 0 ? "" : `calc(${zero + size}% + 3px)`;
      text.style.top = value < 0 ? `calc(${100 - zero + size}% + 3px)` : "";
      setText(
        text,
        row.signed
          ? signed(value, narrow && Math.abs(value) >= 9.95 ? 0 : 1)
          : value.toFixed(2).replace(/^0/, ""),
      );
    });
  }
  // What the bars may have of their height, so that all rows fit a given room.
  share() {
    if (!this.room) return 1;
    const { rows, labels } = this.data;
    const side = (this.clientWidth - 244) / labels.length;
    const fixed = { pictures: side + 6, truth: 46, bars: this.clientWidth <= 620 ? 78 : 44 };
    const bars = rows.filter((row) => row.kind === "bars");
    const rest = rows.reduce((sum, row) => sum + fixed[row.kind] + (row.signed ? 24 : 0), 46);
    const high = bars.reduce((sum, row) => sum + (row.high || 96), 0);
    return high ? Math.max(0.4, (this.room - rest) / high) : 1;
  }
  pictures(cells, row) {
    const values = signedBytes(row.values);
    const side = Math.round(Math.sqrt(values.length / cells.length));
    cells.forEach((cell, j) => {
      paintSigned(
        cell.firstChild,
        values.subarray(j * side * side, (j + 1) * side * side),
        this.palette,
        true,
      );
      cell.firstChild.setAttribute(
        "aria-label",
        `Row ${this.data.labels[j]} of W${row.of ? `, ${row.of}` : ""}`,
      );
    });
  }
}
define("ten-heads", TenHeads);
