// <ten-against>: the difference of two rows, which is all that softmax depends on.

import {
  define,
  prefersReducedMotion,
  setLength,
  setText,
  TenElement,
} from "../shared/components/element.js";
import { LINK_CSS, linkImage } from "../shared/components/image_link.js";
import { bytes, IMAGE_CSS, paintGrey, paintSigned } from "../shared/components/images.js";
import { signed, signOf } from "../shared/components/numbers.js";
import { SIZE, TenMoment } from "./shown_moment.js";

class TenAgainst extends TenMoment {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template-columns: minmax(0, 268px) minmax(120px, 1fr); gap: 20px; }
    ${IMAGE_CSS} :host([smooth]) canvas { image-rendering: auto; }
    .words { font-size: 17px; line-height: 1.4; color: var(--ink2); display: flex; flex-direction: column; gap: 20px; } .words p { margin: 0; } .words b { display: block; font-weight: 700; }
    .words .bias { font-size: 19px; margin-top: auto; } .bias b { font-size: 22px; font-weight: 600; } var { font: italic 20px KaTeX_Math, "Source Serif", serif; } sub { font-size: 16px; }
    @container (max-width: 400px) { .columns { grid-template-columns: minmax(0, 1fr) 104px; gap: 14px; } }
  `;
  static html = `<div class="frame"><div class="columns"><canvas role="img"></canvas>
    <div class="words"><p><b class="positive">Blue</b><span></span></p><p><b class="negative">Orange</b><span></span></p>
      <p class="bias"><var>b</var><sub></sub> − <var>b</var><sub></sub><b></b></p></div></div></div>`;
  prepare() {
    const { first, second, smooth } = this.data;
    this.toggleAttribute("smooth", smooth);
    const [blue, orange] = this.findAll(".words span");
    const [i, j] = this.findAll(".bias sub");
    setText(blue, `ink here speaks for ${first}`);
    setText(orange, `ink here speaks for ${second}`);
    setText(i, String(first));
    setText(j, String(second));
  }
  paintMoment(at) {
    const { first, second, biases, smooth } = this.data;
    const canvas = this.find("canvas");
    const bias = biases[at];
    paintSigned(
      canvas,
      this.unpacked("weights").subarray(at * SIZE, (at + 1) * SIZE),
      this.palette,
      smooth,
    );
    const text = signed(bias, 2);
    const number = this.find(".bias b");
    canvas.setAttribute(
      "aria-label",
      `Weights of ${first} less those of ${second}, biases ${text}`,
    );
    setText(number, text);
    number.className = signOf(text);
  }
}
define("ten-against", TenAgainst);

// <ten-likes>: the test images with the highest and the lowest logit of one row.
class TenLikes extends TenElement {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 20px 32px; }
    h3 { font-size: 18px; font-weight: 600; margin: 0 0 8px; color: var(--ink); } h3 span { font-weight: 400; color: var(--ink2); }
    .row { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 10px; }
    figure { margin: 0; min-width: 0; } ${IMAGE_CSS} ${LINK_CSS}
    figure.misread canvas { outline: 3px solid var(--ink); outline-offset: -2px; }
    figcaption { display: flex; justify-content: space-between; align-items: baseline; gap: 4px; font-size: 16px; line-height: 1.3; margin-top: 2px; white-space: nowrap; } figcaption b { font-size: 18px; } figcaption em { font-style: normal; font-weight: 600; }
    @container (max-width: 400px) { .columns { grid-template-columns: 1fr; } .row { grid-template-columns: repeat(5, minmax(0, 1fr)); } figcaption em, figcaption b { display: block; } figcaption { display: block; } }
  `;
  static html =
    `<div class="frame"><div class="columns"><section><h3>Most <span>highest logit</span></h3><div class="row"></div></section>
    <section><h3>Least <span>lowest logit</span></h3><div class="row"></div></section></div></div>`;
  paint() {
    const { digit, groups } = this.data;
    this.findAll(".row").forEach((row, g) => {
      const { pixels, rows, labels, read, z } = groups[g];
      const values = bytes(pixels);
      setLength(
        row,
        labels.length,
        `<figure><canvas></canvas><figcaption><b></b><em></em></figcaption></figure>`,
      );
      [...row.children].forEach((figure, i) => {
        const wrong = read[i] !== labels[i];
        const canvas = figure.querySelector("canvas");
        const number = figure.querySelector("em");
        figure.classList.toggle("misread", wrong);
        paintGrey(canvas, values.subarray(SIZE * i, SIZE * (i + 1)), this.palette);
        const says = `Labelled ${labels[i]}${wrong ? `, read as ${read[i]}` : ""}, logit ${signed(z[i], 1)} for ${digit}`;
        linkImage(canvas, this, rows[i], says);
        setText(figure.querySelector("b"), wrong ? `${labels[i]} → ${read[i]}` : String(labels[i]));
        setText(number, signed(z[i], 1));
        number.className = signOf(number.textContent);
      });
    });
    // On a phone they are below what was tapped: scroll to them.
    const calm = prefersReducedMotion();
    if (digit !== this.seen)
      this.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    this.seen = digit;
  }
}
define("ten-likes", TenLikes);
