// <ten-strip>: the state of the run and its numbers, at the top of every page.

import "../components/term.js";
import { define, setLength, setText, TenElement } from "../components/element.js";

const STATE_ICONS = {
  ready: `<circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2"/>`,
  running: `<circle cx="12" cy="12" r="11" fill="var(--rule)"/><circle cx="12" cy="12" r="6.5" fill="currentColor"/>`,
  paused: `<rect x="5" y="4" width="5" height="16" rx="1" fill="currentColor"/><rect x="14" y="4" width="5" height="16" rx="1" fill="currentColor"/>`,
  finished: `<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M7.5 12.5l3 3 6-6.5" fill="none" stroke="currentColor" stroke-width="2"/>`,
  waiting: `<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 6.5V12l4 2.5" fill="none" stroke="currentColor" stroke-width="2"/>`,
  diverged: `<path d="M12 3l10 18H2z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M12 9v6M12 17v2" stroke="currentColor" stroke-width="2"/>`,
};

class TenStrip extends TenElement {
  static css = `
    .cells { display: grid; grid-template-columns: minmax(max-content, 1.25fr); grid-auto-columns: minmax(max-content, 1fr); grid-auto-flow: column; align-items: center; min-height: var(--strip-height, 74px); padding-right: var(--reserved, 0px); }
    .cell { padding: var(--cell-padding, 6px) 0 var(--cell-padding, 6px) 22px; border-left: 1px solid var(--rule); min-width: 0; }
    .cell:first-child { border: 0; padding-left: 0; display: flex; align-items: center; gap: 12px;
      font-size: 25px; font-weight: 600; }
    .cell svg { width: 25px; height: 25px; flex: none; }
    .value { font-size: 29px; font-weight: 600; line-height: 1.15; white-space: nowrap; }
    .value small { font-size: 18px; font-weight: 400; color: var(--ink2); }
    .label { font-size: 16px; color: var(--ink2); white-space: nowrap; }
    /* A line of it takes no room: it stands in the gap below the bar, so that nothing moves when it comes. */
    .note { margin-bottom: calc(-1 * var(--gap-below, 20px)); color: var(--ink); line-height: 20px; } .note:empty { margin: 0; }
    .bar { height: 4px; background: var(--rule); margin: 0 calc(-1 * var(--bleed-right, 0px)) 0 calc(-1 * var(--bleed-left, 0px)); }
    .bar div { height: 100%; background: var(--ink); transition: width 80ms linear; }
    @media (prefers-reduced-motion: reduce) { .bar div { transition: none; } }
    @container (max-width: 940px) { .cell { padding-left: 12px; } .value { font-size: 26px; } }
    @container (max-width: 760px) {
      .cells { grid-template-columns: repeat(3, auto); grid-auto-flow: row; min-height: 0; padding: 6px var(--reserved, 0px) 8px 0; row-gap: 4px; justify-content: space-between; }
      .cell { border: 0; padding: 0; }
      .cell:first-child { font-size: 22px; gap: 8px; }
      .cell:first-child svg { width: 20px; height: 20px; }
      .value { font-size: 23px; } .value small { font-size: 16px; } .label { font-size: 14px; }
      :host([compact]) .cells { grid-auto-flow: row; grid-template-columns: auto minmax(0, auto); column-gap: 14px; align-items: baseline; }
      :host([compact]) .cell { display: none; }
      :host([compact]) .cell:first-child, :host([compact]) .cell.key { display: flex; align-items: center; gap: 7px; }
      :host([compact]) .value { font-size: 21px; } :host([compact]) .label { font-size: 16px; }
    }
    @container (max-width: 350px) {
      .cells { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      :host([compact]) .cells { column-gap: 10px; } :host([compact]) .cell:first-child { font-size: 19px; } :host([compact]) .value { font-size: 19px; } :host([compact]) .label { font-size: 14px; }
    }
    :host { container-type: inline-size; }
  `;
  static html =
    `<div role="status"><div class="cells"><div class="cell"><svg viewBox="0 0 24 24" aria-hidden="true"></svg><span></span></div></div></div>
    <div class="bar" role="progressbar" aria-label="Progress of the run" aria-valuemin="0" aria-valuemax="100"><div></div></div><div class="note" role="status"></div>`;

  paint() {
    const { state, title, cells, done, compact, note } = this.data;
    this.toggleAttribute("compact", Boolean(compact));
    if (this.state !== state) this.find("svg").innerHTML = STATE_ICONS[state];
    this.state = state;
    this.write(".cell span", title);
    const row = this.find(".cells");
    setLength(
      row,
      cells.length + 1,
      `<div class="cell"><div class="value" translate="no"><b style="font-weight:600"></b> <small></small></div><div class="label"><ten-term></ten-term></div></div>`,
    );
    // On a phone's single line there is room for one word.
    const brief = compact && this.clientWidth <= 760;
    cells.forEach(({ value, of, label, key }, i) => {
      const cell = row.children[i + 1];
      cell.classList.toggle("key", Boolean(key));
      setText(cell.querySelector("b"), value);
      setText(cell.querySelector("small"), of || "");
      cell.querySelector("ten-term").show(label, brief ? label.split(" ")[0] : label);
    });
    this.write(".note", note || "");
    this.find(".bar div").style.width = `${100 * done}%`;
    this.find(".bar").setAttribute("aria-valuenow", Math.round(100 * done));
  }
}
define("ten-strip", TenStrip);
