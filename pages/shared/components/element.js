// The base class of the custom elements: a shadow root, the theme's palette, repainting.

import { elementsByTag } from "./hand_over.js";
import { PALETTES } from "./palette.js";

// On paper, and with the system's own colours, the theme of Streamlit does not decide.
const paper = matchMedia("print");
const forced = matchMedia("(forced-colors: active)");
const systemDark = matchMedia("(prefers-color-scheme: dark)");
let printing = false;

/** @param {Element} node */
const isDark = (node) => {
  if (printing) return false;
  return forced.matches ? systemDark.matches : hasDarkTheme(node);
};

/** @param {Element} node */
const hasDarkTheme = (node) => {
  const page = getComputedStyle(node).getPropertyValue("--st-background-color").trim();
  const [r, g, b] = (page.match(/\w\w/g) || ["ff", "ff", "ff"]).map((h) => parseInt(h, 16));
  return r + g + b < 384;
};

const SHARED_CSS = `
  :host { display: block; font-family: var(--st-font, "Source Sans", sans-serif);
    font-variant-numeric: tabular-nums; color: var(--ink); line-height: 1.25; --on-chosen: #fff; }
  * { box-sizing: border-box; }
  h2 { font-family: var(--st-heading-font, "Source Serif", serif); font-weight: 600;
    font-size: 24px; margin: 0; letter-spacing: -0.005em; }
  .note { color: var(--ink2); font-size: 16px; }
  .positive { color: var(--positive); } .negative { color: var(--negative); }
  .switch { display: inline-flex; border: 1px solid var(--rule); border-radius: 8px; overflow: hidden; }
  .switch button { font: inherit; font-size: 16px; border: 0; background: none; color: var(--ink2);
    padding: 6px 12px; min-height: 36px; cursor: pointer; }
  .switch button[aria-pressed="true"] { background: var(--chosen); color: var(--on-chosen); font-weight: 600; }
  .switch button:disabled { color: var(--ink3); opacity: .6; cursor: not-allowed; }
  button:focus-visible { outline: 2px solid var(--positive); outline-offset: -2px; }
  /* A contrast theme would remove every background: bars, shading, chosen segments. Text takes its
     colours, data keep their own. */
  @media (forced-colors: active) {
    :host { forced-color-adjust: none; --ink: CanvasText !important; --ink2: CanvasText !important; --ink3: CanvasText !important;
      --page: Canvas !important; --panel: Canvas !important; --rule: color-mix(in srgb, CanvasText 45%, Canvas) !important; --secondary: color-mix(in srgb, CanvasText 65%, Canvas) !important;
      --chosen: Highlight !important; --on-chosen: HighlightText !important; --mark: color-mix(in srgb, Highlight 50%, Canvas) !important; }
    button, input { border: 1px solid ButtonText; }
  }
  @media print {
    .switch, header button, .head button, button.go, button.replay, button.undo { visibility: hidden; }
    canvas, svg, figure { break-inside: avoid; } h2 { break-after: avoid; }
  }
`;

// For paper the page is laid out by a class, before the elements hear of it (print.css).
/** @param {boolean} now */
const setPrinting = (now) => {
  const { classList } = document.documentElement;
  const [any] = elementsByTag.values(); // the variables of the theme are set on components only
  classList.toggle("ten-printing-dark", now && Boolean(any && hasDarkTheme(any)));
  classList.toggle("ten-printing", now);
  printing = now;
};
window.addEventListener("beforeprint", () => setPrinting(true));
window.addEventListener("afterprint", () => setPrinting(false));
paper.addEventListener("change", () => setPrinting(paper.matches));

export class TenElement extends HTMLElement {
  static css = "";
  static html = "";
  /** Whether a translator would break it: its letters are symbols, its digits data. */
  static formula = false;

  constructor() {
    super();
    const { css, html } = /** @type {typeof TenElement} */ (this.constructor);
    /** @type {ShadowRoot} */
    this.root = this.attachShadow({ mode: "open" });
    this.root.innerHTML = `<style>${SHARED_CSS}${css}</style>${html}`;
    customElements.upgrade(this.root); // by itself a browser upgrades only connected elements
    /** @type {any} What was shown last, as the server sent it. */
    this.data = null;
    /** @type {(name: string, value: unknown) => void} Set by handOver. */
    this.send = () => {};
    /** @type {boolean | undefined} */
    this.dark = undefined;
    /** @type {import("./palette.js").Palette} */
    this.palette = PALETTES.light;
    this.onPrint = () => {
      if (this.data) this.refresh();
    };
    /** Its largest height in CSS pixels, where a presented chapter shows it alone; else 0. */
    this.room = 0;
    /** The part of it that is shown there; `all` or a name of its own. */
    this.showing = "";
  }
  /**
   * The first node of the shadow root that matches, which must be there.
   * @param {string} selector
   * @returns {any}
   */
  find(selector) {
    return this.root.querySelector(selector);
  }
  /**
   * @param {string} selector
   * @returns {any[]}
   */
  findAll(selector) {
    return [...this.root.querySelectorAll(selector)];
  }
  /**
   * @param {string} selector
   * @param {unknown} text
   */
  write(selector, text) {
    setText(this.find(selector), text);
  }

  /** @returns {any} the node of the shadow root that has the focus */
  get focused() {
    return this.root.activeElement;
  }

  connectedCallback() {
    elementsByTag.set(this.localName, this);
    if (/** @type {typeof TenElement} */ (this.constructor).formula) this.translate = false;
    // Poll for a theme change: Streamlit changes CSS variables, which fires no event.
    this.themeWatch = setInterval(() => {
      if (this.data && isDark(this) !== this.dark) this.refresh();
    }, 400);
    this.sizeWatch = new ResizeObserver(() => {
      if (this.data && this.clientWidth !== this.paintedWidth) this.refresh();
    });
    this.sizeWatch.observe(this);
    window.addEventListener("beforeprint", this.onPrint);
    window.addEventListener("afterprint", this.onPrint);
    this.stepWatch = () => this.atStep();
    window.addEventListener("ten-step", this.stepWatch);
  }
  disconnectedCallback() {
    if (elementsByTag.get(this.localName) === this) elementsByTag.delete(this.localName);
    clearInterval(this.themeWatch);
    this.sizeWatch?.disconnect();
    window.removeEventListener("beforeprint", this.onPrint);
    window.removeEventListener("afterprint", this.onPrint);
    if (this.stepWatch) window.removeEventListener("ten-step", this.stepWatch);
  }
  /** Called when `room` or `showing` may have changed. */
  atStep() {
    if (this.data && this.clientWidth) this.refresh();
  }
  /**
   * Send an event to the server. The time stamp makes repeated values count as a change.
   * @param {string} name
   * @param {...unknown} values
   */
  tell(name, ...values) {
    this.send(name, [...values, Date.now()]);
  }
  /** @param {object} data merged into what was shown before */
  show(data) {
    this.data = { ...this.data, ...data };
    this.refresh();
  }
  refresh() {
    // Read all styles before any is set: a read after a write computes the styles again.
    const style = getComputedStyle(this);
    this.room = Number.parseFloat(style.getPropertyValue("--room")) || 0;
    this.showing = style.getPropertyValue("--part").trim();
    this.dark = isDark(this);
    this.palette = PALETTES[this.dark ? "dark" : "light"];
    for (const [name, colour] of Object.entries(this.palette)) {
      if (typeof colour === "string") this.style.setProperty(`--${name}`, colour);
    }
    this.style.setProperty("--chosen", this.dark ? "#65717F" : "#12161C");
    this.toggleAttribute("staged", this.room > 0);
    this.dataset.part = this.showing;
    this.paintedWidth = this.clientWidth;
    this.paint();
    this.dataset.paints = String(Number(this.dataset.paints || 0) + 1);
  }
  /** Draw `this.data`; called at each change of data, size or theme. */
  paint() {}
}

/**
 * @param {string} tag
 * @param {CustomElementConstructor} type
 */
export const define = (tag, type) => {
  // Already defined if the page stayed open while the server restarted with a new version.
  if (!customElements.get(tag)) customElements.define(tag, type);
};

/**
 * @param {Node} node
 * @param {unknown} text
 */
export const setText = (node, text) => {
  if (node.textContent !== text) node.textContent = /** @type {string} */ (text);
};

/**
 * Add or remove children until there are n.
 * @param {Element} parent
 * @param {number} n
 * @param {string} html of one of them
 */
export const setLength = (parent, n, html) => {
  while (parent.children.length > n) parent.lastElementChild?.remove();
  while (parent.children.length < n) parent.insertAdjacentHTML("beforeend", html);
};

/**
 * The markup of all ten digits.
 * @param {(digit: number) => string} html
 */
export const forDigits = (html) => Array.from({ length: 10 }, (_, digit) => html(digit)).join("");

export const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
