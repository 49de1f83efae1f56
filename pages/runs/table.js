// <ten-runs>: a table of runs: line style, differing settings, results. The visitor's own runs can
// be renamed, pinned and deleted.

import { define } from "../shared/components/element.js";
import { highlight, highlighted, TenHighlighted } from "./highlight.js";
import { swatch } from "./line_style.js";

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

class TenRuns extends TenHighlighted {
  static css = `
    table { border-collapse: collapse; width: 100%; font-size: 17px; }
    th { font-weight: 400; color: var(--ink2); font-size: 16px; text-align: right; padding: 6px 0 6px 20px; white-space: nowrap; vertical-align: bottom; }
    td { border-top: 1px solid var(--rule); padding: 0 0 0 20px; height: 38px; text-align: right; white-space: nowrap; }
   
    th:first-child, td:first-child { text-align: left; padding-left: 0; } td.wrap { white-space: normal; }
    .who { display: flex; align-items: center; gap: 10px; min-width: 250px; } .who svg { width: 46px; height: 14px; flex: none; overflow: visible; }
    .number { width: 22px; color: var(--ink2); flex: none; } .who span.name { font-weight: 600; }
    input { font: 600 17px var(--st-font); color: var(--ink); background: none; border: 1px solid transparent; border-radius: 6px; padding: 5px 7px; width: 100%; min-width: 150px; text-overflow: ellipsis; }
    input:hover { border-color: var(--rule); } input:focus { outline: 2px solid var(--positive); outline-offset: -2px; background: var(--page); }
    tbody tr.at td { background: var(--panel); }
    .state { color: var(--ink2); font-size: 16px; white-space: nowrap; }
    button { font: inherit; font-size: 16px; border: 1px solid transparent; border-radius: 6px; background: none; color: var(--ink2); min-width: 40px; min-height: 38px; padding: 0 6px; cursor: pointer; }
    button:hover:not(:disabled) { border-color: var(--rule); color: var(--ink); } button:disabled { opacity: .4; cursor: not-allowed; } button svg { width: 18px; height: 18px; vertical-align: -3px; }
    button[aria-pressed="true"], button[aria-pressed="true"]:hover:not(:disabled) { background: var(--chosen); color: var(--on-chosen); } tr:has(input) td { height: 46px; } td.acts { padding-left: 12px; width: 1px; }
    footer { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; min-height: 44px; border-top: 1px solid var(--rule); color: var(--ink2); font-size: 16px; padding-top: 4px; }
    footer .gone { color: var(--ink); } footer .gone button { border-color: var(--rule); color: var(--ink); font-weight: 600; padding: 0 14px; margin-left: 8px; } [hidden] { display: none !important; }
    /* Where the columns do not fit, a run is its name and, below it, each value under its label. */
    :host([stacked]) :is(table, tbody) { display: block; } :host([stacked]) thead { display: none; }
    :host([stacked]) tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 128px), 1fr)); gap: 6px 12px; border-top: 1px solid var(--rule); padding: 6px 0 12px; }
    :host([stacked]) td { border: 0; height: auto; padding: 0; text-align: left; overflow-wrap: anywhere; white-space: normal; } :host([stacked]) td[data-label]::before { content: attr(data-label); display: block; color: var(--ink2); font-size: 16px; }
    :host([stacked]) :is(td:first-child, td.acts) { grid-column: 1 / -1; grid-row: 1; height: 46px; } :host([stacked]) td:first-child { display: grid; align-items: center; }
    :host([stacked]) td.acts { justify-self: end; width: auto; } :host([stacked]) .who { min-width: 0; } :host([stacked]) tr:has(input) .who { padding-right: 96px; } :host([stacked]) input { min-width: 0; }
    @container (max-width: 560px) { :host([stacked]) td.acts { grid-row: auto; grid-column: -2 / -1; align-self: end; } :host([stacked]) tr:has(input) .who { padding-right: 0; } .who { gap: 6px; } .who svg { width: 30px; } .number { width: 14px; } .state { display: none; } }
    :host { container-type: inline-size; }
  `;
  static html = `<table role="table"><thead><tr></tr></thead><tbody role="rowgroup"></tbody></table>
    <footer><span class="gone" role="status"><span></span><button type="button" class="undo">Undo</button></span><span class="note"></span></footer>`;
  static PIN =
    `<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M6 1.5h6l-1 5.5 3 2.6v1.4H4V9.6L7 7zM9 11v6" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round"/></svg>`;
  static BIN =
    `<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M2.5 4.5h13M4.5 4.5v12h9v-12M7 2h4M7.5 8v5M10.5 8v5" fill="none" stroke="currentColor" stroke-width="1.7"/></svg>`;

  constructor() {
    super();
    this.find(".undo").onclick = () => this.tell("undo");
    const body = this.find("tbody");
    for (const name of ["pointerover", "pointerdown", "focusin"])
      body.addEventListener(name, (event) => {
        const { slot } = /** @type {any} */ (event.target).closest("tr").dataset;
        highlight(Number(slot));
      });
    body.addEventListener("pointerleave", (event) => {
      if (event.pointerType !== "touch") highlight(null);
    });
    body.addEventListener("focusout", () => highlight(null));
  }
  mark() {
    for (const row of this.findAll("tbody tr"))
      row.classList.toggle("at", Number(row.dataset.slot) === highlighted());
  }

  paint() {
    const { columns, rows, deleted, note } = this.data;
    this.find(".gone").hidden = !deleted;
    this.write(".gone span", `Deleted: ${deleted || ""}`);
    this.write("footer .note", note || "");
    const now = JSON.stringify([columns, rows, this.data.mayPin]);
    if (now !== this.shown) this.build(columns, rows);
    this.shown = now;
    this.stack();
  }

  /** As a table if all columns fit. */
  stack() {
    this.removeAttribute("stacked");
    this.toggleAttribute("stacked", this.find("table").scrollWidth > this.clientWidth);
  }

  build(columns, rows) {
    this.dataset.rows = rows.length;
    const own = rows.some(({ training }) => training !== undefined);
    const head = this.find("thead tr");
    this.find("table").hidden = !rows.length;
    head.replaceChildren(
      ...["run", ...columns, ...(own ? [""] : [])].map((textContent) =>
        make("th", { textContent }),
      ),
    );
    const focused = this.focused?.dataset.key;
    this.find("tbody").replaceChildren(...rows.map((row) => this.row(row, columns)));
    if (focused)
      this.findAll("[data-key]")
        .find((node) => node.dataset.key === focused)
        ?.focus();
  }

  row(run, columns) {
    const row = make("tr", { role: "row" });
    row.dataset.slot = run.slot;
    const who = make("div", { className: "who", innerHTML: swatch(run.slot, 14) });
    const cell = (...parts) => {
      const made = make("td", { role: "cell" });
      made.append(...parts);
      row.append(made);
      return made;
    };
    if (run.number) who.prepend(make("span", { className: "number", textContent: run.number }));
    const own = run.training !== undefined;
    who.append(own ? this.name(run) : make("span", { className: "name", textContent: run.name }));
    if (run.state) who.append(make("span", { className: "state", textContent: run.state }));
    cell(who);
    run.values.forEach((value, i) => {
      cell(value).dataset.label = columns[i];
    });
    if (own) cell(this.pin(run), this.bin(run)).className = "acts";
    return row;
  }
  name({ training, name }) {
    const input = make("input", { value: name, maxLength: 60, title: name });
    input.setAttribute("aria-label", `Name of run ${name}`);
    input.dataset.key = `name-${training}`;
    const keep = () => {
      if (input.value !== name) this.tell("rename", training, input.value);
    };
    input.onblur = keep;
    input.onkeydown = (event) => {
      if (event.key === "Enter") input.blur();
      if (event.key === "Escape") {
        input.value = name;
        input.blur();
      }
    };
    return input;
  }
  button(label, shape, key, act) {
    const made = make("button", {
      type: "button",
      innerHTML: shape,
      title: label,
      onclick: act,
    });
    made.setAttribute("aria-label", label);
    made.dataset.key = key;
    return made;
  }
  pin({ training, name, pinned }) {
    const made = this.button(`Keep ${name} for good`, TenRuns.PIN, `pin-${training}`, () =>
      this.tell("pin", training, !pinned),
    );
    made.setAttribute("aria-pressed", String(pinned));
    made.disabled = !pinned && !this.data.mayPin;
    return made;
  }
  bin({ training, name }) {
    return this.button(`Delete ${name}`, TenRuns.BIN, `bin-${training}`, () =>
      this.tell("remove", training),
    );
  }
}
define("ten-runs", TenRuns);
