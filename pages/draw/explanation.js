// <ten-why>: why one class and not another: each pixel's contribution, and their sum.

import "../shared/components/legend.js";
import { define, setLength, setText, TenElement } from "../shared/components/element.js";
import {
  bytes,
  IMAGE_CSS,
  paintInk,
  paintSigned,
  signedBytes,
} from "../shared/components/images.js";
import { signed, signOf } from "../shared/components/numbers.js";
import { onPixel, product } from "./pixel.js";

const SIDE = 28;
const HINT = "Point at a pixel: its weight × its ink = its share.";

class TenWhy extends TenElement {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template: "pixel pixel" auto "picture sums" auto "legend sums" 1fr / 210px 1fr; gap: 10px 28px; align-items: start; }
    .sums { grid-area: sums; } .picture { grid-area: picture; position: relative; } .pixel { grid-area: pixel; margin: 0; font-size: 17px; min-height: 22px; color: var(--ink2); } .pixel b { color: var(--ink); font-weight: 600; white-space: nowrap; }
    .picture canvas { cursor: crosshair; touch-action: pan-y; } .picture canvas:focus-visible { outline: 2px solid var(--positive); outline-offset: 2px; }
    .mark { position: absolute; width: calc(100% / 28); height: calc(100% / 28); outline: 2px solid var(--ink); pointer-events: none; } .mark[hidden] { display: none; } ten-legend { grid-area: legend; --legend-width: 62px; font-size: 16px; white-space: nowrap; margin-right: -20px; }
    ${IMAGE_CSS}
    .row { display: grid; grid-template-columns: 92px 1fr 84px; gap: 14px; align-items: center; height: 46px; font-size: 19px; }
    .row span { color: var(--ink2); } .row b { text-align: right; font-size: 23px; font-weight: 600; }
    .track { position: relative; height: 28px; } .track div { position: absolute; top: 0; height: 100%; border-radius: 2px; min-width: 2px; }
    .sum { border-top: 2px solid var(--ink); margin-top: 6px; padding-top: 6px; } .sum span { color: var(--ink); font-weight: 600; } .sum { grid-template-columns: 1fr auto; } .sum b { font-size: 29px; font-weight: 700; white-space: nowrap; }
    .note { margin: 4px 0 0; font-size: 18px; }
    @container (max-width: 520px) { ten-legend { margin-right: 0; } .columns { grid-template: "pixel pixel" auto "picture sums" auto "legend legend" auto / 112px 1fr; gap: 10px 14px; } .row { grid-template-columns: 1fr auto; height: auto; min-height: 34px; font-size: 17px; } .row b { font-size: 19px; } .track { display: none; } .sum b { font-size: 23px; } .note { font-size: 16px; } .pixel { min-height: 42px; } }
  `;
  static html =
    `<div class="frame"><div class="columns"><p class="pixel" aria-live="polite"></p><div class="picture"><canvas tabindex="0" role="application"></canvas><div class="mark" hidden></div></div><ten-legend></ten-legend>
    <div class="sums"><div class="rows"></div><div class="row sum"><span></span><b></b></div><p class="note"></p></div></div></div>`;
  /** @type {number | null} The pixel that is chosen. */ at = null;
  /** @type {Float32Array[]} Weight and ink of each pixel. */ numbers = [];

  constructor() {
    super();
    onPixel(
      this.find("canvas"),
      () => this.largest(),
      (at) => {
        this.at = at;
        this.pixel();
      },
    );
  }
  paint() {
    const { picture, weights, ink, terms, total, sumName, note, words, label } = this.data;
    paintSigned(this.find("canvas"), signedBytes(picture.values), this.palette);
    this.find("canvas").setAttribute("aria-label", label);
    this.numbers = [weights, ink].map((text) => new Float32Array(bytes(text).buffer));
    this.find("ten-legend").show({ limit: picture.limit, words });
    // A waterfall: each bar begins where the one before it ended.
    let at = 0;
    const spans = terms.map(({ value }) => {
      const from = at;
      at += value;
      return [Math.min(from, at), Math.max(from, at)];
    });
    const low = Math.min(0, ...spans.map(([a]) => a));
    const high = Math.max(0, ...spans.map(([, b]) => b));
    const width = high - low || 1;
    const rows = this.find(".rows");
    setLength(
      rows,
      terms.length,
      `<div class="row"><span></span><div class="track"><div></div></div><b></b></div>`,
    );
    terms.forEach(({ name, value }, i) => {
      const row = rows.children[i];
      const bar = row.querySelector(".track div");
      const [from, to] = spans[i];
      setText(row.querySelector("span"), name);
      setText(row.querySelector("b"), signed(value, 2));
      row.querySelector("b").className = signOf(signed(value, 2));
      bar.style.left = `${(100 * (from - low)) / width}%`;
      bar.style.width = `${(100 * (to - from)) / width}%`;
      bar.style.background = value < 0 ? "var(--negative)" : "var(--positive)";
    });
    this.write(".sum span", sumName);
    this.write(".sum b", signed(total, 2));
    this.write(".note", note);
    this.pixel();
  }
  // The pixel that contributes most.
  largest() {
    const [weights, ink] = this.numbers;
    const shares = Array.from(weights, (w, k) => Math.abs(w * ink[k]));
    return shares.indexOf(Math.max(...shares));
  }
  // The product of the chosen pixel, and a frame around it.
  pixel() {
    const at = this.at;
    const mark = this.find(".mark");
    mark.hidden = at === null;
    if (at === null) return this.write(".pixel", HINT);
    const [row, column] = [Math.floor(at / SIDE), at % SIDE];
    mark.style.left = `${(100 * column) / SIDE}%`;
    mark.style.top = `${(100 * row) / SIDE}%`;
    const [weight, ink, share] = product(this.numbers[0][at], this.numbers[1][at]);
    const sum = `${signed(weight, 3)} × ${ink.toFixed(3)} = ${signed(share, 3)}`;
    this.find(".pixel").innerHTML =
      `Row ${row}, column ${column}: ${this.data.weightName} × ink = <b>${sum}</b>`;
  }
}
define("ten-why", TenWhy);

// <ten-stages>: the drawing at each stage of the preprocessing, with the prediction for each. The
// stage that the model was trained on is marked.
class TenStages extends TenElement {
  static css = `
    .frame { container-type: inline-size; } ol { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 24px; margin: 0; padding: 0; list-style: none; }
    li { position: relative; min-width: 0; } li + li::before { content: "→"; position: absolute; left: -21px; top: 68px; font-size: 19px; color: var(--ink3); }
    .name { font-size: 17px; font-weight: 600; margin-bottom: 8px; white-space: nowrap; } ${IMAGE_CSS}
    li.learned canvas { border: 2px solid var(--ink); } .read { display: flex; align-items: baseline; gap: 8px; margin-top: 8px; } .read b { font-size: 38px; line-height: 1; } .read span { font-size: 17px; color: var(--ink2); }
    .learned-note { visibility: hidden; font-size: 16px; line-height: 1.2; color: var(--ink2); margin-top: 4px; white-space: nowrap; width: 0; } li.learned .learned-note { visibility: visible; }
    li:last-child .learned-note { width: 100%; direction: rtl; }
    li.other b { color: var(--ink3); text-decoration: line-through; text-decoration-thickness: 3px; }
    @container (max-width: 520px) { ol { gap: 8px; } li + li::before { display: none; } .name { font-size: 16px; } .read { display: block; } .read b { font-size: 30px; } .read span { display: block; font-size: 16px; } }
    @container (max-width: 400px) { .number { display: none; } li:nth-child(n + 4) .learned-note { width: max-content; margin-left: 100%; transform: translateX(-100%); } }
  `;
  static html = `<div class="frame"><ol></ol></div>`;
  paint() {
    const { stages, learned } = this.data;
    const list = this.find("ol");
    while (list.children.length < stages.length)
      list.insertAdjacentHTML(
        "beforeend",
        `<li><div class="name"><span class="number">${list.children.length + 1} </span><span class="word"></span></div><canvas width="28" height="28" role="img"></canvas><div class="read"><b></b><span></span></div><div class="learned-note">learned from these</div></li>`,
      );
    stages.forEach(({ name, pixels, digit, share }, i) => {
      const item = list.children[i];
      const canvas = item.querySelector("canvas");
      paintInk(canvas, bytes(pixels), this.palette);
      canvas.setAttribute(
        "aria-label",
        `${name}: read as ${digit}${i === learned ? ". The model learned from digits prepared like this" : ""}`,
      );
      setText(item.querySelector(".word"), name);
      setText(item.querySelector("b"), String(digit));
      setText(item.querySelector(".read span"), share);
      item.classList.toggle("learned", i === learned);
      item.classList.toggle("other", digit !== stages[learned].digit);
    });
  }
}
define("ten-stages", TenStages);
