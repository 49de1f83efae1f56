// <ten-rows>: the ten rows of W with their biases, at one moment of the run; a click asks for the
// images with the highest and lowest logit of a row.

import { define, forDigits, setText } from "../shared/components/element.js";
import { bytes, IMAGE_CSS, paintSigned } from "../shared/components/images.js";
import { biasText, signOf } from "../shared/components/numbers.js";
import { SIZE, TenMoment } from "./shown_moment.js";

class TenRows extends TenMoment {
  static css = `
    .frame { container-type: inline-size; }
    .grid { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); column-gap: calc(var(--gap) * 1cqw); }
    figure { margin: 0; min-width: 0; position: relative; }
    ${IMAGE_CSS}
    :host([smooth]) canvas { image-rendering: auto; }
    figcaption { height: calc(var(--caption) * 1cqw); padding-bottom: .6cqw; display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: 10px; line-height: 1; }
    figcaption b { font-size: 30px; font-weight: 700; } figcaption i { font-style: normal; font-weight: 600; font-size: 17px; min-width: 46px; text-align: right; }
    .track { position: relative; height: 14px; } .track::before { content: ""; position: absolute; left: 50%; top: -3px; bottom: -3px; width: 1px; background: var(--ink3); }
    .track div { position: absolute; top: 0; height: 100%; border-radius: 2px; } .track .positive { background: var(--positive); } .track .negative { background: var(--negative); }
    button { position: absolute; inset: 0; width: 100%; border: 0; padding: 0; background: none; cursor: pointer; }
    figure:hover canvas { border-color: var(--ink2); }
    figure.marked canvas { outline: 3px solid var(--ink); outline-offset: -3px; }
    button:focus-visible { outline: 3px solid var(--positive); outline-offset: 2px; }
    @container (max-width: 560px) { figcaption b { font-size: 20px; } .track { display: none; } figcaption { grid-template-columns: auto 1fr; gap: 2px; } figcaption i { font-size: 16px; min-width: 0; } }
  `;
  static html = `<div class="frame"><div class="grid"></div></div>`;
  largest = 1;
  /** @type {any} of all moments, ten each */ biases = [];

  constructor() {
    super();
    this.find(".grid").innerHTML = forDigits(
      (digit) =>
        `<figure><canvas role="img"></canvas><figcaption><b>${digit}</b><div class="track" aria-hidden="true"><div></div></div><i></i></figcaption><button type="button"></button></figure>`,
    );
    this.findAll("button").forEach((button, digit) => {
      button.onclick = () => this.ask(digit);
    });
    // Uncovered while a row has the keyboard's focus.
    this.addEventListener("focusin", () => this.cover());
    this.addEventListener("focusout", () => this.cover());
    this.clicked = (event) => this.through(event);
  }
  // Listen on the container of this element and of the plotly figure that covers it.
  connectedCallback() {
    super.connectedCallback();
    const root = /** @type {ShadowRoot} */ (this.getRootNode());
    this.around = (root.host || this).closest(".st-key-weights-rows");
    if (this.around) this.around.addEventListener("click", this.clicked);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.around) this.around.removeEventListener("click", this.clicked);
  }
  ask(digit) {
    this.tell("asked", digit, this.data.steps[this.at]);
  }
  // Pass a click on the plotly figure on to the picture below.
  through(event) {
    if (
      event.composedPath().includes(this) ||
      !event.composedPath().some((node) => node.classList?.contains("draglayer"))
    )
      return;
    const digit = this.findAll("figure").findIndex((figure) => {
      const { left, right, top, bottom } = figure.getBoundingClientRect();
      return (
        event.clientX >= left &&
        event.clientX < right &&
        event.clientY >= top &&
        event.clientY < bottom
      );
    });
    if (digit >= 0) this.ask(digit);
  }
  cover() {
    const focused = this.focused;
    const bare = this.at < this.last || Boolean(focused?.matches(":focus-visible"));
    if (this.around) this.around.toggleAttribute("data-bare", bare);
  }

  prepare() {
    const { gap, caption, smooth, marked, biases } = this.data;
    this.style.setProperty("--gap", gap);
    this.style.setProperty("--caption", caption);
    this.toggleAttribute("smooth", smooth);
    this.findAll("figure").forEach((figure, digit) =>
      figure.classList.toggle("marked", marked.includes(digit)),
    );
    this.findAll("button").forEach((button, digit) =>
      button.setAttribute(
        "aria-label",
        `Test images with the highest and lowest logit of row ${digit}`,
      ),
    );
    this.biases = new Float32Array(bytes(biases).buffer);
    this.largest = this.biases.reduce((most, b) => Math.max(most, Math.abs(b)), 1e-9);
  }
  paintMoment(at) {
    const values = this.unpacked("weights");
    const { smooth, steps } = this.data;
    this.findAll("figure").forEach((figure, digit) => {
      const canvas = figure.querySelector("canvas");
      const from = (10 * at + digit) * SIZE;
      const bias = this.biases[10 * at + digit];
      paintSigned(canvas, values.subarray(from, from + SIZE), this.palette, smooth);
      const text = biasText(bias);
      const sign = signOf(text);
      canvas.setAttribute("aria-label", `Weights of digit ${digit}, bias ${text}`);
      const number = figure.querySelector("i");
      const bar = figure.querySelector(".track div");
      const share = (50 * Math.abs(bias)) / this.largest;
      setText(number, text);
      number.className = bar.className = sign;
      bar.style.width = `${share}%`;
      bar.style.left = `${bias < 0 ? 50 - share : 50}%`;
    });
    this.dataset.step = steps[at];
    this.cover();
  }
}
define("ten-rows", TenRows);
