// <ten-guided>: asks for ten of each digit, one after the other. The next one is asked for at once;
// the strokes travel behind, again and again until the server has confirmed them.

import { define, TenElement } from "../shared/components/element.js";
import { context2d } from "../shared/components/images.js";
import { aDigit } from "../shared/components/numbers.js";

const PX = 280;
const PEN_PX = 20;

class TenGuided extends TenElement {
  static css = `
    :host { container-type: inline-size; }
    .all { display: flex; flex-wrap: wrap; gap: 16px 44px; align-items: flex-start; padding: 8px 0 16px; }
    canvas { display: block; width: ${PX}px; height: ${PX}px; border: 2px solid var(--ink); border-radius: 10px; touch-action: none; cursor: crosshair; }
    .words { flex: 1 1 240px; } .ask { font: 600 26px/1.2 "Source Serif", serif; margin: 0; }
    .digit { font-size: 150px; line-height: 1.05; font-weight: 700; display: block; margin: 0 0 6px; }
    .buttons { display: flex; gap: 8px; flex-wrap: wrap; margin-top: 10px; width: ${PX}px; }
    button { font: 600 18px/1 var(--st-font, "Source Sans", sans-serif); min-height: 48px; padding: 0 14px; border-radius: 8px; border: 1px solid var(--rule); background: none; color: var(--ink); cursor: pointer; }
    button.next { background: var(--chosen); border-color: var(--chosen); color: var(--on-chosen); flex: 1; } button:disabled { opacity: .45; cursor: default; }
    .progress { height: 10px; border-radius: 5px; background: var(--grid); overflow: hidden; max-width: 420px; margin: 8px 0 4px; } .progress i { display: block; height: 100%; background: var(--secondary); }
    .note { min-height: 1.3em; }
    @container (max-width: 560px) { .all { flex-direction: column-reverse; gap: 8px; align-items: center; } .words { width: ${PX}px; flex: none; display: grid; grid-template-columns: 1fr auto; align-items: center; } .digit { font-size: 64px; margin: 0; } .progress, .count, .note { grid-column: 1 / -1; } }
  `;
  static html =
    `<div class="all"><div><canvas width="${2 * PX}" height="${2 * PX}" role="img" aria-label="A pad to draw on"></canvas>
    <div class="buttons"><button type="button" class="next">Next</button><button type="button" class="clear">Clear</button><button type="button" class="back">Back</button></div></div>
    <div class="words"><p class="ask" aria-live="polite"></p><b class="digit" aria-hidden="true"></b><div class="progress" role="progressbar" aria-valuemin="0"><i></i></div><div class="note count"></div><div class="note said" role="status"></div></div></div>`;
  /** @type {number[][][]} */ strokes = [];
  /** @type {number | null} */ pointer = null;
  /** @type {[number, number, number[][][]][]} not confirmed: number, label, strokes */ waiting =
    [];
  number = 0;
  session = "";

  constructor() {
    super();
    const canvas = this.find("canvas");
    canvas.onpointerdown = (event) => this.down(event);
    canvas.onpointermove = (event) => this.drag(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => this.up(event);
    this.find(".next").onclick = () => this.next();
    this.find(".clear").onclick = () => this.clear();
    this.find(".back").onclick = () => this.tell("back");
  }

  at(event) {
    const box = this.find("canvas").getBoundingClientRect();
    const on = (v, from, size) => Math.round((10 * PX * (v - from)) / size) / 10;
    return [on(event.clientX, box.left, box.width), on(event.clientY, box.top, box.height)];
  }

  // A second finger or a palm does not draw.
  down(event) {
    if (this.pointer !== null || event.button > 0) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.find("canvas").setPointerCapture(event.pointerId);
    this.strokes.push([this.at(event)]);
    this.draw();
  }
  drag(event) {
    if (event.pointerId !== this.pointer) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) {
      this.strokes[this.strokes.length - 1].push(this.at(each));
    }
    this.draw();
  }
  up(event) {
    if (event.pointerId === this.pointer) this.pointer = null;
  }

  clear() {
    this.strokes = [];
    this.draw();
  }

  counts() {
    const counts = [...this.data.counts];
    for (const [, label] of this.waiting) counts[label] += 1;
    return counts;
  }

  // The digit of which there are fewest.
  asked() {
    const counts = this.counts();
    return counts.indexOf(Math.min(...counts));
  }

  next() {
    if (!this.strokes.length) return;
    this.number += 1;
    this.waiting.push([this.number, this.asked(), this.strokes]);
    this.clear();
    this.tell("drawn", this.session, this.waiting);
    this.words();
  }

  show(data) {
    if (data.session !== this.session) {
      this.session = data.session;
      this.number = data.taken;
      this.waiting = [];
    }
    this.number = Math.max(this.number, data.taken);
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(([number]) => number > data.taken);
    super.show(data);
    // A message that another one has overtaken is sent again.
    if (this.waiting.length && this.waiting.length < before)
      this.tell("drawn", this.session, this.waiting);
  }

  paint() {
    this.draw();
    this.words();
  }

  draw() {
    const context = context2d(this.find("canvas"));
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, PX, PX);
    Object.assign(context, { lineWidth: PEN_PX, lineCap: "round", lineJoin: "round" });
    context.strokeStyle = this.palette.ink;
    for (const [first, ...rest] of this.strokes) {
      context.beginPath();
      context.moveTo(first[0], first[1]);
      for (const [x, y] of rest.length ? rest : [first]) context.lineTo(x, y);
      context.stroke();
    }
    const drawn = this.strokes.length > 0;
    this.find(".next").disabled = this.find(".clear").disabled = !drawn;
  }

  words() {
    const { goal, said } = this.data;
    const done = this.counts().reduce((sum, n) => sum + Math.min(n, goal), 0);
    const all = 10 * goal;
    const digit = this.asked();
    const over = done >= all;
    this.write(
      ".ask",
      over ? "That is all of them. Thank you!" : `Draw ${aDigit(digit).replace(/ .*/, "")}`,
    );
    this.write(".digit", over ? "" : digit);
    this.find(".ask").setAttribute("aria-label", over ? "" : `Draw ${aDigit(digit)}`);
    this.find(".progress i").style.width = `${(100 * done) / all}%`;
    const bar = this.find(".progress");
    bar.setAttribute("aria-valuenow", String(done));
    bar.setAttribute("aria-valuemax", String(all));
    bar.setAttribute("aria-label", "Drawings");
    this.write(".count", `${done} of ${all}`);
    this.write(".said", said);
    this.find(".back").disabled = !this.data.taken || this.waiting.length > 0;
  }
}
define("ten-guided", TenGuided);
