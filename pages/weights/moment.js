// What the elements of the Weights page share: the moment of the run that all of them show.

const moment = {
  at: Infinity,
  shown: new Set(),
  go(at) {
    this.at = at;
    for (const element of this.shown) element.turn();
  },
};

// An element whose data has ``moments`` of them, and that repaints when another one is chosen.
class TenMoment extends TenElement {
  connectedCallback() { super.connectedCallback(); moment.shown.add(this); }
  disconnectedCallback() { super.disconnectedCallback(); moment.shown.delete(this); }
  get last() { return this.data.moments - 1; }
  get at() { return Math.min(moment.at, this.last); }
  turn() {
    if (!this.data) return;
    this.paintMoment(this.at);
    this.dataset.moment = this.at;
  }
  paint() { this.prepare(); this.turn(); }
  prepare() {}
  // Signed bytes of the data, unpacked once however often they are painted.
  unpacked(name) {
    const text = this.data[name].values;
    const kept = (this.kept = this.kept || {});
    if (!kept[name] || kept[name].text !== text) kept[name] = { text, values: new Int8Array(bytes(text).buffer) };
    return kept[name].values;
  }
}

// Grey images, 0 the page and 255 ink.
const paintInk = (canvas, values, palette) => {
  const page = rgb(palette.page), ink = rgb(palette.ink), image = new ImageData(28, 28);
  for (let i = 0; i < 784; i++) {
    const t = values[i] / 255;
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = page[k] + (ink[k] - page[k]) * t;
    image.data[4 * i + 3] = 255;
  }
  canvas.width = canvas.height = 28;
  canvas.getContext("2d").putImageData(image, 0, 0);
};

const SIZE = 784;
