// <ten-answer>: what the model sees of the drawing, and its probabilities. While a stroke is drawn
// they are computed here from the pad's pixels, so that the bars follow the pen.

import { rgb } from "../shared/components/colours.js";
import { define, setText, TenElement } from "../shared/components/element.js";
import { bytes, context2d } from "../shared/components/images.js";
import { logitsOf, probabilitiesOf } from "../shared/components/model.js";
import {
  aDigit,
  argmax,
  clampedPercent,
  signed,
  surePercent,
} from "../shared/components/numbers.js";
import { deskew, inkOf, preprocess, SIDE } from "../shared/components/preprocess.js";
import "../streamlit_patches/pad_removed.js";
import { findPad, readPad } from "../streamlit_patches/pad_reader.js";
import { CANCELLED } from "../streamlit_patches/pad_touches.js";
import { isReadable } from "./canvas_check.js";
import { publish } from "./current_answer.js";
import "./undo_key.js";

const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
// fabric.js draws the finished stroke a little after the pen is lifted.
const AFTER_STROKE_MS = 400;
const SEARCH_AGAIN_MS = 250;

const UNREADABLE =
  "Your browser hides drawings from this page, to protect you from fingerprinting: it hands over noise or a blank " +
  "picture, so the answer is not about what you drew. Allow this page to read the canvas (in Firefox and Tor the small " +
  "picture in the address bar, in Brave the shield) and reload it, or choose Test image.";

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
    .blind { margin: 0 0 16px; padding: 12px 16px; border: 2px solid var(--ink); border-radius: 8px; font-size: 18px; line-height: 1.4; } .blind[hidden] { display: none; }
    .frame { container-type: inline-size; }
  `;
  static html = `<div class="frame"><p class="blind" role="alert" hidden></p><div class="columns">
    <section class="seen"><h2>What the model sees</h2><canvas width="280" height="280" role="img" aria-label="The 28 by 28 image that the model sees"></canvas>
      <div class="note">28 × 28 numbers from 0 to 1, nothing else.</div></section>
    <section class="answer" aria-live="polite"><h2>What it answers</h2><div class="digit" translate="no"></div><div class="words"><div class="sure" translate="no"></div><div class="what"></div></div></section>
    <section class="bars"><div class="head"><span class="p">probability</span><button type="button"></button></div><div class="list" translate="no"></div><div class="total"></div></section></div></div>`;
  /** @type {any} */ model = null;
  /** @type {any} The answer computed here, while it is newer than the server's. */ live = null;
  /** @type {any} The layers of the pad. */ pad = null;
  /** @type {number | null} */ inkSeen = null;
  /** @type {any} The ink and the answer before the last stroke; `again` if it was cancelled. */ before =
    null;
  searchAt = 0;
  readUntil = 0;
  drawnOn = false;
  frame = 0;

  constructor() {
    super();
    this.setAttribute("logits", "");
    this.find(".list").innerHTML = WORDS.map(
      (_, digit) =>
        `<div class="row"><b>${digit}</b><div class="track"><div class="fill"></div></div><span class="p"></span><span class="z"></span></div>`,
    ).join("");
    this.find(".head button").onclick = () => {
      this.toggleAttribute("logits");
      this.refresh();
    };
    // Strokes by touch arrive as mouse events, too: see pad_touches.js.
    this.press = (event) => {
      this.down = this.pressed = true;
      if (this.pad?.some((layer) => event.composedPath().includes(layer))) this.drawnOn = true;
      this.before = { ink: this.inkSeen, live: this.live, again: false };
    };
    this.cancel = () => {
      if (this.before) this.before.again = true;
    };
    this.release = () => {
      this.down = false;
      this.readUntil = performance.now() + AFTER_STROKE_MS;
    };
  }
  connectedCallback() {
    super.connectedCallback();
    const options = { capture: true, passive: true };
    document.addEventListener("mousedown", this.press, options);
    document.addEventListener("mouseup", this.release, options);
    document.addEventListener(CANCELLED, this.cancel);
    this.checkCanvas();
    const follow = () => {
      this.follow();
      this.frame = requestAnimationFrame(follow);
    };
    follow();
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    document.removeEventListener("mousedown", this.press, true);
    document.removeEventListener("mouseup", this.release, true);
    document.removeEventListener(CANCELLED, this.cancel);
  }

  // Report a theme change to the server, which colours the strokes on the pad.
  refresh() {
    const before = this.dark;
    super.refresh();
    if (before !== undefined && before !== this.dark) this.tell("themed", this.dark);
  }

  // The server's answer replaces what was computed here, unless the drawing has not changed.
  show(data) {
    if (data.weights) {
      const numbers = new Float32Array(bytes(data.weights).buffer);
      const { head, deskewed } = data;
      this.model = { W: numbers.subarray(0, 7840), b: numbers.subarray(7840), head, deskewed };
    }
    if (this.data?.answer_id !== data.answer_id) this.drawnOn = false;
    if (this.data?.answer_id !== data.answer_id || !this.live) {
      this.live = null;
      if (this.before) this.before.live = null;
      this.dataset.source = "server";
    }
    super.show(data);
    if (this.live) this.answer(true);
  }

  // Without readable pixels there is nothing to follow.
  checkCanvas() {
    this.blind = !isReadable();
    this.find(".blind").hidden = !this.blind;
    this.write(".blind", this.blind ? UNREADABLE : "");
  }

  // Read the pad at every frame while a stroke is drawn.
  follow() {
    if (!this.model) return;
    const now = performance.now();
    if (!this.pad?.every((layer) => layer.isConnected)) {
      this.pad = null;
      if (now < this.searchAt) return;
      this.searchAt = now + SEARCH_AGAIN_MS;
      this.pad = findPad();
      if (!this.pad) return;
      this.pressed = this.down;
      this.readUntil = now + AFTER_STROKE_MS;
    }
    if (!this.blind && (this.down || now < this.readUntil)) this.answer(false);
  }
  answer(again) {
    const { alpha, width, height, total } = readPad(this.pad);
    if (total === this.inkSeen && !again) return;
    this.inkSeen = total;
    // The server knows what is on a pad before its first stroke.
    if (!this.pressed || (total === 0 && !this.live)) return;
    // The server answers for an image of the data set as it is in the files.
    if (this.data.untouched && !this.drawnOn) return;
    const ink = inkOf(alpha);
    if (this.before?.again && !again && this.before.ink === total) {
      this.live = this.before.live;
    } else if (ink) {
      const centred = preprocess(ink, width, height);
      const x = this.model.deskewed ? deskew(centred) : centred;
      const z = logitsOf(x, this.model);
      this.live = { x, z, p: probabilitiesOf(z, this.model.head) };
    } else this.live = { x: null, z: null, p: null };
    this.dataset.source = this.live ? "browser" : "server";
    this.refresh();
  }

  paint() {
    const { x, z, p } = this.live || this.data;
    const best = z ? argmax(z) : -1;
    this.toggleAttribute("blank", !z);
    this.paintSeen(x || []);
    this.write(".digit", z ? String(best) : "");
    this.write(".sure", z ? surePercent(p[best]) : "");
    this.write(".what", z ? `sure it is ${aDigit(WORDS[best])}` : "Draw a digit on the pad.");
    this.findAll(".row").forEach((row, digit) => {
      row.classList.toggle("best", digit === best);
      row.querySelector(".fill").style.width = `${z ? 100 * p[digit] : 0}%`;
      setText(row.querySelector(".p"), z ? clampedPercent(p[digit]) : "");
      const logit = row.querySelector(".z");
      setText(logit, z ? signed(z[digit], 1) : "");
      logit.className = `z ${z && z[digit] < 0 ? "negative" : "positive"}`;
    });
    this.write(".head button", `${this.hasAttribute("logits") ? "Hide" : "Show"} logits z`);
    const sum = z && this.model?.head === "sigmoid" ? p.reduce((a, b) => a + b).toFixed(2) : "";
    this.write(".total", sum && `ten separate answers; their sum is ${sum}, and need not be 1`);
    this.dataset.probabilities = z ? JSON.stringify(p.map((v) => Number(v.toFixed(6)))) : "";
    this.dataset.prediction = String(best);
    publish({ x: z && Float64Array.from(x), model: this.model, live: Boolean(this.live) });
  }

  paintSeen(x) {
    const context = context2d(this.find(".seen canvas"));
    const cell = 10;
    context.clearRect(0, 0, 280, 280);
    x.forEach((v, i) => {
      if (v <= 0) return;
      context.fillStyle = `rgba(${rgb(this.palette.ink)},${Math.min(1, v)})`;
      context.fillRect((i % SIDE) * cell, Math.floor(i / SIDE) * cell, cell, cell);
    });
    context.fillStyle = this.palette.grid;
    for (let k = 1; k < SIDE; k++) {
      context.fillRect(k * cell, 0, 1, 280);
      context.fillRect(0, k * cell, 280, 1);
    }
  }
}
define("ten-answer", TenAnswer);
