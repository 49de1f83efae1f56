// What all elements share: a shadow root, the palette of the present theme, and small helpers.
// PALETTES and STOPS are put before this text by elements.py; they come from softmax.charts.

const isDark = (node) => {
  const page = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const [r, g, b] = (page.match(/\w\w/g) || ["ff", "ff", "ff"]).map((h) => parseInt(h, 16));
  return r + g + b < 384;
};

const SHARED_CSS = `
  :host { display: block; font-family: var(--st-font, "Source Sans", sans-serif);
    font-variant-numeric: tabular-nums; color: var(--ink); line-height: 1.25; }
  * { box-sizing: border-box; }
  h2 { font-family: var(--st-heading-font, "Source Serif", serif); font-weight: 600;
    font-size: 24px; margin: 0; letter-spacing: -0.005em; }
  .note { color: var(--ink2); font-size: 16px; }
  .positive { color: var(--positive); } .negative { color: var(--negative); }
  .switch { display: inline-flex; border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; }
  .switch button { font: inherit; font-size: 16px; border: 0; background: none; color: var(--ink2);
    padding: 6px 12px; min-height: 36px; cursor: pointer; }
  .switch button[aria-pressed="true"] { background: var(--chosen); color: #fff; font-weight: 600; }
  .switch button:disabled { color: var(--ink3); cursor: not-allowed; opacity: .6; }
  button:focus-visible { outline: 2px solid var(--positive); outline-offset: -2px; }
`;

class TenElement extends HTMLElement {
  // The elements on the page, by tag: of two of a kind the one that came last.
  static standing = (globalThis.tenPicturesStanding ??= new Map());

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this.shadowRoot.innerHTML = `<style>${SHARED_CSS}${this.constructor.css}</style>${this.constructor.html}`;
    this.data = null;
  }
  part(selector) { return this.shadowRoot.querySelector(selector); }
  parts(selector) { return [...this.shadowRoot.querySelectorAll(selector)]; }

  connectedCallback() {
    TenElement.standing.set(this.localName, this);
    // Streamlit changes the theme by changing CSS variables, and a canvas must be told.
    this.themeWatch = setInterval(() => { if (this.data && isDark(this) !== this.dark) this.refresh(); }, 400);
    this.sizeWatch = new ResizeObserver(() => { if (this.data && this.clientWidth !== this.paintedWidth) this.refresh(); });
    this.sizeWatch.observe(this);
  }
  disconnectedCallback() {
    if (TenElement.standing.get(this.localName) === this) TenElement.standing.delete(this.localName);
    clearInterval(this.themeWatch);
    this.sizeWatch.disconnect();
  }
  // To the server, which hears only of what differs from what was sent before: so with a stamp,
  // and the same again is news too.
  tell(name, ...values) { this.send(name, [...values, Date.now()]); }
  show(data) {
    this.data = { ...this.data, ...data };
    this.refresh();
  }
  refresh() {
    this.dark = isDark(this);
    this.palette = PALETTES[this.dark ? "dark" : "light"];
    for (const [name, colour] of Object.entries(this.palette)) {
      if (typeof colour === "string") this.style.setProperty(`--${name}`, colour);
    }
    this.style.setProperty("--chosen", this.dark ? "#65717F" : "#12161C");
    this.paintedWidth = this.clientWidth;
    this.paint();
    this.dataset.paints = Number(this.dataset.paints || 0) + 1;
  }
}

const define = (name, type) => { if (!customElements.get(name)) customElements.define(name, type); };

// Follow the pointer until it is let go, or until the browser takes the touch away to scroll.
const whileHeld = (move, drop) => {
  const acts = [["pointermove", move], ["pointerup", end], ["pointercancel", end]];
  function end() {
    for (const [name, act] of acts) window.removeEventListener(name, act);
    drop();
  }
  for (const [name, act] of acts) window.addEventListener(name, act);
};

// Where the pointer is in a node, in the node's own pixels, whatever the page is enlarged by.
const pointIn = (event, node) => {
  const box = node.getBoundingClientRect(), zoom = node.currentCSSZoom || 1;
  return { x: (event.clientX - box.left) / zoom, y: (event.clientY - box.top) / zoom };
};

// Show data in an element that another script defines, which may come a moment later.
const showWithin = (element, data) => { customElements.whenDefined(element.localName).then(() => element.show(data)); };

const setText = (node, text) => { if (node.textContent !== text) node.textContent = text; };

const bytes = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

// A number with its sign; what is 0 as it is printed has none, and no colour of one.
const signed = (value, digits) => {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : (value < 0 ? "−" : "+") + text;
};
const signOf = (text) => text.startsWith("−") ? "negative" : text.startsWith("+") ? "positive" : "";

const rgb = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

// Black or white, whichever stands out more on this colour: never by less than 4.5 to 1.
const readableOn = (colour) => {
  const [r, g, b] = colour.map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#FFFFFF";
};

// 255 colours from the diverging stops, for the values -127 .. 127.
const lookups = new Map();
const lookup = (palette) => {
  if (!lookups.has(palette)) {
    const colours = palette.diverging.map(rgb);
    lookups.set(palette, Array.from({ length: 255 }, (_, i) => {
      const v = (i - 127) / 127;
      let k = STOPS.findIndex((stop) => stop >= v);
      k = Math.max(1, k < 0 ? STOPS.length - 1 : k);
      const t = Math.min(1, Math.max(0, (v - STOPS[k - 1]) / (STOPS[k] - STOPS[k - 1])));
      return colours[k].map((c, j) => Math.round(colours[k - 1][j] * (1 - t) + c * t));
    }));
  }
  return lookups.get(palette);
};

// A blur of about 0.7 pixels, for the eye only.
const blurred = (values, side) => {
  const kernel = [-2, -1, 0, 1, 2].map((d) => Math.exp((-d * d) / (2 * 0.7 * 0.7)));
  const total = kernel.reduce((a, b) => a + b);
  const pass = (from, stepX, stepY) => from.map((_, i) => {
    const x = i % side, y = Math.floor(i / side);
    let sum = 0;
    kernel.forEach((weight, k) => {
      const xx = Math.min(side - 1, Math.max(0, x + (k - 2) * stepX));
      const yy = Math.min(side - 1, Math.max(0, y + (k - 2) * stepY));
      sum += weight * from[yy * side + xx];
    });
    return sum / total;
  });
  return pass(pass(values, 1, 0), 0, 1);
};

// Paint signed values (-127..127) as a picture; smooth ones are enlarged by the browser's filter.
const scratch = document.createElement("canvas");
const paintSigned = (canvas, values, side, palette, smooth) => {
  const colours = lookup(palette);
  if (scratch.width !== side) scratch.width = scratch.height = side;
  const image = new ImageData(side, side);
  const shown = smooth ? blurred(Array.from(values), side) : values;
  for (let i = 0; i < side * side; i++) {
    const [r, g, b] = colours[Math.min(254, Math.max(0, Math.round(shown[i]) + 127))];
    image.data.set([r, g, b, 255], 4 * i);
  }
  scratch.getContext("2d").putImageData(image, 0, 0);
  const size = smooth ? side * 8 : side;
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(scratch, 0, 0, size, size);
};
