// <ten-preflight>: a row for each check, with a word and a shape for its state. The last row, the
// round trip to the server, is measured here.

import { define, setLength, setText, TenElement } from "../shared/components/element.js";

const SHAPES = {
  fine: `<path d="M4 13l5 5L20 6" fill="none" stroke="currentColor" stroke-width="3"/>`,
  look: `<path d="M12 3l10 18H2z" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="round"/><path d="M12 9v6M12 17v2" stroke="currentColor" stroke-width="2.5"/>`,
  fault: `<path d="M5 5l14 14M19 5L5 19" stroke="currentColor" stroke-width="3.5"/>`,
  wait: `<circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="4 3"/>`,
};
const WORDS = { fine: "fine", look: "look at this", fault: "broken", wait: "measuring" };
const PINGS = 5;
const SLOW_MS = 300;

class TenPreflight extends TenElement {
  static css = `
    table { border-collapse: collapse; width: 100%; font-size: 19px; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    th, td { text-align: left; vertical-align: top; padding: 12px 24px 12px 0; border-bottom: 1px solid var(--rule); }
    th { font-weight: 600; white-space: nowrap; }
    td:nth-child(2) { white-space: nowrap; } td:nth-child(3) { color: var(--ink2); overflow-wrap: anywhere; }
    tr[data-state="look"] td:nth-child(2), tr[data-state="fault"] td:nth-child(2) { font-weight: 700; }
    svg { width: 20px; height: 20px; margin-right: 10px; vertical-align: -3px; }
    @container (max-width: 640px) { tr { display: grid; grid-template-columns: 1fr auto; border-bottom: 1px solid var(--rule); padding: 8px 0; }
      th, td { border: 0; padding: 2px 0; } td:nth-child(3) { grid-column: 1 / -1; } }
    .frame { container-type: inline-size; }
  `;
  static html =
    `<div class="frame"><table><caption>What was looked at, its state, and what was found</caption><tbody></tbody></table></div>`;
  /** @type {number[]} */ times = [];
  sent = 0;

  constructor() {
    super();
    this.times = [];
  }

  show(data) {
    if (data.echo === null) this.ping();
    else if (data.echo === this.sent) {
      this.times.push(performance.now() - this.sent);
      if (this.times.length < PINGS) this.ping();
    }
    super.show(data);
  }
  ping() {
    this.sent = performance.now();
    this.tell("ping", this.sent);
  }

  // The fastest of some round trips: the network, without what else the server was doing.
  websocket() {
    if (this.times.length < PINGS)
      return { name: "Websocket", state: "wait", found: "open; a message goes there and back" };
    const ms = Math.min(...this.times);
    return {
      name: "Websocket",
      state: ms < SLOW_MS ? "fine" : "look",
      found: `open; there and back in ${ms.toFixed(0)} ms`,
    };
  }

  paint() {
    const rows = [...this.data.rows, this.websocket()];
    const body = this.find("tbody");
    setLength(
      body,
      rows.length,
      `<tr><th scope="row"></th><td><svg viewBox="0 0 24 24" aria-hidden="true"></svg><span></span></td><td></td></tr>`,
    );
    rows.forEach(({ name, state, found }, i) => {
      const row = body.children[i];
      if (row.dataset.state !== state) row.querySelector("svg").innerHTML = SHAPES[state];
      row.dataset.state = state;
      setText(row.querySelector("th"), name);
      setText(row.querySelector("span"), WORDS[state]);
      setText(row.querySelector("td:last-child"), found);
    });
  }
}
define("ten-preflight", TenPreflight);
