// <ten-plane>: points on a plane, and both heads trained on them while one looks. All of it is
// computed in the browser; the server hears once that something was tried.

import { draw } from "../../shared/components/axes.js";
import {
  define,
  prefersReducedMotion,
  setText,
  TenElement,
} from "../../shared/components/element.js";
import { greysOf, paintPlane } from "./drawing.js";
import { followKeys, followPointer } from "./gestures.js";
import { SIDE } from "./learning.js";
import { CSS, HTML } from "./markup.js";
import { remember, remembered } from "./memory.js";
import * as pointsOf from "./points.js";
import { formulaAt, growthChart, progressOf, tableAt } from "./readout.js";
import { DEFAULTS, HEADS, Training } from "./training.js";

/** Steps taken at once where nothing should move by itself. */
const STILL_STEPS = 300;

const clamped = (v) => Math.min(SIDE, Math.max(-SIDE, v));

class TenPlane extends TenElement {
  static formula = true;
  static css = CSS;
  static html = HTML;
  tool = "0";
  held = -1;
  probe = { x: 0.82, y: -0.16 };
  playing = true;
  said = "";
  turn = 0;
  shownPart = "";
  /** @type {number | undefined} */ frame;

  constructor() {
    super();
    const { scene, settings } = remembered();
    this.history = new pointsOf.History(scene);
    // Not `training`: hand_over.js keeps the number of a run under that name.
    this.trainer = new Training(scene, settings);
    this.listen();
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame ?? 0);
    this.frame = undefined;
  }

  keep() {
    remember(this.scene, this.trainer.settings);
  }

  // -- controls ---------------------------------------------------------------------------------
  listen() {
    const [softmax, sigmoid] = this.findAll("canvas");
    this.find(".norm").show("norm of W", "Length of the weights, ‖W‖");
    this.find(".boundary").show("decision boundary");
    followPointer(softmax, this);
    followPointer(sigmoid, this);
    followKeys(softmax, this);
    this.find(".presets .switch").onclick = ({ target }) =>
      target.value && this.change(pointsOf.preset(target.value), "", true);
    this.find(".tools .switch").onclick = ({ target }) => target.value && this.choose(target.value);
    this.find(".classes").onchange = ({ target }) => this.reclass(Number(target.value));
    this.find(".undo").onclick = () => this.undo();
    this.find(".go").onclick = () => this.play(!this.running);
    this.find(".step").onclick = () => this.stepOnce();
    this.find(".restart").onclick = () => this.restart();
    for (const name of ["rate", "l2"])
      this.find(`.${name}`).onchange = ({ target }) => this.set({ [name]: Number(target.value) });
    this.find(".kind").onchange = ({ target }) => this.set({ kind: target.value });
    this.find(".bias").onchange = ({ target }) => this.set({ bias: target.checked });
    this.find(".own").onclick = () => this.useOwn();
  }
  get scene() {
    return this.history.scene;
  }
  get running() {
    return this.playing && !this.trainer.over;
  }
  play(on) {
    this.playing = on;
    if (on && this.trainer.over) this.trainer.restart();
    this.touched();
  }
  stepOnce() {
    this.playing = false;
    this.trainer.step();
    this.touched();
  }
  restart() {
    this.trainer.restart();
    this.touched();
  }
  set(changes) {
    this.trainer.set(changes);
    this.touched();
  }
  choose(tool) {
    this.tool = String(tool);
    this.render();
  }
  reclass(h) {
    const scene = pointsOf.withClasses(this.scene, h);
    const lost = this.scene.points.length - scene.points.length;
    this.change(scene, lost ? `${lost} points went with their class; Undo brings them back.` : "");
  }
  useOwn() {
    const { scene, says } = pointsOf.parse(this.find("textarea").value);
    if (scene) this.change(scene, says, true);
    else this.say(says);
  }
  undo() {
    if (!this.history.canUndo) return;
    this.history.undo();
    this.adopt("");
  }
  change(scene, says = "", restart = false, lasting = true) {
    this.history.set(scene, lasting);
    this.adopt(says, restart);
  }
  /** Train on the points as they are now. */
  adopt(says, restart = false) {
    this.held = Math.min(this.held, this.scene.points.length - 1);
    this.trainer.use(this.scene);
    if (restart) this.trainer.restart();
    this.said = says;
    this.touched();
  }
  say(words) {
    this.said = words;
    this.render();
  }
  touched() {
    if (!this.told) this.tell("touched", 1);
    this.told = true;
    this.keep();
    this.render();
  }

  // -- what the gestures call -------------------------------------------------------------------
  nearest(x, y, within) {
    return pointsOf.nearest(this.scene, x, y, within);
  }
  look(x, y) {
    this.probe = { x: clamped(x), y: clamped(y) };
    this.render();
  }
  place() {
    return this.probe;
  }
  hold(i) {
    this.held = i;
    this.render();
  }
  move(i, x, y, first) {
    if (i < this.scene.points.length)
      this.change(pointsOf.moved(this.scene, i, x, y), "", false, first);
  }
  tap(x, y, near) {
    this.look(x, y);
    const here = near ? this.nearest(x, y, near) : -1;
    if (this.tool === "remove") {
      if (here >= 0) this.remove(here);
      else this.say("Remove: tap on a point.");
      return;
    }
    if (here >= 0) return;
    const more = pointsOf.added(this.scene, pointsOf.pointAt(x, y, Number(this.tool)));
    if (more) this.change(more);
    else this.say(`The plane holds up to ${pointsOf.MOST_POINTS} points: remove one first.`);
  }
  remove(i) {
    this.change(pointsOf.removed(this.scene, i), "Removed; Undo brings it back.");
  }
  next() {
    const { points } = this.scene;
    const here = points.findIndex(({ x, y }) => x === this.probe.x && y === this.probe.y);
    return points[(here + 1) % points.length] ?? null;
  }

  // -- frames -----------------------------------------------------------------------------------
  paint() {
    const { turn = 0, scene, parts } = this.data;
    if (turn !== this.turn) {
      this.try(scene);
      this.scrollIntoView({ block: "start" });
    }
    this.turn = turn;
    const part = this.room ? this.showing : "";
    if (part && part !== this.shownPart && parts[part]) this.try(parts[part]);
    this.shownPart = part;
    this.render();
  }
  /** Set up an experiment: some settings, perhaps with other points. */
  try({ points, ...settings }) {
    if (points) this.history.set(pointsOf.preset(points));
    this.trainer.set({ ...DEFAULTS, ...settings });
    this.trainer.use(this.scene);
    this.trainer.restart();
    this.playing = true;
    this.said = "";
    this.keep();
  }
  /** Draw now, and go on training in the next frame if there is more to do. */
  render() {
    if (!this.data || !this.clientWidth) return;
    if (this.running && prefersReducedMotion()) {
      for (let i = 0; i < STILL_STEPS; i++) this.trainer.step();
      this.playing = false;
    }
    this.paintPlanes();
    this.paintNumbers();
    this.paintControls();
    if (this.running && this.frame === undefined) {
      this.frame = requestAnimationFrame(() => {
        this.frame = undefined;
        if (!this.isConnected || !this.running) return;
        this.trainer.advance();
        this.render();
      });
    }
  }
  paintPlanes() {
    const width = this.clientWidth;
    this.toggleAttribute("narrow", !this.room && width < 640);
    this.toggleAttribute("medium", !this.room && width >= 640 && width < 1120);
    if (this.room)
      this.style.setProperty("--square", `${Math.min(this.room - 92, width / 2 - 20)}px`);
    const { settings, weights, steps } = this.trainer;
    const trained = steps > 0;
    const { scene, probe, held, palette } = this;
    const shared = {
      kind: settings.kind,
      scene,
      probe,
      held,
      trained,
      dark: Boolean(this.dark),
      palette,
    };
    this.findAll("canvas").forEach((canvas, k) => {
      if (canvas.clientWidth)
        paintPlane(canvas, canvas.clientWidth, { ...shared, head: HEADS[k], weights: weights[k] });
    });
  }
  paintNumbers() {
    const { settings, weights, records, norms } = this.trainer;
    const { kind } = settings;
    this.find("table").innerHTML = tableAt(weights, kind, this.probe, greysOf(Boolean(this.dark)));
    this.find(".formula").innerHTML = formulaAt(weights[0], kind, this.probe);
    const svg = this.find("svg");
    const width = svg.clientWidth || 372;
    const height = this.room ? Math.min(420, this.room - 150) : 150;
    const [softmax, sigmoids] = norms.map((v) => v.toFixed(2));
    const label = `The length of W: softmax ${softmax}, sigmoids ${sigmoids}`;
    if (svg.clientWidth) draw(svg, width, height, label, growthChart(records, width, height));
    this.dataset.weights = JSON.stringify({ weights, ...settings });
    this.dataset.points = JSON.stringify(this.scene.points);
  }
  paintControls() {
    const { settings, steps } = this.trainer;
    const { h, points } = this.scene;
    const [softmax, sigmoid] = this.trainer.measures();
    const share = ({ correct, loss }) =>
      points.length ? `${correct} of ${points.length} right, loss ${loss.toFixed(3)}` : "no points";
    this.write(".softmax figcaption span", share(softmax));
    this.write(".sigmoid .how", share(sigmoid));
    this.write(".sigmoid .h", String(h));
    this.write(".count", `step ${steps.toLocaleString("en")}`);
    this.write(".go", this.running ? "Pause" : "Train");
    this.find(".step").disabled = this.trainer.over;
    this.find(".undo").disabled = !this.history.canUndo;
    for (const button of this.findAll(".tools button"))
      button.setAttribute("aria-pressed", String(button.value === this.tool));
    this.find(".classes").value = String(h);
    for (const name of ["rate", "l2", "kind"]) this.find(`.${name}`).value = String(settings[name]);
    this.find(".bias").checked = settings.bias;
    const { x, y } = this.probe;
    const [first, second] = this.findAll("canvas");
    const what = `${points.length} points of ${h} classes; the mark is at ${x.toFixed(2)}, ${y.toFixed(2)}`;
    first.setAttribute("aria-label", `Regions of softmax: ${what}`);
    second.setAttribute("aria-label", `Regions of ${h} sigmoids: ${share(sigmoid)}`);
    const words =
      this.said ||
      pointsOf.oddity(this.scene) ||
      progressOf(this.trainer, softmax.correct, this.running);
    setText(this.find(".status"), words);
  }
}
define("ten-plane", TenPlane);
