// <ten-shortcuts>: a button that lists the keys which work on this page now; with the attribute
// `listens`, the key ? in place of the button.

import { define, TenElement } from "../components/element.js";

const OWN = [["?", "this list"]];
const FIELDS = "input, textarea, [contenteditable]";

/**
 * The keys of Streamlit's enabled buttons, and Ctrl+Z where there is a pad.
 * @returns {string[][]} pairs of a key and what it does
 */
const keys = () => {
  /** @type {Map<string, string>} A button with a tooltip is in the document twice. */
  const found = new Map();
  for (const button of document.querySelectorAll(".stButton button:enabled")) {
    const key = button.querySelector("[aria-label^='Shortcut ']")?.textContent;
    if (key) found.set(key, (button.textContent || "").slice(0, -key.length).trim());
  }
  const undo = document.querySelector(".st-key-pad_undo button");
  const control = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl";
  return [...found, ...(undo ? [[`${control} + Z`, "Undo the last stroke"]] : []), ...OWN];
};

class TenShortcuts extends TenElement {
  static css = `
    button { font: inherit; font-size: 18px; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; cursor: pointer; }
    .open { min-height: 40px; padding: 0 14px; font-size: 16px; } :host([listens]) .open { display: none; }
    button:hover { border-color: var(--ink2); }
    dialog { color: var(--ink); background: var(--page); border: 1px solid var(--ink3); border-radius: 10px; padding: 20px 24px; min-width: min(340px, 90vw); max-height: 90vh; font-size: 18px; }
    dialog::backdrop { background: rgba(0, 0, 0, .35); }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 8px 18px; align-items: baseline; margin: 14px 0 18px; }
    dd { margin: 0; } kbd { font: inherit; font-weight: 600; border: 1px solid var(--ink3); border-radius: 5px; padding: 1px 9px; white-space: nowrap; }
    .close { min-height: 42px; padding: 0 16px; }
  `;
  static html =
    `<button class="open" type="button" aria-haspopup="dialog">Keys on this page (?)</button>
    <dialog aria-labelledby="title"><h2 id="title">Keys on this page</h2><dl translate="no"></dl><button class="close" type="button">Close</button></dialog>`;

  constructor() {
    super();
    const dialog = this.find("dialog");
    this.find(".open").onclick = () => this.open();
    this.find(".close").onclick = () => dialog.close();
    dialog.onclick = ({ target }) => target === dialog && dialog.close(); // the backdrop
    // A page that is still being drawn gets its buttons one after the other.
    const drawn = new MutationObserver(() => this.list());
    dialog.onclose = () => drawn.disconnect();
    this.watch = () =>
      drawn.observe(document.body, {
        childList: true,
        subtree: true,
        attributeFilter: ["disabled"],
      });
    // No key acts on the page behind the list; Escape closes it, as the browser does by itself.
    dialog.onkeydown = (event) => event.stopPropagation();
    this.listen = (event) => {
      const on = event.composedPath()[0];
      const typing = on instanceof Element && on.matches(FIELDS);
      if (event.key !== "?" || event.ctrlKey || event.metaKey || typing || dialog.open) return;
      event.preventDefault();
      this.open();
    };
  }
  connectedCallback() {
    super.connectedCallback();
    if (this.hasAttribute("listens")) document.addEventListener("keydown", this.listen);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    this.find("dialog").close();
    document.removeEventListener("keydown", this.listen);
  }
  open() {
    this.show({}); // the colours of the theme
    this.list();
    this.watch();
    this.find("dialog").showModal();
  }
  list() {
    const found = keys();
    if (String(found) === this.listed) return;
    this.listed = String(found);
    const list = this.find("dl");
    list.replaceChildren();
    for (const [key, does] of found) {
      list.insertAdjacentHTML("beforeend", "<dt><kbd></kbd></dt><dd></dd>");
      list.querySelector("dt:last-of-type kbd").textContent = key;
      list.lastElementChild.textContent = does;
    }
  }
}
define("ten-shortcuts", TenShortcuts);
