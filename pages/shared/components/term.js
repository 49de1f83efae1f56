// <ten-term>: a word that tells its meaning: on hover, and at a press with a link to its chapter.

import { define, setLength, setText, TenElement } from "./element.js";

const ROOT = new URL("../../../../", import.meta.url);

/** @typedef {{ text: string, chapter?: number, link?: string }} Term */

/** @type {Promise<Record<string, Term>> | undefined} */
let fetched;

/** The glossary, once for all words; without it a word is only a word. */
const glossary = () => {
  fetched ??= fetch(new URL("glossary.json", import.meta.url))
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}));
  return fetched;
};

const GAP = 6;

class TenTerm extends HTMLElement {
  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.innerHTML = `<style>
      button { font: inherit; color: inherit; letter-spacing: inherit; background: none; border: 0; padding: 0; text-align: inherit; }
      button:enabled { cursor: help; text-decoration: underline dotted; text-decoration-thickness: 1px; text-underline-offset: 4px; text-decoration-color: var(--ink3); }
      button:focus-visible { outline: 2px solid var(--positive); outline-offset: 2px; border-radius: 2px; }
      [popover] { position: fixed; inset: auto; margin: 0; width: max-content; max-width: min(340px, calc(100vw - 24px)); padding: 12px 14px; border: 1px solid var(--rule);
        border-radius: 8px; background: var(--panel); color: var(--ink); font: 400 16px/1.4 var(--st-font, sans-serif); white-space: normal; letter-spacing: normal; }
      a { color: inherit; display: inline-block; padding: 6px 0 2px; } a[hidden] { display: none; }
    </style><button type="button" disabled></button><div popover role="note"><span></span> <a target="_blank" hidden></a></div>`;
    this.button = /** @type {HTMLButtonElement} */ (this.root.querySelector("button"));
    this.note = /** @type {HTMLElement} */ (this.root.querySelector("[popover]"));
    this.button.popoverTargetElement = this.note;
    this.note.addEventListener("toggle", () => this.place());
  }
  /**
   * @param {string} word of the glossary; another is shown without a meaning
   * @param {string} [label] what is written
   */
  show(word, label = word) {
    setText(this.button, label);
    if (this.word === word) return;
    this.word = word;
    glossary().then((terms) => this.explain(terms[word]));
  }
  /** @param {Term | undefined} term */
  explain(term) {
    const link = /** @type {HTMLAnchorElement} */ (this.root.querySelector("a"));
    this.button.disabled = !term;
    this.button.title = term?.text ?? "";
    setText(/** @type {Element} */ (this.root.querySelector("span")), term?.text ?? "");
    link.hidden = !term?.link;
    if (!term?.link) return;
    link.href = new URL(term.link, ROOT).href;
    setText(link, `Chapter ${term.chapter}`);
  }
  // Below the word, or above it where there is no room, inside the window.
  place() {
    if (!this.note.matches(":popover-open")) return;
    const zoom = this.note.currentCSSZoom || 1;
    const word = this.button.getBoundingClientRect();
    const box = this.note.getBoundingClientRect();
    const left = Math.max(12, Math.min(word.left, innerWidth - box.width - 12));
    const below = word.bottom + GAP;
    const top = below + box.height > innerHeight ? word.top - box.height - GAP : below;
    this.note.style.left = `${left / zoom}px`;
    this.note.style.top = `${Math.max(GAP, top) / zoom}px`;
  }
}
define("ten-term", TenTerm);

// <ten-terms>: several words in a row.
class TenTerms extends TenElement {
  static css =
    `div { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 16px; color: var(--ink2); }`;
  static html = `<div></div>`;
  paint() {
    const { words } = this.data;
    const row = this.find("div");
    setLength(row, words.length, "<ten-term></ten-term>");
    words.forEach((word, i) => row.children[i].show(word));
  }
}
define("ten-terms", TenTerms);
