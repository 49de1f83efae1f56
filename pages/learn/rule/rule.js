// <ten-microscope>: one image x, and a column for each digit: weights, logit, probability, label,
// error, and gradient. Where it is narrow, two blocks of five.

import "../../shared/components/legend.js";
import { mix, readableOn, rgb, signedColours } from "../../shared/components/colours.js";
import { define, setText, TenElement } from "../../shared/components/element.js";
import { LINK_CSS, linkImage } from "../../shared/components/image_link.js";
import { bytes, paintGrey, paintSigned } from "../../shared/components/images.js";

// In a lecture the step says which row is discussed.
const SHOWN = { a: "a", error: "a − y", gradient: "(a − y) xᵀ" };

class TenMicroscope extends TenElement {
  static formula = true;
  static css = `
    .frame { position: relative; }
    .block { display: grid; grid-template-columns: 150px 160px repeat(10, minmax(0, 1fr)); gap: 5px 8px; align-items: center; }
    .head { font: inherit; font-size: 24px; color: var(--ink2); background: none; border: 0; border-radius: 6px; padding: 2px 0; cursor: pointer; z-index: 1; }
    .head.strong { color: var(--ink); font-weight: 700; } .head:focus-visible { outline: 2px solid var(--positive); }
    .mark { align-self: stretch; background: var(--mark); opacity: .55; border-radius: 6px; margin: 0 -4px; }
    .label { text-align: right; padding-right: 10px; font-size: 17px; color: var(--ink2); white-space: nowrap; }
    .label b.lit, .x b.lit { background: var(--mark); border-radius: 4px; padding: 0 6px; }
    .label b { font: italic 23px KaTeX_Math, "Source Serif", serif; color: var(--ink); margin-left: 4px; } .label i { display: block; font-style: normal; font-size: 16px; color: var(--ink3); line-height: 1; }
    .cell { z-index: 1; height: 36px; display: grid; place-items: center; font-size: 18px; border-radius: 4px; background: var(--page); border: 1px solid var(--rule); cursor: pointer; color: var(--ink2); }
    .cell.strong { font-weight: 600; border-color: transparent; }
    ${LINK_CSS} .picture { z-index: 1; cursor: pointer; display: grid; justify-items: center; } .picture canvas { width: 100%; max-width: 80px; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; background: var(--page); display: block; }
    .picture.strong canvas { border: 2px solid var(--ink); } .picture.last::before { content: ""; height: 12px; border-left: 1.5px solid var(--ink3); }
    .x { align-self: start; } .x canvas { width: 142px; aspect-ratio: 1; border: 2px solid var(--ink); image-rendering: pixelated; display: block; } .x span { display: block; height: 34px; font-size: 18px; color: var(--ink2); } .x b { font: italic 25px KaTeX_Math, "Source Serif", serif; color: var(--ink); margin-right: 8px; }
    footer { display: flex; flex-wrap: wrap; gap: 4px 40px; margin-top: 10px; align-items: center; font-size: 17px; color: var(--ink2); } .legend { display: flex; align-items: center; gap: 12px; } .legend > b { font: italic 20px KaTeX_Math, "Source Serif", serif; color: var(--ink); }
    :host([narrow]) .block { grid-template-columns: max-content repeat(5, minmax(0, 1fr)); gap: 5px; margin-bottom: 16px; } :host([narrow]) .label { padding: 0 4px 0 0; } :host([narrow]) .label span, :host([narrow]) .label i { display: none; }
    :host([narrow]) .label b { margin: 0; font-size: 17px; } :host([narrow]) .x { display: flex; gap: 12px; align-items: end; margin-bottom: 8px; } :host([narrow]) .x canvas { width: 96px; } :host([narrow]) .x span { order: 2; height: auto; }
    :host([narrow]) .cell { font-size: 16px; letter-spacing: -0.03em; } :host([narrow]) .mark { margin: 0 -2px; }
    :host([staged]) .block { grid-template-columns: 92px 112px repeat(10, minmax(0, 1fr)); gap: 4px 6px; } :host([staged]) .x canvas { width: 92px; } :host([staged]) .said, :host([staged]) .label i, :host([staged]) .label[data-symbol="(a − y) xᵀ"] span { display: none; }
    :host([staged]) .cell { height: clamp(27px, calc((var(--room) - 190px) / 4), 46px); } :host([staged]) .picture canvas { max-width: 52px; } :host([staged]) .picture.last::before { height: 5px; } :host([staged]) .head { padding: 0; line-height: 26px; } :host([staged]) footer { margin-top: 6px; }
  `;
  static html =
    `<div class="frame"></div><footer><span class="legend"><b>W</b><ten-legend class="w"></ten-legend></span><span class="legend"><b>(a − y) xᵀ</b><ten-legend class="g"></ten-legend></span><span class="said" role="status"></span></footer>`;

  build(narrow) {
    const blocks = narrow
      ? [
          [0, 1, 2, 3, 4],
          [5, 6, 7, 8, 9],
        ]
      : [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]];
    const { rows } = this.data;
    const first = narrow ? 2 : 3;
    const picture = `<div class="x"><span><b data-symbol="x">x</b><i style="font-style:normal"></i></span><canvas width="28" height="28" role="img"></canvas></div>`;
    this.find(".frame").innerHTML =
      (narrow ? picture : "") +
      blocks
        .map((digits, block) => {
          const out = [
            `<div class="mark" data-block="${block}" style="grid-row:1/${rows.length + 2}"></div>`,
          ];
          if (!narrow)
            out.push(picture.replace('class="x"', `class="x" style="grid-column:1;grid-row:2/5"`));
          digits.forEach((j, c) =>
            out.push(
              `<button type="button" class="head" data-digit="${j}" style="grid-column:${first + c};grid-row:1">${j}</button>`,
            ),
          );
          rows.forEach((row, r) => {
            out.push(
              `<div class="label" data-symbol="${row.symbol}" style="grid-column:${first - 1};grid-row:${r + 2}"><span>${row.name}</span> <b data-symbol="${row.symbol}">${row.symbol}</b>${row.symbol === "a" ? "<i></i>" : ""}</div>`,
            );
            digits.forEach((j, c) =>
              out.push(
                row.kind === "pictures"
                  ? `<div class="picture ${r ? "last" : ""}" data-row="${r}" data-digit="${j}" style="grid-column:${first + c};grid-row:${r + 2}"><canvas role="img" aria-label="${row.symbol} of digit ${j}"></canvas></div>`
                  : `<div class="cell" data-row="${r}" data-digit="${j}" style="grid-column:${first + c};grid-row:${r + 2}"></div>`,
              ),
            );
          });
          return `<div class="block">${out.join("")}</div>`;
        })
        .join("");
    for (const node of this.findAll("[data-digit]"))
      node.onclick = () => this.tell("chosen", Number(node.dataset.digit));
    this.built = narrow;
  }
  paint() {
    // As two blocks where ten columns have no room for numbers such as −14.3.
    const narrow = (this.clientWidth || 1200) < (this.room ? 700 : 840);
    const { rows, chosen, truth, read, sum, limit, said, label, term } = this.data;
    this.toggleAttribute("narrow", narrow);
    if (this.built !== narrow) this.build(narrow);
    this.paintX();
    this.write(".x i", label);
    for (const symbol of this.findAll("b[data-symbol]"))
      symbol.classList.toggle("lit", symbol.dataset.symbol === (SHOWN[this.showing] ?? term));
    const strong = (j) => j === truth || j === read;
    const per = narrow ? 5 : 10;
    const first = narrow ? 2 : 3;
    for (const mark of this.findAll(".mark")) {
      mark.hidden = Math.floor(chosen / per) !== Number(mark.dataset.block);
      mark.style.display = mark.hidden ? "none" : "";
      mark.style.gridColumn = first + (chosen % per);
    }
    for (const head of this.findAll(".head")) {
      const j = Number(head.dataset.digit);
      head.classList.toggle("strong", strong(j));
      head.setAttribute("aria-pressed", String(j === chosen));
      head.setAttribute(
        "aria-label",
        `Digit ${j}${j === truth ? ", the label" : ""}${j === read ? ", what it reads" : ""}`,
      );
    }
    const colours = signedColours(this.palette);
    const ink = rgb(this.palette.ink);
    const page = rgb(this.palette.page);
    for (const cell of this.findAll(".cell")) {
      const row = rows[Number(cell.dataset.row)];
      const j = Number(cell.dataset.digit);
      const value = row.values[j];
      const colour =
        row.kind === "signed"
          ? colours[127 + Math.round(Math.max(-1, Math.min(1, value / row.scale)) * 127)]
          : mix(page, ink, Math.min(1, value));
      const shown = row.kind === "signed" ? Math.abs(value / row.scale) > 0.03 : value > 0.02;
      setText(cell, row.texts[j]);
      cell.style.background = `rgb(${colour})`;
      cell.style.color = shown ? readableOn(colour) : "";
      cell.classList.toggle("strong", shown);
    }
    for (const picture of this.findAll(".picture")) {
      const r = Number(picture.dataset.row);
      const j = Number(picture.dataset.digit);
      const values = new Int8Array(bytes(rows[r].values).buffer, j * 784, 784);
      paintSigned(picture.querySelector("canvas"), values, this.palette);
      picture.classList.toggle("strong", r > 0 && Math.abs(rows[rows.length - 2].values[j]) > 0.2);
    }
    for (const i of this.findAll(".label i")) setText(i, `sum ${sum}`);
    this.find(".w").show({ limit });
    this.find(".g").show({ limit: 1, words: ["gains", "loses"] });
    this.write(".said", said);
    this.dataset.probabilities = JSON.stringify(rows[2].values);
  }
  paintX() {
    const canvas = this.find(".x canvas");
    paintGrey(canvas, bytes(this.data.x), this.palette);
    linkImage(canvas, this, this.data.row, this.data.label);
  }
}
define("ten-microscope", TenMicroscope);

// <ten-losses>: the loss before and after, as bars on one scale from 0.
class TenLosses extends TenElement {
  static css = `
    .bars { display: grid; grid-template-columns: auto minmax(60px, 1fr) auto; gap: 8px 14px; align-items: center; min-height: 62px; align-content: start; font-size: 18px; color: var(--ink2); }
    .bar { height: 22px; background: var(--secondary); min-width: 2px; } .bar.last { background: var(--ink); } b { font-size: 24px; font-weight: 700; color: var(--ink); min-width: 86px; } .last.name { font-weight: 600; color: var(--ink); }
    p { margin: 8px 0 0; font-size: 17px; color: var(--ink2); min-height: 22px; } p:first-of-type { color: var(--ink); font-weight: 600; } :host([staged]) p:is(.note, .others) { display: none; } :host([staged]) .bars { gap: 4px 14px; }
  `;
  static html = `<div class="bars"></div><p class="note"></p><p class="others" role="status"></p>`;
  paint() {
    const { bars, others } = this.data;
    const most = Math.max(...bars.map((bar) => bar.value), 1e-9);
    this.find(".bars").innerHTML = bars
      .map((_, i) => {
        const last = i === bars.length - 1 ? "last" : "";
        return `<span class="name ${last}"></span><span><div class="bar ${last}"></div></span><b></b>`;
      })
      .join("");
    bars.forEach((bar, i) => {
      setText(this.findAll(".name")[i], bar.name);
      this.findAll(".bar")[i].hidden = bar.value === null;
      this.findAll(".bar")[i].style.width = `${(100 * bar.value) / most}%`;
      setText(this.findAll("b")[i], bar.text);
    });
    this.write(
      ".note",
      bars
        .map((bar) => bar.note)
        .filter(Boolean)
        .join(" "),
    );
    this.write(".others", others);
    this.dataset.losses = JSON.stringify(bars.map((bar) => bar.value));
  }
}
define("ten-losses", TenLosses);
