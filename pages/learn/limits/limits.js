// The elements of chapter 11: one image as two models read it, and the mistakes of both.

import "../../shared/components/legend.js";
import { define, forDigits, setText, TenElement } from "../../shared/components/element.js";
import { LINK_CSS, linkImage } from "../../shared/components/image_link.js";
import { bytes, paintGrey, paintInk, paintSigned } from "../../shared/components/images.js";
import { logitsOf, probabilitiesOf } from "../../shared/components/model.js";
import { argmax, surePercent } from "../../shared/components/numbers.js";
import { perturb } from "../../shared/components/transforms.js";
import { featuresOf } from "./network.js";

const KERNELS = 8;
const SOFTMAX = ["line", "Softmax regression", "ten pictures of 28 × 28"];
const NETWORK = ["network", "Convolutional network", "eight of 5 × 5, which slide"];

/** @param {Record<string, any>} layers in base64 */
const decoded = (layers) =>
  Object.fromEntries(
    Object.entries(layers).map(([name, text]) => [
      name,
      typeof text === "string" ? new Float32Array(bytes(text).buffer) : text,
    ]),
  );

// <ten-two-readings>: an image with four sliders, and beside it both models' answers.
class TenTwoReadings extends TenElement {
  static css = `
    ${LINK_CSS}
    .frame { container-type: inline-size; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); padding: 18px 0; }
    .columns { display: grid; grid-template-columns: 300px minmax(0, 1fr) minmax(0, 1fr); gap: 20px 0; }
    section { padding: 0 30px; min-width: 0; } section + section { border-left: 1px solid var(--rule); } section:first-child { padding-left: 0; } section:last-child { padding-right: 0; }
    header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 12px; margin-bottom: 12px; } header span, .note { font-size: 16px; color: var(--ink2); } header b { color: var(--ink); }
    canvas { display: block; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; width: 100%; }
    .image { display: grid; grid-template-columns: 130px minmax(0, 1fr); gap: 12px; align-items: start; margin-bottom: 12px; }
    .slider { display: grid; grid-template-columns: 52px minmax(0, 1fr) 66px; gap: 8px; align-items: center; font-size: 16px; min-height: 34px; } output { text-align: right; font-weight: 600; white-space: nowrap; }
    input { width: 100%; margin: 0; min-width: 0; accent-color: var(--ink); touch-action: pan-y; height: 34px; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; } button { font: inherit; font-size: 16px; font-weight: 600; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; min-height: 40px; padding: 4px 14px; cursor: pointer; } button:disabled { color: var(--ink3); opacity: .6; cursor: not-allowed; }
    .answer { display: grid; grid-template-columns: 116px minmax(0, 1fr); gap: 0 18px; align-items: end; }
    .digit { position: relative; font-size: 96px; font-weight: 700; line-height: .86; width: fit-content; min-width: 56px; } .digit.wrong { color: var(--secondary); text-decoration: line-through; text-decoration-thickness: 7px; }
    .sure { font-size: 18px; color: var(--ink2); margin-top: 14px; min-height: 26px; }
    .bars { display: grid; grid-template-columns: repeat(10, 1fr); gap: 5px; text-align: center; font-size: 18px; color: var(--ink2); }
    .track { display: flex; flex-direction: column; justify-content: flex-end; height: calc(var(--room, 270px) - 140px); border-bottom: 1px solid var(--ink); margin-bottom: 3px; font-size: 16px; } .fill { background: var(--secondary); min-height: 2px; }
    .best { color: var(--ink); font-weight: 700; } .best .fill { background: var(--ink); }
    .weights { display: grid; gap: 5px; margin: 14px 0 8px; } .line .weights { grid-template-columns: repeat(10, minmax(0, 1fr)); } .network .weights { grid-template-columns: repeat(8, minmax(0, 42px)); }
    @container (max-width: 1040px) { .columns { grid-template-columns: 250px minmax(0, 1fr) minmax(0, 1fr); } section { padding: 0 18px; } .image { grid-template-columns: 110px minmax(0, 1fr); } .answer { grid-template-columns: 76px minmax(0, 1fr); gap: 0 10px; } .sure { font-size: 16px; } }
    @container (max-width: 860px) { :host([staged]) .slider { min-height: 26px; } :host([staged]) input { height: 26px; } :host([staged]) .frame { padding: 8px 0; } .track { height: max(64px, calc(var(--room, 270px) - 490px)); } .columns { grid-template-columns: 1fr 1fr; } .one { grid-column: 1 / -1; padding: 0 0 6px; } .one .parts { display: grid; grid-template-columns: 280px minmax(0, 1fr); gap: 0 30px; } .columns section.line { border: 0; padding-left: 0; } }
    @container (max-width: 620px) { .columns { grid-template-columns: 1fr; } section, .columns section.line { padding: 16px 0 0; border: 0; } section + section { border-top: 1px solid var(--rule); } .columns section.line { border-top: 1px solid var(--rule); } .one .parts { grid-template-columns: 1fr; } .answer { grid-template-columns: 84px minmax(0, 1fr); gap: 0 10px; } .digit { font-size: 80px; min-width: 44px; } .track { height: 96px; } .sure { font-size: 16px; } }
  `;
  static html = `<div class="frame"><div class="columns">
    <section class="one"><header><h2>One image</h2></header><div class="parts"><div class="image"><canvas class="seen" role="img"></canvas><div class="note caption"></div></div>
      <div><div class="sliders"></div><div class="buttons"><button type="button" class="reset">Reset</button><button type="button" class="another">Another image</button></div></div></div></section>
    ${[SOFTMAX, NETWORK]
      .map(
        ([name, title, what]) =>
          `<section class="side ${name}"><header><h2>${title}</h2><span><b></b> numbers</span></header>
      <div class="answer" aria-live="polite"><div><div class="digit"></div><div class="sure"></div></div><div class="bars">${forDigits(
        (digit) =>
          `<div class="bar"><div class="track"><span></span><div class="fill"></div></div>${digit}</div>`,
      )}</div></div>
      <div class="weights"></div><ten-legend></ten-legend><div class="note">${what}</div></section>`,
      )
      .join("")}</div></div>`;
  /** @type {Record<string, number>} by slider */ values = {};
  /** @type {any} */ line;
  /** @type {any} */ network;

  constructor() {
    super();
    this.find(".reset").onclick = () => {
      for (const name of Object.keys(this.values)) this.values[name] = 0;
      this.refresh();
    };
    this.find(".another").onclick = () => this.tell("another");
    const canvases = (n, says) =>
      Array.from({ length: n }, (_, k) => `<canvas role="img" aria-label="${says} ${k}"></canvas>`);
    this.find(".line .weights").innerHTML = canvases(10, "Weights of digit").join("");
    this.find(".network .weights").innerHTML = canvases(KERNELS, "Kernel").join("");
  }
  show(data) {
    this.line = decoded(data.line);
    this.network = decoded(data.network);
    super.show(data);
  }
  build(sliders) {
    this.find(".sliders").innerHTML = sliders
      .map(
        ({ name, low, high, step }) =>
          `<div class="slider"><label for="${name}"></label><input type="range" id="${name}" min="${low}" max="${high}" step="${step}" value="0"><output></output></div>`,
      )
      .join("");
    sliders.forEach(({ name, label }, i) => {
      this.values[name] = 0;
      setText(this.findAll(".slider label")[i], label);
      this.findAll("input")[i].oninput = ({ target }) => {
        this.values[name] = Number(target.value);
        this.refresh();
      };
    });
  }

  paint() {
    const { pixels, caption, row, sliders, label, trained } = this.data;
    if (!this.findAll("input").length) this.build(sliders);
    const x = Float64Array.from(bytes(pixels), (v) => v / 255);
    const pushed = perturb(x, this.values);
    const seen = this.find(".seen");
    const grey = Array.from(pushed, (v) => Math.round(255 * Math.min(1, Math.max(0, v))));
    paintInk(seen, grey, this.palette);
    seen.setAttribute("aria-label", caption);
    if (row !== null) linkImage(seen, this, row, caption);
    this.write(".caption", caption);
    this.paintSliders(sliders);
    this.answer(".line", logitsOf(pushed, this.line), label, trained);
    const features = featuresOf(pushed, this.network);
    this.answer(".network", logitsOf(features, this.network), label, trained);
    this.paintWeights(".line", this.line.W, 784, this.line.numbers);
    this.paintWeights(".network", this.network.K1, 25, this.network.numbers);
  }
  paintSliders(sliders) {
    sliders.forEach(({ name, unit }, i) => {
      const v = this.values[name];
      const text = `${v > 0 ? "+" : v < 0 ? "−" : ""}${Math.abs(v)}${unit}`;
      const input = this.findAll("input")[i];
      if (Number(input.value) !== v) input.value = v;
      input.setAttribute("aria-valuetext", text);
      setText(this.findAll("output")[i], text);
    });
    this.find(".reset").disabled = Object.values(this.values).every((v) => v === 0);
  }
  answer(side, z, label, trained) {
    const p = probabilitiesOf(z, "softmax");
    const best = argmax(p);
    const digit = this.find(`${side} .digit`);
    setText(digit, trained ? String(best) : "?");
    digit.classList.toggle("wrong", trained && label !== null && label !== best);
    this.write(`${side} .sure`, trained ? `${surePercent(p[best])} sure` : "not trained");
    this.findAll(`${side} .bar`).forEach((bar, j) => {
      const percent = Math.round(100 * p[j]);
      bar.classList.toggle("best", trained && j === best);
      setText(bar.querySelector("span"), trained && percent ? String(percent) : "");
      bar.querySelector(".fill").style.height = `${84 * p[j]}%`;
    });
    this.find(side).dataset.probabilities = JSON.stringify(p.map((v) => Number(v.toFixed(6))));
  }
  paintWeights(side, weights, size, numbers) {
    this.write(`${side} header b`, numbers.toLocaleString("en"));
    const canvases = this.findAll(`${side} .weights canvas`);
    const limit = weights
      .slice(0, size * canvases.length)
      .reduce((a, v) => Math.max(a, Math.abs(v)), 1e-9);
    canvases.forEach((canvas, k) => {
      const own = weights.subarray(size * k, size * (k + 1));
      paintSigned(
        canvas,
        Array.from(own, (v) => (127 * v) / limit),
        this.palette,
      );
    });
    this.find(`${side} ten-legend`).show({ limit });
    this.find(`${side} ten-legend`).style.visibility = limit > 1e-9 ? "" : "hidden"; // all weights are 0
  }
}
define("ten-two-readings", TenTwoReadings);

// <ten-vanished>: images that softmax regression misreads; those that the network misreads as well
// have a frame.
class TenVanished extends TenElement {
  static css = `${LINK_CSS}
    .grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(34px, 1fr)); gap: 6px; } canvas { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; border: 2px solid transparent; opacity: .5; }
    canvas.stayed { border-color: var(--ink); opacity: 1; } .note { font-size: 16px; color: var(--ink2); margin-top: 10px; }
  `;
  static html = `<div class="grid"></div><div class="note"></div>`;
  paint() {
    const { pixels, rows, stayed, names, note } = this.data;
    const values = bytes(pixels);
    const grid = this.find(".grid");
    if (grid.dataset.rows !== String(rows)) {
      grid.innerHTML = rows.map(() => `<canvas role="img"></canvas>`).join("");
      grid.dataset.rows = String(rows);
    }
    this.findAll("canvas").forEach((canvas, k) => {
      paintGrey(canvas, values.subarray(784 * k, 784 * (k + 1)), this.palette);
      canvas.classList.toggle("stayed", stayed[k]);
      linkImage(
        canvas,
        this,
        rows[k],
        `${names[k]}${stayed[k] ? "; the network misreads it too" : ""}`,
      );
    });
    this.write(".note", note);
  }
}
define("ten-vanished", TenVanished);
