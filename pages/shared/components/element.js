// The base class of the custom elements: a shadow root, the theme's palette, repainting.

import { elementsByTag } from "./hand_over.js";
import { PALETTES } from "./palette.js";

/** @param {Element} node */
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
  .switch button:disabled { color: var(--ink3); opacity: .6; cursor: not-allowed; }
  button:focus-visible { outline: 2px solid var(--positive); outline-offset: -2px; }
`;

export class TenElement extends HTMLElement {
  static css = "";
  static html = "";

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
    // Poll for a theme change: Streamlit changes CSS variables, which fires no event.
    this.themeWatch = setInterval(() => {
      if (this.data && isDark(this) !== this.dark) this.refresh();
    }, 400);
    this.sizeWatch = new ResizeObserver(() => {
      if (this.data && this.clientWidth !== this.paintedWidth) this.refresh();
    });
    this.sizeWatch.observe(this);
  }
  disconnectedCallback() {
    if (elementsByTag.get(this.localName) === this) elementsByTag.delete(this.localName);
    clearInterval(this.themeWatch);
    this.sizeWatch?.disconnect();
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
    this.dark = isDark(this);
    this.palette = PALETTES[this.dark ? "dark" : "light"];
    for (const [name, colour] of Object.entries(this.palette)) {
      if (typeof colour === "string") this.style.setProperty(`--${name}`, colour);
    }
    this.style.setProperty("--chosen", this.dark ? "#65717F" : "#12161C");
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
