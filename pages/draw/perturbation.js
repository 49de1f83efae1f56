// <ten-push>: the digit perturbed by four sliders, and the prediction along each of them. It takes
// the image and the model from <ten-answer>, and so follows the pen too.

import { define, forDigits, setText, TenElement } from "../shared/components/element.js";
import { paintInk } from "../shared/components/images.js";
import { logitsOf, probabilitiesOf } from "../shared/components/model.js";
import { argmax, percent, surePercent } from "../shared/components/numbers.js";
import { perturb, rotatedAndMoved, thickened } from "../shared/components/transforms.js";
import { currentAnswer, subscribe } from "./current_answer.js";

class TenPush extends TenElement {
  static css = `
    .frame { container-type: inline-size; }
    header { display: flex; align-items: center; gap: 16px; margin-bottom: 12px; min-height: 40px; } h2 { font-size: 25px; }
    header button { font: inherit; font-size: 17px; font-weight: 600; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; padding: 4px 16px; min-height: 40px; cursor: pointer; }
    header button:disabled { color: var(--ink3); opacity: .6; cursor: not-allowed; }
    .columns { display: grid; grid-template-columns: 250px 330px minmax(0, 1fr); gap: 20px 44px; align-items: start; }
    .picture canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    .verdict { display: flex; align-items: center; gap: 16px; height: 84px; } .digit { font-size: 96px; font-weight: 700; line-height: .86; min-width: 52px; }
    .sure { font-size: 29px; font-weight: 600; line-height: 1.15; } .was { font-size: 17px; color: var(--ink2); }
    .bars { display: grid; grid-template-columns: repeat(10, 1fr); gap: 6px; margin-top: 18px; }
    .bar { text-align: center; font-size: 19px; color: var(--ink2); } .track { position: relative; height: 116px; background: var(--panel); border-radius: 3px; margin-bottom: 4px; }
    .fill { position: absolute; left: 0; right: 0; bottom: 0; background: var(--secondary); border-radius: 3px; min-height: 2px; }
    .before { position: absolute; left: -2px; right: -2px; height: 0; border-top: 2px solid var(--ink2); }
    .bar.best { color: var(--ink); font-weight: 700; } .bar.best .fill { background: var(--ink); } .bar.best .before { border-color: var(--secondary); }
    .note { margin-top: 8px; }
    .slider { display: grid; grid-template-columns: 62px minmax(0, 1fr) 74px; gap: 4px 14px; align-items: start; height: 66px; font-size: 18px; }
    label, output { line-height: 38px; } label { color: var(--ink2); } output { text-align: right; font-weight: 600; white-space: nowrap; }
    .way { position: relative; height: 62px; } .way canvas { position: absolute; inset: 0; width: 100%; height: 62px; }
    input { position: absolute; inset: 0 0 auto; width: 100%; height: 38px; margin: 0; background: none; appearance: none; -webkit-appearance: none; cursor: ew-resize; touch-action: pan-y; }
    input::-webkit-slider-runnable-track { height: 38px; background: none; } input::-moz-range-track { height: 38px; background: none; }
    input::-webkit-slider-thumb { -webkit-appearance: none; width: 16px; height: 44px; margin-top: -3px; background: var(--page); border: 3px solid var(--ink); border-radius: 8px; box-shadow: 0 0 0 2px var(--page); }
    input::-moz-range-thumb { box-sizing: border-box; width: 16px; height: 44px; background: var(--page); border: 3px solid var(--ink); border-radius: 8px; box-shadow: 0 0 0 2px var(--page); }
    input:focus { outline: none; } input:focus-visible { outline: 2px solid var(--positive); outline-offset: 4px; border-radius: 4px; }
    @container (max-width: 1100px) { .columns { grid-template-columns: 210px 1fr; } .sliders { grid-column: 1 / -1; } }
    @container (max-width: 520px) { .columns { grid-template-columns: 112px 1fr; gap: 12px 16px; } .reading { display: contents; } .verdict { height: 112px; } .bars { grid-column: 1 / -1; margin: 0; } .track { height: 64px; } .sliders { grid-column: 1 / -1; }
      .note { display: none; } .digit { font-size: 80px; min-width: 44px; } .slider { grid-template-columns: 50px minmax(0, 1fr) 62px; gap: 4px 10px; font-size: 17px; } }
  `;
  static html =
    `<div class="frame"><header><h2>Push it a little</h2><button type="button">Reset</button></header><div class="columns">
    <section class="picture"><canvas width="28" height="28" role="img" aria-label="What the model sees after the push"></canvas><div class="note">Pushed after the preparation, which would centre it again.</div></section>
    <section class="reading"><div class="verdict" aria-live="polite"><div class="digit"></div><div><div class="sure"></div><div class="was"></div></div></div><div class="bars"></div><div class="note">Lines: before the push.</div></section>
    <section class="sliders"></section></div></div>`;
  /** @type {Record<string, number>} by slider */ values = {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */ later;

  constructor() {
    super();
    this.find(".bars").innerHTML = forDigits(
      (digit) =>
        `<div class="bar"><div class="track"><div class="fill"></div><div class="before"></div></div>${digit}</div>`,
    );
    this.find("header button").onclick = () => {
      for (const name of Object.keys(this.values)) this.values[name] = 0;
      this.moved = true;
      this.refresh();
      this.tellServer();
    };
  }
  connectedCallback() {
    super.connectedCallback();
    this.unsubscribe = subscribe(() => {
      if (this.data) this.refresh();
    });
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    this.unsubscribe?.();
    clearTimeout(this.later);
  }
  // The server's answer replaces the one computed here once it is for the same values.
  show(data) {
    const values = Object.fromEntries(data.sliders.map(({ name, value }) => [name, value]));
    if (!this.moved) this.values = values;
    if (Object.keys(values).every((name) => values[name] === this.values[name])) this.moved = false;
    super.show(data);
  }
  tellServer() {
    this.tell("moved", ...this.data.sliders.map(({ name }) => this.values[name]));
  }

  build(sliders) {
    this.find(".sliders").innerHTML = sliders
      .map(
        ({ name, low, high, step }) =>
          `<div class="slider"><label for="${name}"></label><div class="way"><canvas role="img"></canvas><input type="range" id="${name}" min="${low}" max="${high}" step="${step}"></div><output></output></div>`,
      )
      .join("");
    sliders.forEach(({ name, label }, i) => {
      const input = this.findAll("input")[i];
      setText(this.findAll(".slider label")[i], label);
      input.oninput = () => {
        this.values[name] = Number(input.value);
        this.moved = true;
        this.refresh();
      };
      input.onchange = () => this.tellServer();
    });
  }
  probabilities(x) {
    const { model } = /** @type {import("./current_answer.js").Answer} */ (currentAnswer());
    return probabilitiesOf(logitsOf(x, model), model.head);
  }

  paint() {
    const { sliders, p: serverP } = this.data;
    const { x, live } = currentAnswer() ?? {};
    if (!this.findAll("input").length) this.build(sliders);
    if (!x) return;
    const server = !this.moved && !live;
    const picture = perturb(x, this.values);
    const before = this.probabilities(x);
    const p = server ? serverP : this.probabilities(picture);
    this.dataset.source = server ? "server" : "browser";
    this.dataset.probabilities = JSON.stringify(p.map((v) => Number(v.toFixed(6))));
    this.paintPicture(picture);
    this.paintBars(p, before);
    sliders.forEach(({ name, unit }, i) => {
      const input = this.findAll("input")[i];
      const v = this.values[name];
      const text = `${v > 0 ? "+" : v < 0 ? "−" : ""}${Math.abs(v)}${unit}`;
      if (Number(input.value) !== v) input.value = v;
      setText(this.findAll("output")[i], text);
      input.setAttribute("aria-valuetext", `${text}, read as ${argmax(p)}`);
    });
    this.find("header button").disabled = Object.values(this.values).every((v) => v === 0);
    // The strips take some two hundred forward passes: throttled while a pen or a slider moves.
    if (live || this.moved)
      this.later = this.later || setTimeout(() => this.paintStrips(), live ? 150 : 40);
    else this.paintStrips();
  }
  paintPicture(picture) {
    const grey = picture.map((v) => Math.round(255 * Math.min(1, Math.max(0, v))));
    paintInk(this.find(".picture canvas"), grey, this.palette);
  }
  paintBars(p, before) {
    const best = argmax(p);
    const was = argmax(before);
    this.write(".digit", String(best));
    this.write(".sure", surePercent(p[best]));
    this.write(".was", `before: ${was}, ${percent(before[was], 0)}`);
    this.findAll(".bar").forEach((bar, digit) => {
      bar.classList.toggle("best", digit === best);
      bar.querySelector(".fill").style.height = `${100 * p[digit]}%`;
      bar.querySelector(".before").style.bottom = `calc(${100 * before[digit]}% - 1px)`;
    });
    this.dataset.prediction = String(best);
  }
  // The prediction at each value of each slider, the others unchanged: as high as its probability,
  // dark while it is the prediction before the push.
  paintStrips() {
    clearTimeout(this.later);
    this.later = undefined;
    const { x } = currentAnswer() ?? {};
    if (!x || !this.isConnected) return;
    const was = argmax(this.probabilities(x));
    const thick = thickened(x, this.values.pen);
    this.data.sliders.forEach((slider, i) => {
      const n = Math.round((slider.high - slider.low) / slider.step) + 1;
      const reads = [];
      for (let k = 0; k < n; k++) {
        /** @type {Record<string, number>} */
        const at = { ...this.values, [slider.name]: slider.low + k * slider.step };
        const picture =
          slider.name === "pen"
            ? perturb(x, at)
            : rotatedAndMoved(thick, at.turn, at.right, at.down);
        const p = this.probabilities(picture);
        const digit = argmax(p);
        reads.push({ digit, p: p[digit], value: at[slider.name] });
      }
      this.paintStrip(this.findAll(".way canvas")[i], reads, was, slider);
    });
  }
  paintStrip(canvas, reads, was, { label, unit }) {
    const width = canvas.clientWidth;
    const dense = window.devicePixelRatio || 1;
    const inset = 8;
    const high = 38;
    if (!width) return;
    canvas.width = width * dense;
    canvas.height = 62 * dense;
    const context = canvas.getContext("2d");
    const each = (width - 2 * inset) / (reads.length - 1);
    // Whole pixels of the screen, so that no seams show.
    const left = (k) => Math.round((inset + (k - 0.5) * each) * dense) / dense;
    context.scale(dense, dense);
    context.fillStyle = this.palette.panel;
    context.fillRect(left(0), 0, left(reads.length) - left(0), high);
    reads.forEach(({ digit, p }, k) => {
      context.fillStyle = digit === was ? this.palette.ink : this.palette.secondary;
      context.fillRect(left(k), high * (1 - p), left(k + 1) - left(k), high * p);
    });
    context.font = `600 17px ${getComputedStyle(this).fontFamily}`;
    context.textAlign = "center";
    const said = [];
    for (let from = 0; from < reads.length; ) {
      let to = from;
      while (to < reads.length && reads[to].digit === reads[from].digit) to++;
      context.fillStyle = this.palette.page;
      if (from) context.fillRect(left(from) - 1, 0, 2, high);
      context.fillStyle = reads[from].digit === was ? this.palette.ink : this.palette.ink2;
      if ((to - from) * each >= 13)
        context.fillText(String(reads[from].digit), (left(from) + left(to)) / 2, high + 19);
      said.push(`${reads[from].digit} from ${reads[from].value}${unit}`);
      from = to;
    }
    canvas.setAttribute("aria-label", `${label}: read as ${said.join(", ")}`);
  }
}
define("ten-push", TenPush);
