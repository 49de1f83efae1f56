// <ten-steps>, in the presenter's view: the bar of a chapter, and the sentence of the step. It
// names the step in an attribute of the page, by which the style sheet shows the step's object.

import { define, setLength, TenElement } from "../shared/components/element.js";

const ON = ["n", "N", "PageDown"];
const BACK = ["p", "P", "PageUp"];
const TYPED = "input, textarea, select, [contenteditable], [role='slider'], [role='dialog']";

class TenSteps extends TenElement {
  static css = `
    .bar { display: flex; align-items: center; gap: 14px; height: 48px; padding-right: var(--bar-right, 0px); border-bottom: 1px solid var(--rule); white-space: nowrap; font-size: 17px; color: var(--ink2); }
    .title { color: var(--ink); font-weight: 700; font-size: 18px; overflow: hidden; text-overflow: ellipsis; }
    ol { display: flex; flex: 0 1000 auto; min-width: 60px; gap: 5px; margin: 0; padding: 0; list-style: none; } li { flex: 0 1 26px; min-width: 8px; height: 6px; border-radius: 3px; background: var(--rule); } li.seen { background: var(--ink3); } li.here { background: var(--ink); }
    :host { container-type: inline-size; } @container (max-width: 840px) { ol { display: none !important; } }
    .keys { margin-left: auto; } b { color: var(--ink); font-weight: 700; }
    button { font: inherit; font-weight: 600; border: 1px solid var(--chosen); border-radius: 8px; background: var(--chosen); color: var(--on-chosen); min-height: 34px; padding: 0 12px; cursor: pointer; }
    button:focus-visible { outline-offset: 2px; }
    p { font: 22px/28px "Source Serif", serif; margin: 9px 0 0; min-height: 28px; } i { font-family: KaTeX_Math, "Source Serif", serif; }
  `;
  static html =
    `<div class="bar"><span class="title"></span><ol aria-hidden="true"></ol><span class="place"></span><span class="keys"><b>N</b> next <b>P</b> back</span><button type="button">Next</button></div><p role="status"></p>`;
  number = 0;
  step = 1;
  /** @type {any} The node of the page that names the step. */ app = null;
  /** When a change of chapter was asked for; asked for again if it was lost on the way. */
  leftAt = -Infinity;

  constructor() {
    super();
    this.find("button").onclick = () => this.go(1);
    this.onKey = (event) => this.key(event);
    this.onResize = () => this.announce();
  }
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("resize", this.onResize);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.onResize);
    delete this.app?.dataset.step;
    this.announce();
  }
  paint() {
    // Within a chapter the browser changes the step, and the server learns of it later.
    if (this.number !== this.data.number) {
      this.number = this.data.number;
      this.step = this.data.step;
      this.leftAt = -Infinity;
    }
    this.present();
  }
  go(by) {
    const to = this.step + by;
    const { sentences, number } = this.data;
    if (performance.now() - this.leftAt < 2000 || (to < 1 && number === 1)) return;
    if (to < 1 || to > sentences.length) {
      this.leftAt = performance.now();
      this.tell("left", number, by);
      return;
    }
    this.step = to;
    this.present();
    this.tell("stepped", number, to);
  }
  present() {
    const { number, title, sentences, keys } = this.data;
    this.app = document.querySelector(".stApp");
    this.app.dataset.step = String(this.step);
    this.write(".title", `${number}  ${title}`);
    this.write(".place", `step ${this.step} of ${sentences.length}`);
    this.find(".keys").hidden = !keys;
    const list = this.find("ol");
    setLength(list, sentences.length, "<li></li>");
    [...list.children].forEach((item, i) => {
      item.className = i + 1 < this.step ? "seen" : i + 1 === this.step ? "here" : "";
    });
    // *x* is a symbol. The text is the app's own.
    this.find("p").innerHTML = sentences[this.step - 1].replace(/\*(.+?)\*/g, "<i>$1</i>");
    document.querySelector(".stMain")?.scrollTo(0, 0);
    this.announce();
  }
  atStep() {}
  // Let the other elements repaint: what they show, or how high they may be, has changed.
  announce() {
    window.dispatchEvent(new Event("ten-step"));
  }
  key(event) {
    const by = ON.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (!by || !this.data?.keys || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.composedPath()[0].closest?.(TYPED) || document.querySelector('[role="dialog"]'))
      return;
    event.preventDefault();
    this.go(by);
  }
}
define("ten-steps", TenSteps);
