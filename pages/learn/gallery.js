// Images of the data set on the pages of the lesson.

import { define, setText, TenElement } from "../shared/components/element.js";
import { isReturned, LINK_CSS, linkImage, open } from "../shared/components/image_link.js";
import { bytes, paintGrey, paintInk } from "../shared/components/images.js";

// <ten-gallery>: a row of images with captions, one of them chosen.
class TenGallery extends TenElement {
  static css = `
    .row { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 8px; max-width: 860px; }
    button { font: inherit; font-size: 16px; color: var(--ink2); background: none; border: 0; padding: 0; cursor: pointer; min-width: 0; }
    canvas { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; border: 1px solid var(--rule); margin-bottom: 3px; }
    button:hover canvas { border-color: var(--ink3); } button[aria-pressed="true"] canvas { outline: 2px solid var(--ink); outline-offset: 1px; }
    button[aria-pressed="true"] { color: var(--ink); font-weight: 700; } button:focus-visible { outline-offset: 3px; }
    .open { margin-top: 8px; min-height: 32px; text-decoration: underline; text-underline-offset: 4px; text-decoration-thickness: 1px; } .open:hover { color: var(--ink); }
    .frame { container-type: inline-size; }
    @container (max-width: 620px) { .row { grid-template-columns: repeat(6, minmax(0, 1fr)); } }
  `;
  static html =
    `<div class="frame"><div class="row" role="group"></div><button type="button" class="open"></button></div>`;
  paint() {
    const { pixels, names, captions, chosen, label } = this.data;
    const row = this.find(".row");
    const values = bytes(pixels);
    row.setAttribute("aria-label", label);
    if (row.children.length !== names.length) {
      row.innerHTML = names
        .map(
          () => `<button type="button"><canvas aria-hidden="true"></canvas><span></span></button>`,
        )
        .join("");
    }
    this.findAll(".row button").forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === chosen));
      button.setAttribute("aria-label", captions ? `${names[i]}: ${captions[i]}` : names[i]);
      setText(button.querySelector("span"), captions ? captions[i] : "");
      paintGrey(
        button.querySelector("canvas"),
        values.subarray(784 * i, 784 * (i + 1)),
        this.palette,
      );
      button.onclick = () => this.tell("picked", this.data.set, i);
    });
    this.dataset.chosen = chosen;
    const link = this.find(".open");
    setText(link, `Open ${names[chosen]}, on Draw`);
    link.onclick = () => open(this, this.data.set[chosen]);
    if (isReturned(this, this.data.set[chosen])) link.focus();
  }
}
define("ten-gallery", TenGallery);

// <ten-composed>: one image with a caption.
class TenComposed extends TenElement {
  static css =
    `${LINK_CSS} figure { margin: 0; } canvas { display: block; width: 100%; max-width: var(--size, 160px); aspect-ratio: 1; border: 1px solid var(--ink3); image-rendering: pixelated; } figcaption { font-size: 16px; color: var(--ink2); margin-top: 6px; }`;
  static html =
    `<figure><canvas width="28" height="28" role="img"></canvas><figcaption></figcaption></figure>`;
  paint() {
    const { pixels, size, caption, alt, row } = this.data;
    this.style.setProperty("--size", `${size || 160}px`);
    const canvas = this.find("canvas");
    paintInk(canvas, bytes(pixels), this.palette);
    canvas.setAttribute("aria-label", alt || caption || "an image");
    if (row !== null) linkImage(canvas, this, row, alt);
    this.write("figcaption", caption || "");
    this.find("figcaption").hidden = !caption;
  }
}
define("ten-composed", TenComposed);
