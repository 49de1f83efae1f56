// Chapter 5: one-hot labels, and what happens with a label that stays a number.

import { define } from "../../shared/components/element.js";
import { TenMatrix } from "../matrix.js";

// <ten-one-hot>: labels to type, and their rows to click.
class TenOneHot extends TenMatrix {
  static formula = true;
  static css = `${TenMatrix.cells}
    .title.y { text-align: center; } .shape { font-size: 17px; color: var(--ink2); margin-top: 10px; }
  `;
  static html =
    `<div class="grid"></div><div class="shape"></div><ul class="notes" aria-live="polite"></ul>`;
  /** @type {any[]} */ heads = [];
  /** @type {any[]} */ rows = [];

  paint() {
    const { h, rows, chosen, notes, shape } = this.data;
    const pictures = rows[0].picture !== null;
    const narrow = this.clientWidth < 560;
    const form = `${h} ${rows.length} ${pictures} ${narrow}`;
    if (this.form !== form) this.build(form, h, rows.length, pictures, narrow);
    this.heads.forEach((head, j) => head.classList.toggle("lit", rows[chosen].label === j));
    rows.forEach(({ text, label, picture, shows, image }, i) => {
      const { id, canvas, input, cells } = this.rows[i];
      const lit = i === chosen;
      id.classList.toggle("chosen", lit);
      if (canvas) this.ink(canvas, picture, `Sample ${i + 1}, an image labelled ${shows}`, image);
      this.fill(input, text, label === null, lit, `Label of sample ${i + 1}`);
      this.mark(cells, label, lit, (j) => `Sample ${i + 1}, class ${j}`);
    });
    this.write(".shape", shape);
    this.say(notes);
    this.dataset.labels = JSON.stringify(rows.map((row) => row.label));
  }

  // Send all labels: of two quick changes the server may receive only the second.
  put(i, j) {
    Object.assign(this.data.rows[i], { label: j, text: String(j) });
    this.data.chosen = i;
    this.paint();
    this.tell(
      "labelled",
      i,
      this.data.rows.map((row) => row.text),
    );
  }

  build(form, h, N, pictures, narrow) {
    this.form = form;
    const grid = this.find(".grid");
    grid.replaceChildren();
    const wide = narrow ? 44 : Math.min(92, Math.max(56, 480 / h));
    grid.style.gridTemplateColumns = `auto ${pictures ? "auto " : ""}${narrow ? "44px 8px" : "72px 40px"} repeat(${h}, minmax(0, ${wide}px))`;
    const corner = this.make(grid, "div", "title");
    if (pictures) corner.style.gridColumn = "span 2";
    const label = this.make(grid, "div", "title y");
    label.innerHTML = narrow ? "<i>y</i>" : "<i>y</i>label";
    this.make(grid, "div");
    this.heads = Array.from({ length: h }, (_, j) => this.make(grid, "div", "head", String(j)));
    this.rows = Array.from({ length: N }, (_, i) => {
      const row = this.make(grid, "div", "row");
      row.setAttribute("role", "radiogroup");
      row.setAttribute("aria-label", `One-hot row of sample ${i + 1}`);
      const id = this.make(row, "button", "id", String(i + 1));
      id.onclick = () => this.tell("chosen", i);
      id.setAttribute("aria-label", `Sample ${i + 1}`);
      const canvas = pictures ? this.make(row, "canvas") : null;
      const input = this.field(row, "label", () =>
        this.tell(
          "labelled",
          i,
          this.rows.map((each) => each.input.value),
        ),
      );
      input.inputMode = "numeric";
      this.make(row, "div", "arrow", narrow ? "" : "→").setAttribute("aria-hidden", "true");
      return { id, canvas, input, cells: this.oneOf(row, h, "class", (j) => this.put(i, j)) };
    });
  }
}
define("ten-one-hot", TenOneHot);

// <ten-two-answers>: a few images, and below each the prediction of every model.
class TenTwoAnswers extends TenMatrix {
  static formula = true;
  static css = `${TenMatrix.cells}
    .grid { row-gap: 10px; } :host([staged]) .grid { row-gap: 36px; } canvas { width: 100%; max-width: 56px; height: auto; aspect-ratio: 1; margin: 0 auto; } .name { font-size: 17px; color: var(--ink2); padding-right: 16px; } .name b { display: block; color: var(--ink); font-weight: 600; }
    .said { text-align: center; font-size: 18px; line-height: 1.2; border-radius: 4px; padding: 6px 0; color: var(--ink2); } .said b { display: block; font-size: 22px; color: var(--ink); } .said.right b { background: none; } .said.wrong b { text-decoration: line-through; text-decoration-thickness: 2px; color: var(--ink3); font-weight: 400; }
    .share { text-align: right; font-size: 29px; font-weight: 700; white-space: nowrap; padding-left: 16px; } .share span { display: block; font-size: 16px; font-weight: 400; color: var(--ink2); }
    @media (max-width: 640px) { .said { font-size: 16px; } .said b { font-size: 19px; } .name { grid-column: 1 / -2; margin-top: 8px; } .name b { display: inline; } .share { font-size: 22px; padding: 0; margin-top: 8px; } .share span { display: none; } }
  `;
  static html = `<div class="grid"></div>`;
  paint() {
    const { pictures, rows } = this.data;
    const grid = this.find(".grid");
    const narrow = this.clientWidth < 560;
    grid.replaceChildren();
    const columns = `repeat(${pictures.length}, minmax(0, 64px))`;
    grid.style.gridTemplateColumns = narrow
      ? `repeat(${pictures.length}, minmax(0, 1fr))`
      : `190px ${columns} auto`;
    if (!narrow) this.make(grid, "div", "name", "test image");
    for (const { picture, shows, image } of pictures)
      this.ink(this.make(grid, "canvas"), picture, `Test image labelled ${shows}`, image);
    if (!narrow) this.make(grid, "div");
    for (const { name, note, answers, share } of rows) {
      const title = this.make(grid, "div", "name");
      const add = () => {
        const node = this.make(grid, "div", "share", share);
        if (share) this.make(node, "span", "", "right");
      };
      this.make(title, "b", "", name);
      title.append(narrow ? ` ${note}` : note);
      if (narrow) {
        title.style.gridColumn = `1 / ${pictures.length - 1}`;
        const node = this.make(grid, "div", "share", share);
        node.style.gridColumn = "span 2";
      }
      for (const { said, read, right } of answers) {
        const cell = this.make(grid, "div", `said ${right ? "right" : "wrong"}`, said);
        this.make(cell, "b", "", read);
      }
      if (!narrow) add();
    }
  }
}
define("ten-two-answers", TenTwoAnswers);

// <ten-distances>: the distance from one class to each other, as bars; each row has its own scale.
class TenDistances extends TenMatrix {
  static formula = true;
  static css = `${TenMatrix.cells}
    .grid { align-items: end; row-gap: 4px; } .head { font: inherit; font-size: 20px; border: 0; background: none; padding: 6px 0; cursor: pointer; min-height: 40px; }
    .head.lit { color: var(--ink); } .name { font-size: 17px; color: var(--ink2); padding-right: 16px; align-self: end; } .name b { display: block; color: var(--ink); font-weight: 600; }
    .far { text-align: center; font-size: 17px; border-bottom: 1px solid var(--ink3); margin: 0 -3px; } .far i { display: block; width: 50%; max-width: 36px; margin: 2px auto 0; background: var(--secondary); } .far.self { color: var(--ink3); }
    .head:focus-visible { outline: 2px solid var(--positive); }
    @media (max-width: 640px) { .name { grid-column: 1 / -1; padding: 8px 0 0; } .name b { display: inline; } .far { font-size: 16px; } }
  `;
  static html = `<div class="grid"></div>`;
  paint() {
    const { from, h, rows } = this.data;
    const grid = this.find(".grid");
    const narrow = this.clientWidth < 420;
    const focused = this.focused ? this.findAll(".head").indexOf(this.focused) : -1;
    grid.replaceChildren();
    grid.style.gridTemplateColumns = `${narrow ? "" : "132px "}repeat(${h}, minmax(0, 56px))`;
    if (!narrow) this.make(grid, "div", "name", this.data.words);
    for (let j = 0; j < h; j++) {
      const head = this.make(grid, "button", `head${j === from ? " lit" : ""}`, String(j));
      head.onclick = () => this.tell("chosen", j);
      head.setAttribute("aria-label", `Measure from class ${j}`);
      head.setAttribute("aria-pressed", j === from);
      if (j === focused) head.focus();
    }
    for (const { name, note, values, texts } of rows) {
      const title = this.make(grid, "div", "name");
      this.make(title, "b", "", name);
      title.append(narrow ? ` ${note}` : note);
      if (narrow) title.style.gridColumn = "1 / -1";
      const most = Math.max(...values, 1e-9);
      values.forEach((value, j) => {
        const far = this.make(grid, "div", `far${j === from ? " self" : ""}`, texts[j]);
        this.make(far, "i").style.height = `${(52 * value) / most}px`;
      });
    }
  }
}
define("ten-distances", TenDistances);
