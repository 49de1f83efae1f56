// Real images, grey as they are, and a row of them to choose from.

// Grey images as they are in the data: 0 is the page and 255 is ink.
class TenGreyImage extends TenElement {
  ink(canvas, values) {
    const page = rgb(this.palette.page), ink = rgb(this.palette.ink), image = new ImageData(28, 28);
    for (let i = 0; i < 784; i++) {
      const t = values[i] / 255;
      image.data.set([0, 1, 2].map((k) => Math.round(page[k] + (ink[k] - page[k]) * t)).concat(255), 4 * i);
    }
    if (canvas.width !== 28) canvas.width = canvas.height = 28;
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
}

// <ten-gallery>: real images in a row, one of them chosen; below each what is said of it.
class TenGallery extends TenGreyImage {
  static css = `
    .row { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); gap: 8px; max-width: 860px; }
    button { font: inherit; font-size: 16px; color: var(--ink2); background: none; border: 0; padding: 0; cursor: pointer; min-width: 0; }
    canvas { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; border: 1px solid var(--rule); margin-bottom: 3px; }
    button:hover canvas { border-color: var(--ink3); } button[aria-pressed="true"] canvas { outline: 2px solid var(--ink); outline-offset: 1px; }
    button[aria-pressed="true"] { color: var(--ink); font-weight: 700; } button:focus-visible { outline-offset: 3px; }
    .frame { container-type: inline-size; }
    @container (max-width: 620px) { .row { grid-template-columns: repeat(6, minmax(0, 1fr)); } }
  `;
  static html = `<div class="frame"><div class="row" role="group"></div></div>`;
  paint() {
    const { pixels, names, captions, chosen, label } = this.data, row = this.part(".row"), values = bytes(pixels);
    row.setAttribute("aria-label", label);
    if (row.children.length !== names.length) {
      row.innerHTML = names.map(() => `<button type="button"><canvas aria-hidden="true"></canvas><span></span></button>`).join("");
    }
    this.parts("button").forEach((button, i) => {
      button.setAttribute("aria-pressed", String(i === chosen));
      button.setAttribute("aria-label", captions ? `${names[i]}: ${captions[i]}` : names[i]);
      setText(button.querySelector("span"), captions ? captions[i] : "");
      this.ink(button.querySelector("canvas"), values.subarray(784 * i, 784 * (i + 1)));
      button.onclick = () => this.tell("picked", this.data.set, i);
    });
    this.dataset.chosen = chosen;
  }
}
define("ten-gallery", TenGallery);
