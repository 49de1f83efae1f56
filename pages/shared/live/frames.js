// <ten-frames>: receives the frames of a training run by a websocket, hands them to the elements of
// the page, and has the page drawn again when the run is over. <ten-fallback> brings a frame that
// came with a rerun, where the websocket cannot be reached.

import { define, TenElement } from "../components/element.js";
import { elementsByTag, showInOrder } from "../components/hand_over.js";
import { bytes } from "../components/images.js";
import { decoded } from "./frame.js";

const ADDRESS = new URL("../../../../frames", import.meta.url).href.replace(/^http/, "ws");
/** The server's code for a run that it does not have. */
const GONE = 4404;
const HERE_MS = 3000;
/** After Pause the page is drawn again anyway. */
const PAUSED_MS = 700;
const ASK_AGAIN_MS = 2000;
/** A first failure may be a lost connection; after the second the fallback is asked for. */
const FAILURES = 2;
const RETRY_MS = [500, 1000, 5000, 60_000];

class TenFrames extends TenElement {
  static css = ":host { display: none; }";
  /** @type {WebSocket | null} */ socket = null;
  /** The run that the socket is for. */ run = "";
  failures = 0;
  /** Frames that are not painted yet. */ unpainted = 0;
  /** @type {Record<string, any>} What they change, by tag. */ changes = {};
  /** @type {number[][]} All points of the curves. */ points = [];
  /** @type {string} The state of the run in the latest frame. */ state = "running";
  /** @type {any} */ timer = 0;
  /** Whether the page was told that frames come again. */ told = false;

  constructor() {
    super();
    this.shownAgain = () => this.paintSoon();
  }
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.shownAgain);
    this.alive = setInterval(() => this.say("here"), HERE_MS);
    if (this.data) this.watch();
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.shownAgain);
    clearInterval(this.alive);
    this.stop();
  }

  /** @param {object} data */
  show(data) {
    super.show(data);
    this.told = false;
    clearTimeout(this.timer);
    if (this.isConnected) this.watch();
  }

  // As the page was drawn last: watch its run, or none.
  watch() {
    const { run } = this.data;
    this.state = "running";
    if (run && run === this.run) this.greet();
    else this.stop();
    if (run && !this.socket) this.open(run);
  }
  stop() {
    clearTimeout(this.timer);
    if (this.socket) this.socket.onmessage = this.socket.onclose = null;
    this.socket?.close();
    Object.assign(this, { socket: null, run: "", changes: {}, unpainted: 0 });
  }
  /** @param {string} run */
  open(run) {
    const socket = new WebSocket(ADDRESS);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.greet();
    socket.onmessage = ({ data }) => this.receive(data);
    socket.onclose = ({ code }) => this.closed(code);
    Object.assign(this, { socket, run, points: [] });
  }
  greet() {
    const { run, wants, presented } = this.data;
    this.say(JSON.stringify({ run, wants, presented }));
  }
  /** @param {string} message */
  say(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(message);
  }

  /** @param {number} code */
  closed(code) {
    this.socket = null;
    if (this.state !== "running") return;
    this.failures += 1;
    if (this.failures >= FAILURES && !this.data.unreached) this.tell("reached", false);
    if (code === GONE) return this.ask(0);
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length) - 1];
    this.timer = setTimeout(() => this.watch(), wait);
  }
  // Until the page is drawn again, which clears the timer.
  /** @param {number} wait */
  ask(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.tell("ended");
      this.ask(ASK_AGAIN_MS);
    }, wait);
  }

  /** @param {ArrayBuffer} message */
  receive(message) {
    if (this.data.unreached && !this.told) this.tell("reached", true);
    this.told = true;
    this.failures = 0;
    this.unpainted += 1;
    this.take(decoded(message));
  }
  /** @param {import("./frame.js").Frame} frame */
  take({ state, parts }) {
    this.state = state;
    const { curves } = parts;
    if (curves) {
      this.points = [...this.points.slice(0, curves.first), ...curves.points];
      curves.points = this.points;
    }
    for (const [tag, part] of Object.entries(parts)) {
      this.changes[tag] = { ...this.changes[tag], ...part };
    }
    this.paintSoon();
  }
  // A hidden tab neither paints nor acknowledges; then the server sends none.
  paintSoon() {
    if (this.asked || document.hidden) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (!document.hidden) this.hand();
    });
  }
  hand() {
    const { wants } = this.data;
    for (const [tag, changed] of Object.entries(this.changes)) {
      const element = wants.includes(tag) && elementsByTag.get(`ten-${tag}`);
      if (element) element.handed?.then(() => showInOrder(element, changed, false));
    }
    this.changes = {};
    for (; this.unpainted; this.unpainted -= 1) this.say("ack");
    if (this.state !== "running") this.ask(this.state === "paused" ? PAUSED_MS : 0);
  }
}
define("ten-frames", TenFrames);

class TenFallback extends TenElement {
  static css = ":host { display: none; }";

  /** @param {{ message: string }} data a frame in base64 */
  show(data) {
    super.show(data);
    const frames = elementsByTag.get("ten-frames");
    frames?.handed?.then(() => {
      if (frames.data.run) frames.take(decoded(bytes(data.message).buffer));
    });
  }
}
define("ten-fallback", TenFallback);
