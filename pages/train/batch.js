// <ten-batch>: the images of the current mini-batch, the misclassified ones marked.

import { rgb } from "../shared/components/colours.js";
import { define, TenElement } from "../shared/components/element.js";
import { context2d, pixelsOf } from "../shared/components/images.js";
import { count } from "../shared/components/numbers.js";
import { pointIn } from "../shared/components/pointer.js";

const CELL = 28;

class TenBatch extends TenElement {
  static css = `
    header { margin-bottom: 8px; } canvas { display: block; width: 100%; } b { font-weight: 600; color: var(--ink); }
    .note { margin-top: 2px; min-height: 20px; }
    /* Two lines, of which the last step needs one only. */
    @container (max-width: 560px) { .note { min-height: 40px; } }
    :host { container-type: inline-size; }
  `;
  static html =
    `<header><h2>The current mini-batch</h2><div class="note"></div></header><canvas role="img"></canvas>`;
  /** @type {any} */ image = null;
  /** @type {any} */ images = null;
  columns = 1;
  cell = 1;
  /** @type {any} */ inkedFor = null;
  /** @type {any} */ inkedDark = null;
  /** @type {any} */ inkedCanvas = null;

  constructor() {
    super();
    this.find("canvas").onmousemove = (event) => this.hint(event);
  }

  // Caption and marks change together with the images, which take a moment to decode.
  show(data) {
    if (data.sprite !== this.sprite) this.images = decoded(data.sprite);
    this.sprite = data.sprite;
    this.latest = data;
    this.images.then((image) => {
      if (this.latest !== data) return;
      this.image = image;
      super.show(data);
    });
  }

  paint() {
    const { labels, predicted, size, step, steps, rate } = this.data;
    const width = this.clientWidth || 600;
    const ratio = devicePixelRatio || 1;
    this.columns = Math.max(10, Math.floor(width / 27));
    this.cell = width / this.columns;
    const rows = Math.ceil(labels.length / this.columns);
    const canvas = this.find("canvas");
    canvas.width = width * ratio;
    canvas.height = Math.ceil(rows * this.cell * ratio);
    canvas.style.height = `${rows * this.cell}px`;
    const context = canvas.getContext("2d");
    const inked = this.inked();
    context.scale(ratio, ratio);
    labels.forEach((label, i) => {
      const x = (i % this.columns) * this.cell;
      const y = Math.floor(i / this.columns) * this.cell;
      const wrong = predicted[i] !== label;
      context.globalAlpha = wrong ? 1 : 0.62;
      context.drawImage(inked, 0, i * CELL, CELL, CELL, x + 2, y + 2, this.cell - 4, this.cell - 4);
      if (!wrong) return;
      context.strokeStyle = this.palette.ink;
      context.lineWidth = 1.75;
      context.strokeRect(x + 1, y + 1, this.cell - 2, this.cell - 2);
    });
    const wrong = labels.filter((label, i) => predicted[i] !== label).length;
    const shown =
      size > labels.length
        ? `the first ${labels.length} of ${count(size)} images`
        : `${labels.length} image${labels.length > 1 ? "s" : ""}`;
    const when =
      step > steps
        ? "After the last step"
        : `For step ${count(step)} of ${count(steps)}, at a rate of ${rate}`;
    this.find(".note").innerHTML = `${when}: ${shown}, <b>${wrong} misread</b> (marked)`;
    canvas.setAttribute("aria-label", `${shown}, ${wrong} misread`);
  }

  // The sprite in the theme's ink, cached.
  inked() {
    if (this.inkedFor === this.image && this.inkedDark === this.dark) return this.inkedCanvas;
    const pixels = pixelsOf(this.image);
    const ink = rgb(this.palette.ink);
    for (let i = 0; i < pixels.data.length; i += 4) pixels.data.set([...ink, pixels.data[i]], i);
    const canvas = document.createElement("canvas");
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    context2d(canvas).putImageData(pixels, 0, 0);
    Object.assign(this, { inkedFor: this.image, inkedDark: this.dark, inkedCanvas: canvas });
    return canvas;
  }

  hint(event) {
    const { x, y } = pointIn(event, this.find("canvas"));
    const i = Math.floor(y / this.cell) * this.columns + Math.floor(x / this.cell);
    const { labels, predicted } = this.data;
    this.find("canvas").title =
      i < labels.length ? `labelled ${labels[i]}, read as ${predicted[i]}` : "";
  }
}
const decoded = async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
};
define("ten-batch", TenBatch);
