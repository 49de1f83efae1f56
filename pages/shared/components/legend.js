// <ten-legend>: one symmetric scale, orange against and blue for, with its ends in numbers.

import { signedColours } from "./colours.js";
import { define, TenElement } from "./element.js";
import { tick } from "./numbers.js";

class TenLegend extends TenElement {
  static css = `
    div { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: inherit; font-weight: 600; }
    :host { font-size: 17px; }
    i { font: 400 17px var(--st-font); color: var(--ink2); } .positive { margin-right: 16px; }
    canvas { width: var(--legend-width, 150px); height: 14px; }
    @media (max-width: 480px) { div { font-size: 16px; } canvas { width: var(--legend-width, 90px); } i { margin-left: 0; }
      /* With many words each stands below its end of the scale, which is as wide as the page. */
      .wordy { display: grid; grid-template-columns: 1fr 1fr; } .wordy canvas { grid-column: 1 / -1; grid-row: 1; width: 100%; } .wordy i { grid-column: 1 / -1; }
      .wordy span { text-wrap: balance; } .wordy .positive { margin: 0; text-align: right; } }
  `;
  static html =
    `<div><span class="negative"></span><canvas width="255" height="1" aria-hidden="true"></canvas><span class="positive"></span><i></i></div>`;

  paint() {
    const { limit, words, note } = this.data;
    const [against, favour] = words || ["against", "for"];
    const strip = this.find("canvas").getContext("2d");
    const image = new ImageData(255, 1);
    signedColours(this.palette).forEach((colour, i) => image.data.set([...colour, 255], 4 * i));
    strip.putImageData(image, 0, 0);
    const size = tick(Number(limit.toPrecision(limit >= 0.001 ? 2 : 1)));
    this.find("div").classList.toggle("wordy", against.length + favour.length > 20);
    this.write(".negative", `${against} −${size}`);
    this.write(".positive", `+${size} ${favour}`);
    this.write("i", note || "");
  }
}
define("ten-legend", TenLegend);
