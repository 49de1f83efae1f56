// <ten-link>: the address of the page, and a button that copies it.

import { define, TenElement } from "../components/element.js";

class TenLink extends TenElement {
  static css = `
    .row { display: flex; gap: 8px; }
    input { flex: 1; min-width: 0; font: inherit; font-size: 16px; color: var(--ink); background: var(--panel);
      border: 1px solid var(--rule); border-radius: 6px; padding: 0 10px; height: 44px; }
    input:focus-visible { outline: 2px solid var(--positive); outline-offset: -1px; }
    button { font: inherit; font-size: 17px; font-weight: 600; color: var(--ink); background: none; flex: none;
      border: 1px solid var(--rule); border-radius: 8px; height: 44px; width: 104px; cursor: pointer; }
    button:hover { border-color: var(--ink); }
    .note { margin-top: 8px; min-height: 20px; }
  `;
  static html =
    `<div class="row"><input readonly aria-label="Link to this page"><button type="button">Copy link</button></div>
    <div class="note" role="status"></div>`;

  constructor() {
    super();
    this.find("button").addEventListener("click", () => this.copy());
    this.find("input").addEventListener("focus", (event) => event.target.select());
  }
  connectedCallback() {
    super.connectedCallback();
    // Streamlit changes the address without an event.
    this.addressWatch = setInterval(() => this.fill(), 500);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.addressWatch);
  }
  paint() {
    this.fill();
    this.write(".note", this.data.note);
  }
  fill() {
    if (this.find("input").value !== location.href) this.find("input").value = location.href;
  }
  async copy() {
    this.fill();
    const copied = (await this.byClipboard()) || this.bySelection();
    this.write("button", copied ? "Copied" : "Copy link");
    this.write(
      ".note",
      copied
        ? this.data.note
        : "Your browser did not allow it. The link is selected: copy it by hand.",
    );
    clearTimeout(this.restored);
    this.restored = setTimeout(() => this.write("button", "Copy link"), 2500);
  }
  // The clipboard API needs https, which a workshop's own network may not have.
  async byClipboard() {
    try {
      await navigator.clipboard.writeText(location.href);
      return true;
    } catch {
      return false;
    }
  }
  bySelection() {
    const input = this.find("input");
    input.focus();
    input.select();
    return document.execCommand("copy");
  }
}
define("ten-link", TenLink);
