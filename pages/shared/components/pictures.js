// <ten-pictures>: the ten rows of W as pictures on one scale; or, at a low step rate, the gradient
// step of the current mini-batch.

import "./legend.js";
import { define, forDigits, setText, TenElement } from "./element.js";
import { paintSigned, signedBytes } from "./images.js";
import { biasText, signOf } from "./numbers.js";

class TenPictures extends TenElement {
  static css = `
    header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin-bottom: 12px; }
    header h2 { margin-right: auto; }
    .grid { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 14px 12px; }
    figure { margin: 0; min-width: 0; }
    figcaption { display: flex; justify-content: space-between; align-items: baseline; gap: 4px; white-space: nowrap; }
    figcaption b { font-size: 27px; line-height: 1.2; font-weight: 700; }
    figcaption span { font-size: 16px; color: var(--ink2); } figcaption i { font-style: normal; font-weight: 600; }
    canvas.picture { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    :host([smooth]) canvas.picture { image-rendering: auto; }
    :host([hero]) canvas.picture { border: 0; }
    :host([hero]) figure { display: flex; flex-direction: column-reverse; } :host([hero]) figcaption { justify-content: center; }
    :host([hero]) figcaption b { font-size: 30px; }
    footer { margin-top: 12px; display: flex; flex-wrap: wrap; gap: 6px 24px; align-items: center; }
    [hidden] { display: none !important; }
    @container (max-width: 560px) {
      .grid { gap: 10px 8px; } figcaption b { font-size: 21px; } figcaption span { font-size: 15px; } .word { display: none; }
      :host([hero]) figcaption b { font-size: 22px; }
    }
    .frame { container-type: inline-size; }
    /* On a projector: no title, and the switch beside the legend, so that the pictures are larger. */
    :host([presented]) .frame { display: grid; grid-template-columns: 1fr auto; align-items: center; }
    :host([presented]) .grid { grid-column: 1 / -1; gap: 8px 12px; } :host([presented]) h2 { display: none; }
    :host([presented]) header { order: 2; margin: 0; } :host([presented]) footer { order: 1; }
    :host([presented]) header, :host([presented]) footer { margin: 8px 0 0; min-height: 36px; }
    /* The corners of these pictures are empty: no ink ever falls there. */
    :host([presented]) figure { position: relative; }
    :host([presented]) figcaption { position: absolute; inset: 1px 1px auto; align-items: start; }
    :host([presented]) figcaption > * { background: var(--page); padding: 0 4px; }
    :host([presented]) figcaption b { font-size: 24px; line-height: 1.1; } :host([presented]) .word { display: none; }
  `;
  static html =
    `<div class="frame"><header><h2></h2><div class="switch" role="group" aria-label="What the pictures show">
      <button type="button" aria-pressed="true">Weights</button><button type="button" aria-pressed="false">Batch gradient</button></div></header>
    <div class="grid"></div>
    <footer><ten-legend></ten-legend></footer></div>`;

  constructor() {
    super();
    this.view = "weights";
    const [weights, gradient] = this.findAll(".switch button");
    weights.onclick = () => this.choose("weights");
    gradient.onclick = () => this.choose("gradient");
    this.find(".grid").innerHTML = forDigits(
      (digit) =>
        `<figure><figcaption><b translate="no">${digit}</b><span><span class="word">bias </span><i translate="no"></i></span></figcaption><canvas class="picture" role="img"></canvas></figure>`,
    );
  }
  choose(view) {
    this.view = view;
    this.refresh();
  }

  paint() {
    const { title, biases, weights, gradient, smooth, hero, presented, note, words } = this.data;
    const showGradient = this.view === "gradient" && gradient;
    const numbered = biases && !showGradient;
    const shown = showGradient ? gradient : weights;
    this.toggleAttribute("smooth", Boolean(smooth));
    this.toggleAttribute("hero", Boolean(hero));
    this.toggleAttribute("presented", Boolean(presented));
    const [first, second] = this.findAll(".switch button");
    first.setAttribute("aria-pressed", String(!showGradient));
    second.setAttribute("aria-pressed", String(Boolean(showGradient)));
    second.disabled = !gradient;
    second.title = gradient
      ? "What the next step would add, up to the learning rate"
      : "Pause, or choose a pace of 1 or 10 steps a second";
    this.find(".switch").hidden = !("gradient" in this.data);
    this.find("header").hidden = !title;
    this.write("h2", showGradient ? "The step this batch asks for" : title || "");
    const values = signedBytes(shown.values);
    const side = Math.round(Math.sqrt(values.length / 10));
    this.findAll("figure").forEach((figure, digit) => {
      const canvas = figure.querySelector("canvas");
      const bias = numbered ? biasText(biases[digit]) : "";
      paintSigned(
        canvas,
        values.subarray(digit * side * side, (digit + 1) * side * side),
        this.palette,
        smooth,
      );
      canvas.setAttribute(
        "aria-label",
        `${showGradient ? "Gradient" : "Weights"} of digit ${digit}${numbered ? `, bias ${bias}` : ""}`,
      );
      figure.querySelector("figcaption span").hidden = !numbered;
      const number = figure.querySelector("i");
      setText(number, bias);
      number.className = numbered ? signOf(bias) : "";
    });
    this.find("footer").hidden = this.data.legend === false;
    this.find("ten-legend").show({
      limit: shown.limit,
      words,
      note: showGradient ? "−dL/dW: blue gains weight, orange loses it" : note,
    });
  }
}
define("ten-pictures", TenPictures);
