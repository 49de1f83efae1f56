// <ten-answer>: what the model sees in the drawing and what it answers. Between two answers of
// the server it reads the pad's pixels itself, so that the bars follow the pen.

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

const percent = (p) => (p < 0.0005 ? "< 0.1 %" : p < 1 && p > 0.9995 ? "> 99.9 %" : `${(100 * p).toFixed(1)} %`);

// The pad is another component, in a shadow root of its own somewhere in this document.
const findPad = (root = document) => {
  const canvases = [...root.querySelectorAll("canvas.dc-canvas")];
  if (canvases.length) return canvases;
  for (const node of root.querySelectorAll("*")) {
    const inner = node.shadowRoot && !(node instanceof TenElement) && findPad(node.shadowRoot);
    if (inner) return inner;
  }
  return null;
};

class TenAnswer extends TenElement {
  static css = `
    .columns { display: grid; grid-template-columns: 282px minmax(150px, 1fr) minmax(330px, 2.6fr); gap: 20px 48px; align-items: start; }
    h2 { margin-bottom: 12px; }
    .seen canvas { width: 100%; max-width: 282px; aspect-ratio: 1; border: 1px solid var(--rule); display: block; image-rendering: pixelated; }
    .note { margin-top: 10px; font-size: 17px; }
    .digit { font-size: 236px; font-weight: 700; line-height: .86; margin: 12px 0 20px -6px; min-height: 204px; }
    .sure { font-size: 38px; font-weight: 600; line-height: 1.1; min-height: 42px; } .what { font-size: 19px; color: var(--ink2); min-height: 24px; }
    .head, .row { display: grid; grid-template-columns: 26px 1fr 84px 64px; gap: 0 14px; align-items: center; }
    .head { color: var(--ink2); font-size: 16px; height: 36px; margin-bottom: 4px; }
    .head button { grid-column: 3 / span 2; justify-self: end; font: inherit; color: var(--ink2); background: none; border: 1px solid var(--rule);
      border-radius: 8px; padding: 4px 10px; min-height: 32px; cursor: pointer; }
    .head .p { grid-column: 2; }
    .row { height: 34px; font-size: 19px; }
    .row b { font-size: 22px; font-weight: 400; color: var(--ink2); text-align: center; }
    .track { background: var(--panel); border-radius: 3px; height: 22px; } .fill { background: var(--secondary); border-radius: 3px; height: 100%; min-width: 2px; }
    .row .p { text-align: right; color: var(--ink2); white-space: nowrap; } .row .z { text-align: right; font-size: 17px; }
    .row.best b, .row.best .p { font-weight: 700; color: var(--ink); } .row.best .fill { background: var(--ink); }
    :host(:not([logits])) .z { display: none; } :host(:not([logits])) .row { grid-template-columns: 26px 1fr 84px; }
    :host([blank]) .fill { visibility: hidden; }
    .total { text-align: right; font-size: 16px; color: var(--ink2); margin-top: 8px; }
    @container (max-width: 900px) { .columns { grid-template-columns: 150px 1fr; } .bars { grid-column: 1 / -1; } .digit { font-size: 130px; min-height: 112px; margin: 0; } .seen canvas { max-width: 150px; } h2 { font-size: 21px; margin-bottom: 8px; } }
    @container (max-width: 480px) {
      .columns { grid-template-columns: auto 1fr auto; gap: 8px 18px; align-items: center; }
      h2 { display: none; } .seen { order: 3; } .seen canvas { width: 78px; } .seen .note { display: none; }
      .answer { display: contents; } .digit { font-size: 88px; min-height: 76px; min-width: 52px; } .sure { font-size: 32px; } .what { font-size: 17px; }
      .words { order: 2; } .bars { order: 4; } .row { height: 25px; font-size: 17px; } .row b { font-size: 19px; } .track { height: 18px; } .head { height: 30px; margin: 0; } .head button { min-height: 28px; padding: 1px 10px; }
    }
    .frame { container-type: inline-size; }
  `;
  static html = `<div class="frame"><div class="columns">
    <section class="seen"><h2>What the model sees</h2><canvas width="280" height="280" role="img" aria-label="The 28 by 28 image that the model sees"></canvas>
      <div class="note">28 × 28 numbers from 0 to 1, nothing else.</div></section>
    <section class="answer" aria-live="polite"><h2>What it answers</h2><div class="digit"></div><div class="words"><div class="sure"></div><div class="what"></div></div></section>
    <section class="bars"><div class="head"><span class="p">probability</span><button type="button"></button></div><div class="list"></div><div class="total"></div></section></div></div>`;

  constructor() {
    super();
    this.setAttribute("logits", "");
    this.part(".list").innerHTML = WORDS.map((_, digit) =>
      `<div class="row"><b>${digit}</b><div class="track"><div class="fill"></div></div><span class="p"></span><span class="z"></span></div>`).join("");
    this.part(".head button").onclick = () => { this.toggleAttribute("logits"); this.refresh(); };
  }
  connectedCallback() {
    super.connectedCallback();
    this.until = 0;
    this.watchPointer();
    const follow = () => { this.follow(); this.frame = requestAnimationFrame(follow); };
    this.frame = requestAnimationFrame(follow);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    for (const [name, action] of this.events) document.removeEventListener(name, action, { capture: true });
  }

  // The server hears of another theme only when it is told something; and it has to ink the pad.
  refresh() {
    const before = this.dark;
    super.refresh();
    if (before !== undefined && before !== this.dark) this.tell("themed", this.dark);
  }

  // The server's answer replaces whatever was computed here.
  show(data) {
    if (data.weights) {
      const numbers = new Float32Array(bytes(data.weights).buffer);
      this.model = { W: numbers.subarray(0, 7840), b: numbers.subarray(7840), head: data.head, deskewed: data.deskewed };
    }
    const same = this.data && this.data.answer_id === data.answer_id;
    if (!same || !this.live) {
      this.live = null;
      this.dataset.source = "server";
    }
    super.show(data);
    if (this.live) this.think(true);
  }

  // Read the pad at every frame, from the first touch until a moment after the last: fabric.js
  // draws the finished stroke a little after the pen is lifted.
  watchPointer() {
    this.pressed = () => { this.down = true; };
    this.released = () => { this.down = false; this.until = performance.now() + 400; };
    this.events = [["pointerdown", this.pressed], ["pointerup", this.released], ["pointercancel", this.released],
      ["mousedown", this.pressed], ["mouseup", this.released], ["touchstart", this.pressed], ["touchend", this.released]];
    for (const [name, action] of this.events) document.addEventListener(name, action, { capture: true, passive: true });
  }
  follow() {
    if (!this.model) return;
    if (!this.pad || !this.pad.every((canvas) => canvas.isConnected)) this.pad = this.searchPad();
    if (this.pad && (this.down || performance.now() < this.until)) this.think(false);
  }
  searchPad() {
    const now = performance.now();
    if (now < (this.searchAgain || 0)) return null;
    this.searchAgain = now + 250;
    const pad = findPad();
    if (pad) {
      // Undo and Clear are the page's own; the pad's toolbar would cover the heading.
      const style = new CSSStyleSheet();
      style.replaceSync(`.dc-toolbar { display: none !important } .dc-canvas { outline: 2px solid var(--st-text-color) !important; outline-offset: -2px !important; border-radius: 10px }`);
      const root = pad[0].getRootNode();
      if (root.adoptedStyleSheets) root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
      // All of its layers are one picture, which is said once.
      for (const canvas of root.querySelectorAll("canvas")) canvas.setAttribute("aria-hidden", canvas !== pad.at(-1));
      pad.at(-1).setAttribute("role", "img");
      pad.at(-1).setAttribute("aria-label", "The pad, to draw on with a pointer");
      this.until = now + 400;
    }
    return pad;
  }
  think(again) {
    const { alpha, width, height, count } = this.readPad();
    if (count === this.inkCount && !again) return;
    const first = this.inkCount === undefined;
    this.inkCount = count;
    // What lies on a pad that was just found is known to the server; a stroke in hand is not.
    if ((first && !this.down) || (count === 0 && !this.live)) return;
    const ink = inkOf(alpha);
    if (!ink) { this.live = { blank: true }; } else {
      const centred = preprocess(ink, width, height), x = this.model.deskewed ? deskew(centred) : centred;
      const z = logitsOf(x, this.model);
      this.live = { x: Array.from(x), z, p: probabilitiesOf(z, this.model.head) };
    }
    this.dataset.source = "browser";
    this.refresh();
  }
  // All layers of the pad in one canvas, and of that the alpha.
  readPad() {
    const { width, height } = this.pad[0];
    const scratch = this.scratch || (this.scratch = document.createElement("canvas"));
    if (scratch.width !== width) scratch.width = width;
    if (scratch.height !== height) scratch.height = height;
    const context = scratch.getContext("2d", { willReadFrequently: true });
    context.clearRect(0, 0, width, height);
    for (const canvas of this.pad) context.drawImage(canvas, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    const alpha = Float64Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3] / 255);
    return { alpha, width, height, count: alpha.reduce((sum, a) => sum + a, 0) };
  }

  paint() {
    const answer = this.live || this.data, blank = !answer.z;
    this.toggleAttribute("blank", blank);
    this.paintSeen(answer.x);
    const best = blank ? -1 : answer.z.indexOf(Math.max(...answer.z));
    setText(this.part(".digit"), blank ? "" : String(best));
    setText(this.part(".sure"), blank ? "" : `${(100 * answer.p[best]).toFixed(answer.p[best] > 0.995 && answer.p[best] < 1 ? 1 : 0)} %`);
    setText(this.part(".what"), blank ? "Draw a digit on the pad." : `sure it is a ${WORDS[best]}`);
    this.parts(".row").forEach((row, digit) => {
      const p = blank ? 0 : answer.p[digit];
      row.classList.toggle("best", digit === best);
      row.querySelector(".fill").style.width = `${100 * p}%`;
      setText(row.querySelector(".p"), blank ? "" : percent(p));
      const z = row.querySelector(".z");
      setText(z, blank ? "" : signed(answer.z[digit], 1));
      z.className = `z ${!blank && answer.z[digit] < 0 ? "negative" : "positive"}`;
    });
    setText(this.part(".head button"), this.hasAttribute("logits") ? "Hide logits z" : "Show logits z");
    const sum = blank ? 0 : answer.p.reduce((a, b) => a + b);
    setText(this.part(".total"), blank || !this.model || this.model.head === "softmax" ? "" : `ten separate answers; their sum is ${sum.toFixed(2)}, and need not be 1`);
    this.dataset.probabilities = blank ? "" : JSON.stringify(answer.p.map((p) => Number(p.toFixed(6))));
    this.dataset.prediction = best;
    // For <ten-push>, which lies elsewhere on the page.
    window.tenSeen = { x: blank ? null : answer.x, model: this.model, live: Boolean(this.live) };
    window.dispatchEvent(new Event("ten-seen"));
  }

  paintSeen(x) {
    const canvas = this.part(".seen canvas"), context = canvas.getContext("2d"), cell = 10;
    context.clearRect(0, 0, 280, 280);
    const [r, g, b] = rgb(this.palette.ink);
    for (let i = 0; x && i < x.length; i++) {
      if (x[i] <= 0) continue;
      context.fillStyle = `rgba(${r},${g},${b},${Math.min(1, x[i])})`;
      context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell, cell);
    }
    context.fillStyle = this.palette.grid;
    for (let k = 1; k < SIDE; k++) { context.fillRect(k * cell, 0, 1, 280); context.fillRect(0, k * cell, 280, 1); }
  }
}
define("ten-answer", TenAnswer);
