// <ten-time>: the loss along the run on a logarithmic axis of steps, with a handle that sets the
// moment that the whole page shows.

import { dot, line, polyline, text } from "../shared/components/axes.js";
import { define, forDigits, prefersReducedMotion, setText } from "../shared/components/element.js";
import { bytes, paintGrey, paintSigned } from "../shared/components/images.js";
import {
  aDigit,
  argmax,
  count,
  lossText,
  percent,
  surePercent,
} from "../shared/components/numbers.js";
import { pointIn, whileHeld } from "../shared/components/pointer.js";
import { moment, SIZE, TenMoment } from "./shown_moment.js";

const FRAMES_PER_S = 14;
const STILL_MS = 1000;
const SETTLED_MS = 250;
const EDGE = 30;
const AXIS_Y = 94;

class TenTime extends TenMoment {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template-columns: 176px minmax(0, 1fr); gap: 0 20px; align-items: start; }
    h2 { font-size: 24px; } .hint { color: var(--ink2); font-size: 17px; margin: 2px 0 10px; min-height: 21px; }
    .replay { font: inherit; font-size: 17px; font-weight: 600; color: var(--ink); display: inline-flex; align-items: center; gap: 9px; min-height: 44px; min-width: 112px; padding: 0 14px; background: none; border: 1px solid var(--rule); border-radius: 8px; cursor: pointer; }
    .replay:disabled { color: var(--ink3); cursor: not-allowed; } .replay svg { width: 17px; height: 17px; fill: currentColor; } .replay:focus-visible { outline-offset: 2px; }
    .now { font-size: 17px; color: var(--ink2); margin: 10px 0 0; line-height: 1.35; min-height: 46px; } .now b { color: var(--ink); font-weight: 700; display: block; }
    .rail { position: relative; height: 176px; cursor: ew-resize; touch-action: pan-y; user-select: none; border-radius: 6px; } .rail:focus-visible { outline: 3px solid var(--positive); outline-offset: 2px; }
    :host([live]) .rail { cursor: default; } svg.chart { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
    .area { fill: var(--panel); } .loss { fill: none; stroke: var(--ink); stroke-width: 2.5; stroke-linejoin: round; } .axis, .tick { stroke: var(--ink3); stroke-width: 1.5; } .mark { stroke: var(--ink); stroke-width: 2; } .knob { fill: var(--ink); stroke: var(--page); stroke-width: 2; }
    text { font-size: 16px; fill: var(--ink2); paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round; }
    .small { position: absolute; top: 104px; width: 50px; margin-left: -25px; pointer-events: none; } .small canvas { display: block; width: 50px; height: 50px; border: 1px solid var(--rule); image-rendering: auto; }
    .small span { display: block; width: 80px; margin: 2px 0 0 -15px; text-align: center; font-size: 16px; color: var(--ink2); white-space: nowrap; }
    @container (max-width: 620px) { .columns { grid-template-columns: 1fr auto; gap: 4px 12px; } .side { display: contents; } .hint { grid-column: 1 / -1; grid-row: 2; margin: 0 0 6px; } .now { grid-column: 1 / -1; grid-row: 4; margin: 0; } .now b { display: inline; margin-right: 12px; } .rail { grid-column: 1 / -1; grid-row: 3; } .now { min-height: 24px; } }
  `;
  static html =
    `<div class="frame"><div class="columns"><div class="side"><h2>Time machine</h2><div class="hint"></div>
      <button type="button" class="replay"><svg viewBox="0 0 20 20" aria-hidden="true"><path></path></svg><span></span></button>
      <div class="now"><b></b><span></span></div></div>
    <div class="rail" role="slider" aria-label="Moment of the run"><svg class="chart" aria-hidden="true"></svg></div></div></div>`;
  /** @type {any[]} */ xs = [];
  /** @type {any[]} */ ys = [];
  /** @type {any[]} */ stops = [];

  constructor() {
    super();
    const rail = this.find(".rail");
    rail.onpointerdown = (event) => this.grab(event);
    rail.onkeydown = (event) => this.key(event);
    this.find(".replay").onclick = () => (this.playing ? this.stop() : this.play());
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
    clearTimeout(this.settling);
    moment.at = Infinity;
  }

  // A new run is shown at its end.
  show(data) {
    if (!this.data || data.history !== this.data.history) {
      this.stop();
      moment.go(Infinity);
    }
    super.show(data);
  }
  get live() {
    return this.data.live;
  }

  // -- drawing ----------------------------------------------------------------------------------
  prepare() {
    const { steps, losses } = this.data;
    const rail = this.find(".rail");
    this.toggleAttribute("live", this.live);
    const width = rail.clientWidth || 600;
    const end = Math.log1p(steps[steps.length - 1]) || 1;
    this.xs = steps.map((step) => EDGE + (Math.log1p(step) / end) * (width - 2 * EDGE));
    const logs = losses.map(Math.log);
    const low = Math.min(...logs);
    const span = Math.max(0.1, Math.max(...logs) - low);
    this.ys = logs.map((log) => 72 - ((log - low) / span) * 50);
    const points = this.xs.map((x, i) => [x, this.ys[i]]);
    const area = [[this.xs[0], AXIS_Y], ...points, [this.xs[this.xs.length - 1], AXIS_Y]];
    this.stops = this.live ? [] : this.spread(width);
    this.find("svg.chart").innerHTML = [
      polyline(area, "area"),
      line("axis", EDGE, AXIS_Y, width - EDGE, AXIS_Y),
      ...this.stops.map((i) => line("tick", this.xs[i], AXIS_Y, this.xs[i], AXIS_Y + 7)),
      polyline(points, "loss"),
      text(this.xs[0] - 10, this.ys[0] - 9, `loss ${lossText(losses[0])}`),
      line("mark", 0, 4, 0, AXIS_Y),
      dot("knob", 0, AXIS_Y, 9),
    ].join("");
    this.paintStops();
    this.write(".hint", this.live ? "live; pause to go back" : "drag along the loss");
    this.find(".replay").disabled = this.live || this.last < 1;
    rail.setAttribute("tabindex", this.live ? "-1" : "0");
    rail.setAttribute("aria-disabled", String(Boolean(this.live)));
    rail.setAttribute("aria-valuemin", "0");
    rail.setAttribute("aria-valuemax", String(this.last));
    this.button();
  }
  // Moments for the small pictures, evenly along the axis and not too close.
  spread(width) {
    const n = Math.max(2, Math.floor(width / 78));
    const chosen = [];
    for (let k = 0; k < n; k++) {
      const i = this.nearest(EDGE + (k / (n - 1)) * (width - 2 * EDGE));
      if (!chosen.length || this.xs[i] - this.xs[chosen[chosen.length - 1]] >= 62) chosen.push(i);
    }
    if (chosen[chosen.length - 1] !== this.last) chosen[chosen.length - 1] = this.last;
    return chosen;
  }
  paintStops() {
    const rail = this.find(".rail");
    const { steps, digit } = this.data;
    this.findAll(".small").forEach((small) => small.remove());
    for (const i of this.stops) {
      const small = document.createElement("div");
      const canvas = small.appendChild(document.createElement("canvas"));
      const name = small.appendChild(document.createElement("span"));
      small.className = "small";
      small.style.left = `${this.xs[i]}px`;
      paintSigned(
        canvas,
        this.unpacked("small").subarray(i * SIZE, (i + 1) * SIZE),
        this.palette,
        true,
      );
      canvas.setAttribute("aria-hidden", "true");
      setText(name, `${i === this.stops[0] ? "step " : ""}${count(steps[i])}`);
      rail.append(small);
    }
    rail.title = this.stops.length
      ? `The small pictures are row ${digit}, on the scale of the large ones`
      : "";
  }
  get at() {
    return this.live ? this.data.steps.length - 1 : super.at;
  }
  paintMoment(at) {
    const { steps, losses } = this.data;
    const rail = this.find(".rail");
    const x = this.xs[at];
    const mark = this.find(".mark");
    const knob = this.find(".knob");
    mark.setAttribute("x1", x);
    mark.setAttribute("x2", x);
    knob.setAttribute("cx", x);
    const step = `step ${count(steps[at])}`;
    const loss = `validation loss ${lossText(losses[at])}`;
    this.write(".now b", step);
    this.write(".now span", loss);
    rail.setAttribute("aria-valuenow", String(at));
    rail.setAttribute("aria-valuetext", `${step}, ${loss}`);
    this.dataset.step = steps[at];
    this.dataset.x = x;
  }
  nearest(x) {
    let best = 0;
    this.xs.forEach((other, i) => {
      if (Math.abs(other - x) < Math.abs(this.xs[best] - x)) best = i;
    });
    return best;
  }

  // -- the handle -------------------------------------------------------------------------------
  go(at) {
    if (at !== this.at) moment.go(Math.min(this.last, Math.max(0, at)));
  }
  grab(event) {
    if (this.live || event.button) return;
    this.stop();
    const rail = this.find(".rail");
    const move = (event) => this.go(this.nearest(pointIn(event, rail).x));
    rail.focus({ focusVisible: false, preventScroll: true });
    move(event);
    whileHeld(move, () => this.settle());
  }
  key(event) {
    const by = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -Infinity,
      End: Infinity,
    }[event.key];
    if (event.key === " " && !this.live) {
      event.preventDefault();
      this.find(".replay").click();
      return;
    }
    if (!by || this.live) return;
    event.preventDefault();
    this.stop();
    this.go(this.at + by);
    this.settle();
  }
  // Tell the server where the handle came to rest, if it shows something of that moment (debounced).
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.data.heard) this.tell("settled", this.data.steps[this.at]);
    }, SETTLED_MS);
  }

  // -- replay -----------------------------------------------------------------------------------
  // All moments in turn; with reduced motion only those with small pictures, slowly.
  play() {
    const calm = prefersReducedMotion();
    if (this.at >= this.last) moment.go(0);
    this.playing = true;
    this.button();
    let due = performance.now();
    const pause = calm ? STILL_MS : 1000 / FRAMES_PER_S;
    const on = (now) => {
      if (!this.playing) return;
      if (now - due >= pause) {
        due = Math.max(due + pause, now - pause);
        moment.go(calm ? (this.stops.find((i) => i > this.at) ?? this.last) : this.at + 1);
      }
      if (this.at >= this.last) return this.stop();
      requestAnimationFrame(on);
    };
    requestAnimationFrame(on);
  }
  stop() {
    if (this.playing) this.settle();
    this.playing = false;
    if (this.data) this.button();
  }
  button() {
    this.find(".replay path").setAttribute(
      "d",
      this.playing ? "M3 2h5v16H3zM12 2h5v16h-5z" : "M4 2l14 8-14 8z",
    );
    this.write(".replay span", this.playing ? "Pause" : "Replay");
    this.toggleAttribute("playing", Boolean(this.playing));
  }
}
define("ten-time", TenTime);

// <ten-mine>: one image, and its probabilities under the weights of the moment.
class TenMine extends TenMoment {
  static css = `
    .columns { display: grid; grid-template-columns: 84px minmax(0, 1fr); gap: 16px; align-items: end; }
    .image canvas { display: block; width: 84px; height: 84px; border: 1px solid var(--rule); image-rendering: pixelated; }
    .sure { font-size: 18px; color: var(--ink2); margin: 0 0 8px; min-height: 26px; } .sure b { font-size: 21px; font-weight: 700; color: var(--ink); }
    .bars { display: grid; grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 5px; } .bar { text-align: center; font-size: 17px; color: var(--ink2); line-height: 1.2; }
    .track { height: 60px; background: var(--panel); border-radius: 3px; display: flex; align-items: flex-end; margin-bottom: 2px; } .track div { width: 100%; min-height: 2px; background: var(--secondary); border-radius: 3px; }
    .best { font-weight: 700; color: var(--ink); } .best .track div { background: var(--ink); }
  `;
  static html =
    `<p class="sure"><b></b> <span></span></p><div class="columns"><div class="image"><canvas role="img" aria-label="The image as the model sees it"></canvas></div><div class="bars" role="img"></div></div>`;
  constructor() {
    super();
    this.find(".bars").innerHTML = forDigits(
      (digit) => `<div class="bar"><div class="track"><div></div></div>${digit}</div>`,
    );
  }
  prepare() {
    paintGrey(this.find(".image canvas"), bytes(this.data.pixels), this.palette);
  }
  paintMoment(at) {
    const p = this.data.probabilities[at];
    const best = argmax(p);
    this.findAll(".bar").forEach((bar, digit) => {
      bar.classList.toggle("best", digit === best);
      bar.querySelector(".track div").style.height = `${100 * p[digit]}%`;
    });
    this.write(".sure b", surePercent(p[best]));
    this.write(".sure span", `that it is ${aDigit(best)}`);
    this.find(".bars").setAttribute(
      "aria-label",
      `Probabilities: ${p.map((share, digit) => `${digit} ${percent(share, 0)}`).join(", ")}`,
    );
    this.dataset.probabilities = JSON.stringify(p);
  }
}
define("ten-mine", TenMine);
