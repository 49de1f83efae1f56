// <ten-own-digits>: the visitor's digits, a row for each label. Chosen ones can be deleted or given
// another label.

import { define, forDigits, setLength, setText, TenElement } from "../shared/components/element.js";
import { IMAGE_CSS, paintInk, pixelsOf } from "../shared/components/images.js";
import { aDigit } from "../shared/components/numbers.js";

class TenOwnDigits extends TenElement {
  static css = `
    :host { container-type: inline-size; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; min-height: 44px; margin-bottom: 8px; font-size: 17px; color: var(--ink2); }
    .bar button { font: inherit; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; min-height: 40px; min-width: 40px; padding: 0 10px; cursor: pointer; }
    .bar.none button, .bar.none .as { display: none; } .as { display: flex; flex-wrap: wrap; gap: 4px; align-items: center; } .as button { padding: 0; }
    .row { display: flex; gap: 12px; border-top: 1px solid var(--rule); padding: 8px 0; align-items: flex-start; }
    .row > b { width: 1.1em; flex: none; font-size: 26px; line-height: 44px; text-align: center; } .row.empty > b { color: var(--ink3); font-weight: 400; }
    .row > div { display: flex; flex-wrap: wrap; gap: 6px; min-height: 44px; align-items: center; } .row em { font-style: normal; color: var(--ink3); font-size: 16px; }
    ${IMAGE_CSS}
    .one { all: unset; box-sizing: border-box; width: 46px; height: 46px; padding: 1px; border: 1px solid transparent; border-radius: 4px; cursor: pointer; position: relative; }
    .one canvas { border-radius: 3px; } .one:focus-visible { outline: 3px solid var(--positive); }
    .one.held canvas { border: 2px solid var(--ink3); } .one[aria-pressed="true"] { outline: 3px solid var(--ink); background: var(--panel); }
    .key { font-size: 16px; color: var(--ink2); border-top: 1px solid var(--rule); padding-top: 8px; }
    .key i { display: inline-block; width: 16px; height: 16px; border: 2px solid var(--ink3); border-radius: 3px; vertical-align: -3px; margin-right: 6px; }
  `;
  static html =
    `<div class="bar none" role="toolbar" aria-label="What to do with the chosen drawings"><span aria-live="polite"></span><button type="button" class="delete">Delete</button><span class="as"><span>or it is a</span>${forDigits((d) => `<button type="button" data-label="${d}" aria-label="It is ${aDigit(d)}">${d}</button>`)}</span></div>
    ${forDigits((d) => `<div class="row" data-digit="${d}"><b>${d}</b><div></div></div>`)}
    <div class="key"><i></i>held out: never trained on, only judged by. A fifth of each digit, drawn by lot when it was drawn.</div>`;
  /** @type {Set<string>} */ chosen = new Set();
  /** @type {any} */ image = null;

  constructor() {
    super();
    this.find(".delete").onclick = () => this.act("deleted");
    for (const button of this.findAll("[data-label]")) {
      button.onclick = () => this.act("relabelled", Number(button.dataset.label));
    }
    this.root.addEventListener("click", (/** @type {any} */ event) => {
      const one = event.target.closest?.(".one");
      if (one) this.toggle(one);
    });
    this.root.addEventListener("keydown", (/** @type {any} */ event) => this.move(event));
  }

  act(name, ...values) {
    this.tell(name, ...values, [...this.chosen]);
    this.chosen.clear();
    this.bar();
  }

  toggle(one) {
    const { id } = one.dataset;
    if (!this.chosen.delete(id)) this.chosen.add(id);
    one.setAttribute("aria-pressed", String(this.chosen.has(id)));
    this.bar();
  }

  // One stop of the tab key; the arrows go from drawing to drawing.
  move(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const all = this.findAll(".one");
    const at = all.indexOf(this.focused);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    all[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  show(data) {
    const image = new Image();
    image.onload = () => {
      this.image = image;
      super.show(data);
    };
    image.src = data.sprite;
  }

  bar() {
    const n = this.chosen.size;
    this.find(".bar").classList.toggle("none", !n);
    this.write(".bar span", n ? `${n} chosen` : "Choose drawings to delete or relabel them.");
  }

  paint() {
    const { items } = this.data;
    const pixels = pixelsOf(this.image).data;
    const ids = new Set(items.map(([id]) => id));
    for (const id of this.chosen) if (!ids.has(id)) this.chosen.delete(id);
    for (let digit = 0; digit < 10; digit++) {
      const mine = items.map((item, i) => [...item, i]).filter(([, label]) => label === digit);
      const row = this.find(`[data-digit="${digit}"]`);
      row.classList.toggle("empty", !mine.length);
      const list = row.querySelector("div");
      if (!mine.length) {
        list.innerHTML = "<em>none yet</em>";
        continue;
      }
      if (list.querySelector("em")) list.innerHTML = "";
      setLength(
        list,
        mine.length,
        `<button type="button" class="one" tabindex="-1"><canvas></canvas></button>`,
      );
      mine.forEach(([id, label, held, i], k) => {
        const one = list.children[k];
        one.dataset.id = id;
        one.classList.toggle("held", held);
        one.setAttribute("aria-pressed", String(this.chosen.has(id)));
        const says = `${aDigit(label)}, number ${k + 1}${held ? ", held out" : ""}`;
        one.setAttribute("aria-label", says);
        one.title = held ? "held out" : "";
        const grey = Array.from({ length: 784 }, (_, j) => pixels[4 * (784 * i + j)]);
        paintInk(one.firstElementChild, grey, this.palette);
      });
    }
    const first = this.find(".one");
    if (first && !this.find('.one[tabindex="0"]')) first.tabIndex = 0;
    this.bar();
    setText(this.find(".as > span"), this.chosen.size > 1 ? "or they are" : "or it is a");
  }
}
define("ten-own-digits", TenOwnDigits);
