// <ten-misread>: the images of one cell of the confusion matrix, or of all mistakes.

import {
  define,
  prefersReducedMotion,
  setLength,
  setText,
  TenElement,
} from "../shared/components/element.js";
import { LINK_CSS, linkImage } from "../shared/components/image_link.js";
import { IMAGE_CSS, paintInk, pixelsOf } from "../shared/components/images.js";
import { aDigit, count } from "../shared/components/numbers.js";

class TenMisread extends TenElement {
  static css = `
    header { display: flex; align-items: center; gap: 8px 16px; min-height: 40px; flex-wrap: wrap; }
    h2 { font-size: 26px; flex: 1 1 auto; } button.all { font: inherit; font-size: 17px; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; min-height: 40px; padding: 0 14px; cursor: pointer; }
    .turn { display: flex; align-items: center; gap: 6px; font-size: 17px; color: var(--ink2); } .turn button { font: inherit; font-size: 20px; width: 44px; height: 40px; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; cursor: pointer; }
    button:disabled { color: var(--rule); cursor: default; } [hidden] { display: none !important; }
    header + header { margin-bottom: 12px; flex-wrap: nowrap; } .note { font-size: 17px; flex: 1 1 auto; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 8px 12px; margin: 0; padding: 0; list-style: none; }
    ${IMAGE_CSS} ${LINK_CSS}
    li div { font-size: 17px; color: var(--ink2); margin-top: 3px; white-space: nowrap; } b { color: var(--ink); font-weight: 600; margin-right: 6px; } b:empty { display: none; }
    @container (max-width: 520px) { ul { grid-template-columns: repeat(auto-fill, minmax(78px, 1fr)); gap: 8px; } li div { font-size: 16px; letter-spacing: -0.02em; } b { margin-right: 4px; } }
    :host { container-type: inline-size; }
  `;
  static html =
    `<header><h2 aria-live="polite"></h2><button type="button" class="all">All mistakes</button></header>
    <header><span class="note"></span><span class="turn"><button type="button" class="back" aria-label="The images before">‹</button><button type="button" class="on" aria-label="The next images">›</button></span></header><ul></ul>`;
  /** @type {any} */ image = null;

  constructor() {
    super();
    this.find(".all").onclick = () => this.tell("chosen");
    this.find(".back").onclick = () => this.tell("page", this.data.page - 1);
    this.find(".on").onclick = () => this.tell("page", this.data.page + 1);
  }

  // Repaint once the images are decoded, so that words and images change together.
  show(data) {
    if (!data.sprite || data.sprite === this.data?.sprite) return super.show(data);
    const image = new Image();
    this.awaited = data.sprite;
    image.onload = () => {
      if (this.awaited !== data.sprite) return;
      this.image = image;
      super.show(data);
    };
    image.src = data.sprite;
  }

  paint() {
    const { chosen, total, page, first, rows, labels, predicted, shares } = this.data;
    const n = labels.length;
    const list = this.find("ul");
    const [truth, read] = chosen || [];
    const right = chosen && truth === read;
    this.write(
      "h2",
      !chosen
        ? "The most confident mistakes"
        : right
          ? `${truth} read correctly`
          : `${truth} read as ${read}`,
    );
    const which = `${count(total)} image${total === 1 ? "" : "s"}`;
    const order = right ? "the narrowest escape first" : "the most confident first";
    this.write(
      ".note",
      !total
        ? "No image."
        : n === total
          ? `${which}, ${order}`
          : `${count(first)}–${count(first + n - 1)} of ${count(total)}, ${order}`,
    );
    this.find(".all").hidden = !chosen;
    this.find(".turn").hidden = n === total;
    this.find(".back").disabled = page === 0;
    this.find(".on").disabled = first + n > total;
    setLength(
      list,
      n,
      `<li><canvas width="28" height="28"></canvas><div><b></b><span></span></div></li>`,
    );
    const pixels = n ? pixelsOf(this.image).data : [];
    labels.forEach((label, i) => {
      const item = list.children[i];
      const canvas = item.querySelector("canvas");
      const grey = Array.from({ length: 784 }, (_, k) => pixels[4 * (784 * i + k)]);
      paintInk(canvas, grey, this.palette);
      const name = aDigit(label).replace("a", "A");
      const says = `${name}, read as ${predicted[i]}, with ${shares[i]} confidence`;
      linkImage(canvas, this, rows[i], says);
      setText(item.querySelector("b"), chosen ? "" : `${label} → ${predicted[i]}`);
      setText(item.querySelector("span"), shares[i]);
    });
    this.bringIntoView(String(chosen));
  }
  // On a phone the images are below the matrix: scroll to them when a cell is chosen.
  bringIntoView(chosen) {
    const other = this.shown !== undefined && this.shown !== chosen;
    this.shown = chosen;
    if (!other) return;
    const behavior = prefersReducedMotion() ? "auto" : "smooth";
    (this.find("li") || this.find("h2")).scrollIntoView({ block: "nearest", behavior });
  }
}
define("ten-misread", TenMisread);
