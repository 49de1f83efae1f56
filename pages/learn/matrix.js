// The base class of the matrices of chapters 5 and 6, with cells to type in or to click.

import { setText, TenElement } from "../shared/components/element.js";
import { LINK_CSS, linkImage } from "../shared/components/image_link.js";
import { bytes, paintInk } from "../shared/components/images.js";

export class TenMatrix extends TenElement {
  static cells = `${LINK_CSS}
    .grid { display: grid; gap: 6px; align-items: center; justify-content: start; font-size: 18px; }
    .head { text-align: center; color: var(--ink2); font-size: 20px; padding-bottom: 2px; border-radius: 4px; }
    .title { font-size: 18px; color: var(--ink2); white-space: nowrap; } .title i { font: italic 24px KaTeX_Math, "Source Serif", serif; color: var(--ink); margin-right: 6px; } .title b { color: var(--ink); font-weight: 600; }
    .row { display: contents; } .id { color: var(--ink2); text-align: right; padding: 0 8px 0 0; font: inherit; background: none; border: 0; cursor: pointer; min-height: 44px; }
    .id.chosen { color: var(--ink); font-weight: 700; } .arrow { color: var(--ink3); text-align: center; }
    .cell, input { font: inherit; font-variant-numeric: tabular-nums; width: 100%; min-width: 0; height: 44px; border: 1px solid var(--rule); border-radius: 4px; text-align: center; background: none; color: var(--ink); padding: 0; margin: 0; }
    .cell { cursor: pointer; color: var(--ink3); } .cell:hover { border-color: var(--ink3); color: var(--ink); } .cell.one { background: var(--ink); color: var(--page); font-weight: 600; border-color: var(--ink); }
    input { border-color: var(--ink3); } .lit, .cell.one.lit { background: var(--mark); color: var(--ink); font-weight: 700; border-color: var(--mark); } input.lit { border-color: var(--ink3); }
    input[aria-invalid="true"] { border: 2px dashed var(--ink); background: none; font-weight: 600; } .cell.none { border-style: dashed; }
    .cell:focus-visible, input:focus-visible, .id:focus-visible, .notes button:focus-visible { outline: 2px solid var(--positive); outline-offset: 1px; }
    canvas { display: block; width: 44px; height: 44px; border: 1px solid var(--rule); image-rendering: pixelated; }
    .notes { list-style: none; margin: 4px 0 0; padding: 0; font-size: 17px; line-height: 1.35; color: var(--ink); min-height: 30px; max-width: 760px; }
    .notes li { display: flex; gap: 16px; align-items: baseline; justify-content: space-between; margin-bottom: 6px; padding-left: 12px; border-left: 2px solid var(--ink); }
    .notes button { font: inherit; font-weight: 600; white-space: nowrap; color: var(--ink); background: none; border: 1px solid var(--ink3); border-radius: 8px; min-height: 36px; padding: 0 14px; cursor: pointer; }
    @media (max-width: 640px) { .grid { gap: 4px 3px; } .cell, input { border-radius: 3px; } .id { padding: 0 3px 0 0; } canvas { width: 36px; height: 36px; } .notes li { flex-wrap: wrap; } }
  `;

  make(parent, tag, name, text) {
    const node = parent.appendChild(document.createElement(tag));
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    if (tag === "button") node.type = "button";
    return node;
  }

  // An image of the data set in the theme's ink, drawn again only if it changed.
  ink(canvas, base64, words, row) {
    if (canvas.shown === base64 && canvas.dark === this.dark) return;
    Object.assign(canvas, { shown: base64, dark: this.dark });
    linkImage(canvas, this, row, words);
    paintInk(canvas, bytes(base64), this.palette);
  }

  // A radio group of cells: one tab stop, arrow keys to move.
  oneOf(row, count, name, choose) {
    return Array.from({ length: count }, (_, j) => {
      const cell = this.make(row, "button", "cell");
      cell.setAttribute("role", "radio");
      cell.onclick = () => choose(j);
      cell.onkeydown = (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        const next = (j + by + count) % count;
        row.querySelectorAll(`.${name}`)[next].focus();
        choose(next);
      };
      cell.classList.add(name);
      return cell;
    });
  }
  mark(cells, label, lit, words) {
    cells.forEach((cell, j) => {
      const one = j === label;
      setText(cell, label === null ? "" : one ? "1" : "0");
      cell.classList.toggle("one", one);
      cell.classList.toggle("none", label === null);
      cell.classList.toggle("lit", one && lit);
      cell.setAttribute("aria-checked", one);
      cell.setAttribute("aria-label", words(j));
      cell.tabIndex = one || (label === null && j === 0) ? 0 : -1;
    });
  }

  // An input that is sent on change (Enter or blur), and not overwritten while the visitor types.
  field(row, name, send) {
    const input = this.make(row, "input", name);
    Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 24 });
    input.oninput = () => {
      input.dirty = true;
    };
    input.onchange = () => {
      input.dirty = false;
      send(input.value);
    };
    input.onfocus = () => input.select();
    return input;
  }
  fill(input, text, wrong, lit, label) {
    if (!input.dirty && input.value !== text) input.value = text;
    input.setAttribute("aria-invalid", wrong);
    input.setAttribute("aria-label", label);
    input.classList.toggle("lit", lit && !wrong);
  }

  say(notes) {
    const list = this.find(".notes");
    const now = JSON.stringify(notes);
    if (this.said === now) return;
    this.said = now;
    list.replaceChildren();
    for (const { text, offer, row } of notes) {
      const item = this.make(list, "li");
      this.make(item, "span", "", text);
      if (offer) this.make(item, "button", "", offer).onclick = () => this.tell("normalised", row);
    }
  }
}
