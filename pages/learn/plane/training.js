// Both heads trained on the same points, step by step, with a record of how the weights grow.

import { featuresOf, measure, normOf, step, zeros } from "./learning.js";

/** @typedef {import("./points.js").Scene} Scene */
/** @typedef {{ kind: string, rate: number, l2: number, bias: boolean }} Settings */

export const HEADS = ["softmax", "sigmoid"];
export const RATES = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const PENALTIES = [0, 0.001, 0.01, 0.1];
export const DEFAULTS = { kind: "plain", rate: 0.3, l2: 0.001, bias: true };
/** A training ends here even if its weights would grow for ever. */
export const MOST_STEPS = 50_000;
/** The largest component of the gradient at the optimum. Without a penalty it may only tend to 0. */
const FLAT = 2e-5;
const FLAT_WITHOUT_PENALTY = 1e-8;
const MOST_RECORDS = 200;
/** Milliseconds of steps in a frame, so that the page stays responsive. */
const BUDGET_MS = 8;

export class Training {
  /**
   * @param {Scene} scene
   * @param {Settings} settings
   */
  constructor(scene, settings) {
    this.settings = settings;
    this.h = scene.h;
    this.steps = 0;
    /** @type {number[][]} step, and the norm of each head's W */
    this.records = [];
    /** @type {import("./learning.js").Weights[]} */
    this.weights = [];
    /** @type {number[][]} */
    this.X = [];
    /** @type {number[]} */
    this.labels = [];
    this.points = scene.points;
    this.flat = false;
    this.prepare();
    this.restart();
  }
  restart() {
    const m = featuresOf(this.settings.kind, 0, 0).length;
    this.weights = HEADS.map(() => zeros(this.h, m));
    this.steps = 0;
    this.records = [];
    this.wake();
  }
  /** Train on these points from now on; with another number of classes from the beginning. */
  use(/** @type {Scene} */ { points, h }) {
    const restart = this.h !== h;
    this.h = h;
    this.points = points;
    this.prepare();
    if (restart) this.restart();
    else this.wake();
  }
  /** @param {Partial<Settings>} changes */
  set(changes) {
    const { kind, bias } = this.settings;
    this.settings = { ...this.settings, ...changes };
    this.prepare();
    if (kind !== this.settings.kind) this.restart();
    else if (bias && !this.settings.bias) this.dropBias();
    this.wake();
  }
  dropBias() {
    this.weights = this.weights.map(({ W, b }) => ({ W, b: b.map(() => 0) }));
  }
  prepare() {
    const { kind } = this.settings;
    this.X = this.points.map(({ x, y }) => featuresOf(kind, x, y));
    this.labels = this.points.map(({ label }) => label);
  }
  wake() {
    this.flat = false;
  }
  /** Whether another step would change anything. */
  get over() {
    return this.flat || this.steps >= MOST_STEPS || !this.points.length;
  }
  rule(head) {
    const { rate, l2, bias } = this.settings;
    return { head, rate, l2, bias };
  }
  /** One step of both heads. */
  step() {
    if (this.over) return;
    const taken = this.weights.map((weights, k) =>
      step(weights, this.X, this.labels, this.rule(HEADS[k])),
    );
    this.weights = taken.map(({ weights }) => weights);
    this.steps += 1;
    const flat = this.settings.l2 ? FLAT : FLAT_WITHOUT_PENALTY;
    this.flat = taken.every(({ steepest }) => steepest < flat);
    this.record();
  }
  /** As many steps as a frame takes. */
  advance() {
    // One at first, when much happens. An odd number, so that jumping to and fro is seen.
    const n = 1 + 2 * Math.min(30, Math.floor(this.steps / 120));
    const until = performance.now() + BUDGET_MS;
    for (let i = 0; i < n && !this.over; i++) {
      this.step();
      if (performance.now() > until) break;
    }
  }
  // Evenly on a logarithmic axis: each record is a few percent of steps after the one before.
  record() {
    const last = this.records.at(-1)?.[0] ?? 0;
    if (this.steps < 1.05 * last) return;
    this.records = [...this.records, [this.steps, ...this.norms]].slice(-MOST_RECORDS);
  }
  get norms() {
    return this.weights.map(normOf);
  }
  /** Loss and correct answers of both heads. */
  measures() {
    return this.weights.map((weights, k) =>
      measure(weights, this.X, this.labels, this.rule(HEADS[k])),
    );
  }
}

/**
 * What was kept in the browser, with the default for whatever is no setting.
 * @param {any} kept
 * @returns {Settings}
 */
export const validSettings = (kept) => {
  const { kind, rate, l2, bias } = kept ?? {};
  return {
    kind: ["plain", "squares", "product"].includes(kind) ? kind : DEFAULTS.kind,
    rate: RATES.includes(rate) ? rate : DEFAULTS.rate,
    l2: PENALTIES.includes(l2) ? l2 : DEFAULTS.l2,
    bias: typeof bias === "boolean" ? bias : DEFAULTS.bias,
  };
};
