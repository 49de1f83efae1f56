// Chapter 5, and what chapter 6 shares with it: a matrix whose cells are typed in or clicked.

// The base of both: cells in a grid, one class a column through every row; notes below it.
class TenMatrix extends TenElement {
  static cells = `
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
    .notes { list-style: none; margin: 12px 0 0; padding: 0; font-size: 17px; line-height: 1.35; color: var(--ink); min-height: 30px; max-width: 760px; }
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

  // Grey levels as the theme's ink.
  ink(canvas, base64) {
    canvas.width = canvas.height = 28;
    const image = new ImageData(28, 28), [r, g, b] = rgb(this.palette.ink);
    bytes(base64).forEach((grey, i) => image.data.set([r, g, b, grey], 4 * i));
    canvas.getContext("2d").putImageData(image, 0, 0);
  }

  // A row of cells of which one is chosen: one tab stop, arrows to move.
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

  // An input that is sent when it is left or on Enter (both are a change), and never overwritten while one types.
  field(row, name, send) {
    const input = this.make(row, "input", name);
    Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false, maxLength: 24 });
    input.oninput = () => { input.dirty = true; };
    input.onchange = () => { input.dirty = false; send(input.value); };
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
    const list = this.part(".notes"), now = JSON.stringify(notes);
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

// <ten-one-hot>: labels to type, and their rows to click.
class TenOneHot extends TenMatrix {
  static css = `${TenMatrix.cells}
    .title.y { text-align: center; } .shape { font-size: 17px; color: var(--ink2); margin-top: 10px; }
  `;
  static html = `<div class="grid"></div><div class="shape"></div><ul class="notes" aria-live="polite"></ul>`;

  paint() {
    const { h, rows, chosen, notes, shape } = this.data, pictures = rows[0].picture !== null;
    const narrow = this.clientWidth < 560, form = `${h} ${rows.length} ${pictures} ${narrow}`;
    if (this.form !== form) this.build(form, h, rows.length, pictures, narrow);
    this.heads.forEach((head, j) => head.classList.toggle("lit", rows[chosen].label === j));
    rows.forEach(({ text, label, picture }, i) => {
      const { id, canvas, input, cells } = this.rows[i], lit = i === chosen;
      id.classList.toggle("chosen", lit);
      if (canvas && (canvas.shown !== picture || canvas.dark !== this.dark)) { this.ink(canvas, picture); Object.assign(canvas, { shown: picture, dark: this.dark }); }
      this.fill(input, text, label === null, lit, `Label of sample ${i + 1}`);
      this.mark(cells, label, lit, (j) => `Sample ${i + 1}, class ${j}`);
    });
    setText(this.part(".shape"), shape);
    this.say(notes);
    this.dataset.labels = JSON.stringify(rows.map((row) => row.label));
  }

  // All labels are sent, because of two quick changes the server may hear the second only.
  put(i, j) {
    Object.assign(this.data.rows[i], { label: j, text: String(j) });
    this.data.chosen = i;
    this.paint();
    this.tell("labelled", i, this.data.rows.map((row) => row.text));
  }

  build(form, h, N, pictures, narrow) {
    this.form = form;
    const grid = this.part(".grid");
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
      const input = this.field(row, "label", () => this.tell("labelled", i, this.rows.map((each) => each.input.value)));
      input.inputMode = "numeric";
      this.make(row, "div", "arrow", narrow ? "" : "→").setAttribute("aria-hidden", "true");
      return { id, canvas, input, cells: this.oneOf(row, h, "class", (j) => this.put(i, j)) };
    });
  }
}
define("ten-one-hot", TenOneHot);

// <ten-two-answers>: a few images, and below each what every model says of it.
class TenTwoAnswers extends TenMatrix {
  static css = `${TenMatrix.cells}
    .grid { row-gap: 10px; } canvas { width: 100%; max-width: 56px; height: auto; aspect-ratio: 1; margin: 0 auto; } .name { font-size: 17px; color: var(--ink2); padding-right: 16px; } .name b { display: block; color: var(--ink); font-weight: 600; }
    .said { text-align: center; font-size: 18px; line-height: 1.2; border-radius: 4px; padding: 6px 0; color: var(--ink2); } .said b { display: block; font-size: 22px; color: var(--ink); } .said.right b { background: none; } .said.wrong b { text-decoration: line-through; text-decoration-thickness: 2px; color: var(--ink3); font-weight: 400; }
    .share { text-align: right; font-size: 29px; font-weight: 700; white-space: nowrap; padding-left: 16px; } .share span { display: block; font-size: 16px; font-weight: 400; color: var(--ink2); }
    @media (max-width: 640px) { .said { font-size: 16px; } .said b { font-size: 19px; } .name { grid-column: 1 / -2; margin-top: 8px; } .name b { display: inline; } .share { font-size: 22px; padding: 0; margin-top: 8px; } .share span { display: none; } }
  `;
  static html = `<div class="grid"></div>`;
  paint() {
    const { pictures, rows } = this.data, grid = this.part(".grid"), narrow = this.clientWidth < 560;
    grid.replaceChildren();
    const columns = `repeat(${pictures.length}, minmax(0, 64px))`;
    grid.style.gridTemplateColumns = narrow ? `repeat(${pictures.length}, minmax(0, 1fr))` : `190px ${columns} auto`;
    if (!narrow) this.make(grid, "div", "name", "test image");
    for (const picture of pictures) this.ink(this.make(grid, "canvas"), picture);
    if (!narrow) this.make(grid, "div");
    for (const { name, note, answers, share } of rows) {
      const title = this.make(grid, "div", "name"), add = () => { const node = this.make(grid, "div", "share", share); if (share) this.make(node, "span", "", "right"); };
      this.make(title, "b", "", name);
      title.append(narrow ? " " + note : note);
      if (narrow) { title.style.gridColumn = `1 / ${pictures.length - 1}`; const node = this.make(grid, "div", "share", share); node.style.gridColumn = "span 2"; }
      for (const { said, read, right } of answers) {
        const cell = this.make(grid, "div", `said ${right ? "right" : "wrong"}`, said);
        this.make(cell, "b", "", read);
      }
      if (!narrow) add();
    }
  }
}
define("ten-two-answers", TenTwoAnswers);

// <ten-distances>: from one class to each other, a column a class; bars on a scale of each row's own.
class TenDistances extends TenMatrix {
  static css = `${TenMatrix.cells}
    .grid { align-items: end; row-gap: 4px; } .head { font: inherit; font-size: 20px; border: 0; background: none; padding: 6px 0; cursor: pointer; min-height: 40px; }
    .head.lit { color: var(--ink); } .name { font-size: 17px; color: var(--ink2); padding-right: 16px; align-self: end; } .name b { display: block; color: var(--ink); font-weight: 600; }
    .far { text-align: center; font-size: 17px; border-bottom: 1px solid var(--ink3); margin: 0 -3px; } .far i { display: block; width: 50%; max-width: 36px; margin: 2px auto 0; background: var(--secondary); } .far.self { color: var(--ink3); }
    .head:focus-visible { outline: 2px solid var(--positive); }
    @media (max-width: 640px) { .name { grid-column: 1 / -1; padding: 8px 0 0; } .name b { display: inline; } .far { font-size: 16px; } }
  `;
  static html = `<div class="grid"></div>`;
  paint() {
    const { from, h, rows } = this.data, grid = this.part(".grid"), narrow = this.clientWidth < 420;
    const focused = this.shadowRoot.activeElement ? this.parts(".head").indexOf(this.shadowRoot.activeElement) : -1;
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
      title.append(narrow ? " " + note : note);
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
