// <ten-batch>: the images that the next step learns from, with those that it misreads marked.

const CELL = 28;

class TenBatch extends TenElement {
  static css = `
    header { margin-bottom: 8px; } canvas { display: block; width: 100%; } b { font-weight: 600; color: var(--ink); }
    .note { margin-top: 2px; min-height: 20px; }
  `;
  static html = `<header><h2>The batch in hand</h2><div class="note"></div></header><canvas role="img"></canvas>`;

  constructor() {
    super();
    this.part("canvas").onmousemove = (event) => this.hint(event);
  }

  show(data) {
    const fresh = data.sprite !== (this.data || {}).sprite;
    this.data = { ...this.data, ...data };
    if (!fresh) return this.refresh();
    const image = new Image();
    image.onload = () => { this.image = image; this.refresh(); };
    image.src = this.data.sprite;
  }

  paint() {
    if (!this.image) return;
    const { labels, predicted, size, step, steps, rate } = this.data;
    const width = this.clientWidth || 600, ratio = devicePixelRatio || 1;
    this.columns = Math.max(10, Math.floor(width / 27));
    this.cell = width / this.columns;
    const rows = Math.ceil(labels.length / this.columns), canvas = this.part("canvas");
    canvas.width = width * ratio;
    canvas.height = Math.ceil(rows * this.cell * ratio);
    canvas.style.height = `${rows * this.cell}px`;
    const context = canvas.getContext("2d"), inked = this.inked();
    context.scale(ratio, ratio);
    labels.forEach((label, i) => {
      const x = (i % this.columns) * this.cell, y = Math.floor(i / this.columns) * this.cell;
      const wrong = predicted[i] !== label;
      context.globalAlpha = wrong ? 1 : 0.62;
      context.drawImage(inked, 0, i * CELL, CELL, CELL, x + 2, y + 2, this.cell - 4, this.cell - 4);
      if (!wrong) return;
      context.strokeStyle = this.palette.ink;
      context.lineWidth = 1.75;
      context.strokeRect(x + 1, y + 1, this.cell - 2, this.cell - 2);
    });
    const misread = labels.filter((label, i) => predicted[i] !== label).length;
    const shown = size > labels.length ? `the first ${labels.length} of ${size.toLocaleString("en")} images` : `${labels.length} image${labels.length > 1 ? "s" : ""}`;
    const when = step > steps ? "After the last step" : `For step ${step.toLocaleString("en")} of ${steps.toLocaleString("en")}, at a rate of ${rate}`;
    this.part(".note").innerHTML = `${when}: ${shown}, <b>${misread} misread</b> (marked)`;
    canvas.setAttribute("aria-label", `${shown}, ${misread} misread`);
  }

  // The sprite's grey levels as the theme's ink.
  inked() {
    if (this.inkedFor === this.image && this.inkedDark === this.dark) return this.inkedCanvas;
    const canvas = document.createElement("canvas");
    canvas.width = this.image.width;
    canvas.height = this.image.height;
    const context = canvas.getContext("2d");
    context.drawImage(this.image, 0, 0);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height), ink = rgb(this.palette.ink);
    for (let i = 0; i < pixels.data.length; i += 4) {
      const grey = pixels.data[i];
      pixels.data.set([...ink, grey], i);
    }
    context.putImageData(pixels, 0, 0);
    Object.assign(this, { inkedFor: this.image, inkedDark: this.dark, inkedCanvas: canvas });
    return canvas;
  }

  hint(event) {
    const { x, y } = pointIn(event, this.part("canvas"));
    const i = Math.floor(y / this.cell) * this.columns + Math.floor(x / this.cell);
    const { labels, predicted } = this.data;
    this.part("canvas").title = i < labels.length ? `labelled ${labels[i]}, read as ${predicted[i]}` : "";
  }
}
define("ten-batch", TenBatch);
