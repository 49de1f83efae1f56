// The element of chapter 1, the data.

import { mix, readableOn, rgb } from "../../shared/components/colours.js";
import {
  define,
  prefersReducedMotion,
  setText,
  TenElement,
} from "../../shared/components/element.js";
import { bytes, paintGrey } from "../../shared/components/images.js";
import { pointIn } from "../../shared/components/pointer.js";

// <ten-pixels>: one image, its 28 rows apart, and the rows end to end as one vector. The pixel
// under the pointer is marked in each form, and its numbers stand in the formula.
class TenPixels extends TenElement {
  static formula = true;
  static css = `
    header { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; margin-bottom: 14px; }
    .go { font: inherit; font-size: 18px; font-weight: 600; min-height: 46px; min-width: 214px; padding: 0 20px; border-radius: 8px; border: 1px solid var(--chosen); background: var(--chosen); color: var(--on-chosen); cursor: pointer; }
    :host([done]) .go { background: none; color: var(--ink); border-color: var(--rule); }
    .go:focus-visible { outline-offset: 2px; }
    .form { font-size: 18px; color: var(--ink2); } .form b { color: var(--ink); font-weight: 600; }
    .stage { position: relative; } canvas { display: block; width: 100%; touch-action: pan-y; cursor: crosshair; }
    canvas:focus-visible { outline: 2px solid var(--positive); outline-offset: 4px; }
    .side { position: absolute; top: 0; right: 0; }
    .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 8px; margin-left: auto; width: 430px; font-size: 18px; min-height: 38px; }
    .top b { font-weight: 600; }
    .near { display: grid; grid-template-columns: 40px repeat(7, minmax(0, 1fr)); gap: 3px; text-align: center; font-size: 16px; }
    .near span { height: 30px; line-height: 30px; border-radius: 4px; overflow: hidden; } .near .cell { border: 1px solid var(--rule); line-height: 28px; }
    .near .index { color: var(--ink2); font-size: 16px; } .near .out { border: 0; } .near .here { box-shadow: 0 0 0 3px var(--mark); border-color: var(--ink); font-weight: 700; z-index: 1; }
    .near .index.on { color: var(--ink); font-weight: 700; }
    .formula { margin: 12px 0 0; font: 24px KaTeX_Main, "Source Serif", serif; line-height: 1.65; white-space: nowrap; }
    .formula i { font-family: KaTeX_Math, "Source Serif", serif; } .formula sub { font-size: .72em; vertical-align: -.28em; line-height: 0; }
    .term { font: inherit; color: inherit; border: 0; background: none; padding: 0 6px; margin: 0 -3px; border-radius: 4px; cursor: pointer; line-height: 1.35; border-bottom: 2px dotted var(--ink3); }
    .term[aria-pressed="true"] { background: var(--mark); border-bottom-color: transparent; }
    .meaning { font-size: 17px; color: var(--ink2); min-height: 44px; margin: 6px 0 0; }
    .heard { position: absolute; top: 0; margin: 0; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    @media (max-height: 999px) { .near span { height: 28px; line-height: 28px; } .near .cell { line-height: 26px; } .formula { margin-top: 6px; line-height: 1.5; } .meaning { margin-top: 2px; } }
    :host([narrow]) .side { position: static; margin-top: 16px; } :host([narrow]) .formula { font-size: 22px; }
    :host([narrow]) .near { grid-template-columns: 26px repeat(7, minmax(0, 1fr)); }
    :host([narrow]) .go { width: 100%; } :host([narrow]) .top { width: 100%; }
    :host([staged]) header { flex-wrap: nowrap; height: 40px; margin-bottom: 8px; } :host([staged]) .go { min-height: 38px; min-width: 180px; } :host([staged]) .meaning { display: none; }
    :host([data-part="picture"]) .formula, :host([data-part="picture"]) .go, :host([data-part="picture"]) .form, :host([data-part="vector"]) .near { display: none; }
    :host([data-part="picture"]) .near { font-size: 18px; } :host([data-part="picture"]) .near span { height: 40px; line-height: 38px; } :host([data-part="vector"]) .formula { font-size: 34px; margin-top: 36px; }
  `;
  static html = `
    <header><button type="button" class="go"></button><span class="form"></span>
      <div class="top"><b class="where"></b><span class="switch scale" role="group" aria-label="Pixel values shown">
        <button type="button">0 to 255</button><button type="button">0 to 1</button></span></div></header>
    <div class="stage"><canvas tabindex="0" role="application"></canvas>
      <div class="side">
        <div class="near" aria-hidden="true"></div>
        <div class="formula">
          <div><i>k</i> = <button type="button" class="term" data-term="row"></button> + <button type="button" class="term" data-term="column"></button> = <span class="k"></span></div>
          <div><i>x</i><sub class="k"></sub> = <button type="button" class="term" data-term="value"></button> / <button type="button" class="term" data-term="scale">255</button> = <b class="scaled"></b></div>
        </div>
        <p class="meaning"></p>
      </div></div>
    <p class="heard" aria-live="polite"></p>`;
  /** @type {any} */ place = null;
  /** @type {any} */ values = null;
  frame = 0;
  static FORMS = [
    { next: "Cut it into 28 rows", form: "<b>28 × 28</b> pixels" },
    { next: "Lay them end to end", form: "<b>28</b> rows of <b>28</b>" },
    { next: "Back to the picture", form: "one vector of <b>784</b>" },
  ];

  constructor() {
    super();
    this.t = this.target = 0;
    this.term = "value";
    this.scaled = false;
    this.at = null;
    const canvas = this.find("canvas");
    this.find(".go").onclick = () => this.go((this.target + 1) % 3);
    canvas.onpointermove = canvas.onpointerdown = (event) => this.point(event);
    canvas.onkeydown = (event) => this.key(event);
    this.findAll(".scale button").forEach((button, i) => {
      button.onclick = () => {
        this.scaled = i === 1;
        this.describe();
      };
    });
    for (const term of this.findAll(".term")) {
      term.onclick = () => {
        this.term = term.dataset.term;
        if (this.term === "scale") this.scaled = true;
        this.describe();
        this.draw();
      };
    }
  }

  paint() {
    const { pixels, at, done } = this.data;
    if (pixels !== this.shown) {
      this.shown = pixels;
      this.values = bytes(pixels);
      this.at = at[0] * 28 + at[1];
    }
    this.dataset.image = this.data.image;
    this.toggleAttribute("done", Boolean(done));
    this.picture = this.picture || document.createElement("canvas");
    paintGrey(this.picture, this.values, this.palette);
    this.lay();
    this.describe();
    this.draw();
    // A presenter who comes to the vector sees it made.
    if (this.showing === "vector" && this.target === 0) this.go(2);
  }

  // The layout: the picture, and below it the 784 components of the vector.
  lay() {
    const width = Math.max(280, this.clientWidth);
    const narrow = width < 720;
    this.toggleAttribute("narrow", narrow);
    const high = narrow ? 36 : 44;
    const below = this.room ? 28 : 36;
    const strip = this.showing === "picture" ? 2 : below + high + 30;
    const most = this.room
      ? (this.room - 48 - strip) / 28
      : narrow
        ? Math.min(12, (width - 2) / 28)
        : width < 1000 || window.innerHeight < 1000
          ? 10
          : 14;
    const pitch = Math.floor(most);
    const side = pitch * 28;
    const top = side + below;
    this.place = { width, pitch, side, top, high, one: width / 784, height: side + strip };
    for (const name of [".side", ".top"])
      this.find(name).style.width = narrow ? "" : `${Math.min(430, width - side - 40)}px`;
    const canvas = this.find("canvas");
    const ratio = window.devicePixelRatio || 1;
    canvas.style.height = `${this.place.height}px`;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(this.place.height * ratio);
    this.ratio = ratio;
  }

  go(target) {
    this.target = target;
    this.describe();
    const still = prefersReducedMotion();
    let last = performance.now();
    const tick = (now) => {
      const seconds = Math.min(0.1, Math.max(0, (now - last) / 1000));
      const away = this.target - this.t;
      last = now;
      const speed = this.target === 0 ? 2.5 : this.t >= 1 ? 0.55 : 1.4;
      this.t =
        still || Math.abs(away) <= speed * seconds
          ? this.target
          : this.t + Math.sign(away) * speed * seconds;
      this.draw();
      if (this.t !== this.target) this.frame = requestAnimationFrame(tick);
      else if (this.t === 2) this.tell("laid");
    };
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(tick);
  }

  // The rectangle of row r at animation time t: 0 picture, 1 separate rows, 2 vector.
  rowAt(r, t) {
    const { pitch, side, top, high, one } = this.place;
    const apart = Math.min(1, t);
    const thin = 1 - 0.42 * apart;
    const from = { x: 0, y: r * pitch + (pitch * (1 - thin)) / 2, w: side, h: pitch * thin };
    if (t <= 1) return from;
    const lag = 2;
    const raw = Math.min(1, Math.max(0, (t - 1) * (1 + lag) - (lag * r) / 27));
    const u = raw * raw * (3 - 2 * raw);
    const to = { x: r * 28 * one, y: top, w: 28 * one, h: high };
    return Object.fromEntries(
      Object.keys(to).map((key) => [key, from[key] + (to[key] - from[key]) * u]),
    );
  }

  draw() {
    const { width, height, pitch, side, top, high, one } = this.place;
    const { at } = this;
    const picture = this.showing === "picture";
    const t = picture ? 0 : this.t;
    const p = this.palette;
    const c = this.find("canvas").getContext("2d");
    const r = Math.floor(at / 28);
    const col = at % 28;
    c.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    c.strokeStyle = p.rule;
    c.imageSmoothingEnabled = false;
    if (t > 0) {
      // where the rows were
      c.globalAlpha = 0.16;
      c.drawImage(this.picture, 0, 0, side, side);
      c.globalAlpha = 1;
    }
    for (let row = 0; row < 28; row++) {
      const { x, y, w, h } = this.rowAt(row, t);
      if (t > 0) {
        c.fillStyle = p.page;
        c.fillRect(x, y, w, h);
      }
      c.imageSmoothingEnabled = w / 28 < 4;
      c.drawImage(this.picture, 0, row, 28, 1, x, y, w, h);
      if (t > 0 && w > 60) {
        c.strokeStyle = p.rule;
        c.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
      }
    }
    c.strokeStyle = p.rule;
    c.strokeRect(0.5, 0.5, side - 1, side - 1);
    c.strokeRect(0.5, top - 0.5, width - 1, high + 1);
    // Mark what the chosen term of the formula means.
    c.globalAlpha = this.dark ? 0.7 : 0.45;
    c.fillStyle = p.mark;
    if (this.term === "row") c.fillRect(0, 0, side, r * pitch);
    if (this.term === "row" && t === 2) c.fillRect(0, top, r * 28 * one, high);
    if (this.term === "column") c.fillRect(0, r * pitch, col * pitch, pitch);
    if (this.term === "column" && t === 2) c.fillRect(r * 28 * one, top, col * one, high);
    c.globalAlpha = 1;
    // The pixel itself: in the picture, and from there to its place in the vector.
    const px = (col + 0.5) * pitch;
    const py = (r + 0.5) * pitch;
    const vx = (at + 0.5) * one;
    if (t === 2) {
      c.strokeStyle = p.ink3;
      c.lineWidth = 1.5;
      c.beginPath();
      c.moveTo(px, py + pitch / 2);
      c.bezierCurveTo(px, top - 6, vx, py + (top - py) * 0.55, vx, top - 4);
      c.stroke();
      c.fillStyle = p.mark;
      c.fillRect(vx - 3, top - 4, 6, high + 8);
      c.fillStyle = p.ink;
      c.fillRect(vx - 1, top - 4, 2, high + 8);
    }
    const moving = t > 1 && t < 2;
    const row = t === 2 ? { y: r * pitch, h: pitch } : this.rowAt(r, Math.min(t, 1));
    const x = col * pitch;
    const y = row.y;
    const h = row.h;
    if (!moving) {
      c.lineWidth = 6;
      c.strokeStyle = p.ink;
      c.strokeRect(x - 1.5, y - 1.5, pitch + 3, h + 3);
      c.lineWidth = 3.5;
      c.strokeStyle = p.mark;
      c.strokeRect(x - 1.5, y - 1.5, pitch + 3, h + 3);
    }
    c.lineWidth = 1;
    // The numbers of the places.
    c.font = `16px ${getComputedStyle(this).fontFamily}`;
    c.fillStyle = p.ink2;
    c.textBaseline = "top";
    const here = t === 2 ? `${at}` : "";
    const middle = Math.min(width - 16, Math.max(16, vx));
    if (!here || middle > 40) {
      c.textAlign = "left";
      c.fillText("0", 0, top + high + 8);
    }
    if (!here || middle < width - 60) {
      c.textAlign = "right";
      c.fillText("783", width, top + high + 8);
    }
    if (t === 0) {
      c.textAlign = "center";
      c.fillText("784 places for 784 pixels", width / 2, top + high / 2 - 8);
    }
    if (here) {
      c.fillStyle = p.ink;
      c.textAlign = "center";
      c.font = `700 ${c.font}`;
      c.fillText(here, middle, top + high + 8);
    }
    Object.assign(this.dataset, {
      at,
      row: r,
      column: col,
      value: this.values[at],
      form: t === this.target ? t : "moving",
    });
  }

  describe() {
    const { at, values } = this;
    const r = Math.floor(at / 28);
    const c = at % 28;
    const value = values[at];
    const shown = (v) =>
      !this.scaled
        ? String(v)
        : v === 0 || v === 255
          ? String(v / 255)
          : (v / 255).toFixed(2).replace(/^0/, "");
    this.write(".where", `row ${r}, column ${c}`);
    this.findAll(".scale button").forEach((button, i) =>
      button.setAttribute("aria-pressed", String(this.scaled === (i === 1))),
    );
    const page = rgb(this.palette.page);
    const ink = rgb(this.palette.ink);
    const cells = [`<span></span>`];
    for (let dc = -3; dc <= 3; dc++)
      cells.push(
        `<span class="index ${dc ? "" : "on"}">${c + dc >= 0 && c + dc < 28 ? c + dc : ""}</span>`,
      );
    for (let dr = -2; dr <= 2; dr++) {
      const rr = r + dr;
      const row = rr >= 0 && rr < 28;
      cells.push(`<span class="index ${dr ? "" : "on"}">${row ? rr : ""}</span>`);
      for (let dc = -3; dc <= 3; dc++) {
        const cc = c + dc;
        if (!row || cc < 0 || cc > 27) {
          cells.push(`<span class="out"></span>`);
          continue;
        }
        const v = values[rr * 28 + cc];
        const shade = mix(page, ink, v / 255);
        cells.push(
          `<span class="cell ${dr || dc ? "" : "here"}" style="background:rgb(${shade});color:${readableOn(shade)}">${shown(v)}</span>`,
        );
      }
    }
    this.find(".near").innerHTML = cells.join("");
    this.write('[data-term="row"]', `28 · ${r}`);
    this.write('[data-term="column"]', String(c));
    this.write('[data-term="value"]', String(value));
    for (const k of this.findAll(".k")) setText(k, String(at));
    this.write(".scaled", value === 0 ? "0" : value === 255 ? "1" : (value / 255).toFixed(3));
    for (const term of this.findAll(".term"))
      term.setAttribute("aria-pressed", String(term.dataset.term === this.term));
    this.write(".meaning", this.data.terms[this.term] || "");
    const { next, form } = TenPixels.FORMS[this.target];
    this.write(".go", next);
    if (this.find(".form").innerHTML !== form) this.find(".form").innerHTML = form;
    this.find("canvas").setAttribute(
      "aria-label",
      `The image. Arrow keys move the inspected pixel: row ${r}, column ${c}, value ${value}`,
    );
  }

  move(k, aloud) {
    if (k === this.at || k < 0 || k > 783) return;
    this.at = k;
    this.describe();
    this.draw();
    if (aloud)
      this.write(".heard", `row ${Math.floor(k / 28)}, column ${k % 28}: ${this.values[k]}`);
  }
  point(event) {
    const { pitch, side, top, high, one } = this.place;
    const { x, y } = pointIn(event, this.find("canvas"));
    if (x >= 0 && y >= 0 && x < side && y < side)
      this.move(Math.floor(y / pitch) * 28 + Math.floor(x / pitch));
    else if (this.t === 2 && y >= top - 4 && y <= top + high + 4)
      this.move(Math.min(783, Math.max(0, Math.floor(x / one))));
  }
  key(event) {
    const column = this.at % 28;
    const by = {
      ArrowLeft: column > 0 ? -1 : 0,
      ArrowRight: column < 27 ? 1 : 0,
      ArrowUp: -28,
      ArrowDown: 28,
      Home: -column,
      End: 27 - column,
    }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.move(this.at + by, true);
  }
}
define("ten-pixels", TenPixels);
