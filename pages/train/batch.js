// <ten-batch>: the images of the current mini-batch, the misclassified ones marked.

import { rgb } from "../shared/components/colours.js";
import { define, TenElement } from "../shared/components/element.js";
import { isReturned, open } from "../shared/components/image_link.js";
import { context2d, pixelsOf } from "../shared/components/images.js";
import { count } from "../shared/components/numbers.js";
import { pointIn } from "../shared/components/pointer.js";

const CELL = 28;

class TenBatch extends TenElement {
  static css = `
    header { margin-bottom: 8px; } canvas { display: block; width: 100%; } b { font-weight: 600; color: var(--ink); }
    .note { margin-top: 2px; min-height: 20px; } .note.pointed { min-height: 22px; margin-top: 4px; }
    /* Two lines, of which the last step needs one only. */
    @container (max-width: 560px) { header .note { min-height: 40px; } }
    :host { container-type: inline-size; }
    canvas { cursor: pointer; touch-action: pan-y; } canvas:focus-visible { outline: 2px solid var(--positive); outline-offset: 3px; }
  `;
  static html =
    `<header><h2>The current mini-batch</h2><div class="note"></div></header><canvas tabindex="0" role="application"></canvas><div class="note pointed" aria-live="polite"></div>`;
  /** @type {any} */ image = null;
  /** @type {any} */ images = null;
  columns = 1;
  cell = 1;
  /** @type {any} */ inkedFor = null;
  /** @type {any} */ inkedDark = null;
  /** @type {any} */ inkedCanvas = null;

  /** @type {number | null} The image that is pointed at. */ at = null;

  constructor() {
    super();
    const canvas = this.find("canvas");
    canvas.onpointermove = (event) => this.point(this.imageAt(event));
    canvas.onpointerleave = () => this.point(this.focused === canvas ? this.at : null);
    canvas.onblur = () => this.point(null);
    canvas.onfocus = () => this.point(this.at ?? 0);
    canvas.onclick = (event) => this.open(this.imageAt(event));
    canvas.onkeydown = (event) => this.key(event);
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
      const returned = data.rows.findIndex((row) => isReturned(this, row));
      if (returned < 0) return;
      this.at = returned;
      this.find("canvas").focus();
      this.paint();
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
    canvas.setAttribute(
      "aria-label",
      `${shown}, ${wrong} misread. Arrow keys choose an image, Enter opens it on Draw`,
    );
    this.say();
  }

  // A ring around the image that is pointed at, and what it is.
  say() {
    const { labels, predicted } = this.data;
    const at = this.at !== null && this.at < labels.length ? this.at : null;
    const says =
      at === null ? "" : `Labelled ${labels[at]}, read as ${predicted[at]}. Open it on Draw`;
    this.write(".pointed", says);
    this.find("canvas").title = says;
    if (at === null) return;
    const context = context2d(this.find("canvas"));
    const x = (at % this.columns) * this.cell;
    const y = Math.floor(at / this.columns) * this.cell;
    context.strokeStyle = this.palette.positive;
    context.lineWidth = 3;
    context.strokeRect(x + 1.5, y + 1.5, this.cell - 3, this.cell - 3);
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

  imageAt(event) {
    const { x, y } = pointIn(event, this.find("canvas"));
    const i = Math.floor(y / this.cell) * this.columns + Math.floor(x / this.cell);
    return i < (this.data.labels?.length ?? 0) ? i : null;
  }
  point(at) {
    if (at === this.at) return;
    this.at = at;
    this.paint();
  }
  key(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.columns, ArrowDown: this.columns };
    const to = (this.at ?? 0) + (by[event.key] ?? 0);
    if (event.key === "Enter") this.open(this.at);
    else if (!by[event.key]) return;
    else if (to >= 0 && to < this.data.labels.length) this.point(to);
    event.preventDefault();
  }
  open(at) {
    if (at !== null) open(this, this.data.rows[at]);
  }
}
// From a page a data URI, from a frame the bytes of the PNG.
const decoded = async (sprite) => {
  if (typeof sprite !== "string") return createImageBitmap(new Blob([sprite]));
  const image = new Image();
  image.src = sprite;
  await image.decode();
  return image;
};
define("ten-batch", TenBatch);
