// The elements of chapter 4, softmax.

import { define, TenElement } from "../../shared/components/element.js";
import { LINK_CSS, linkImage } from "../../shared/components/image_link.js";
import { bytes, paintInk } from "../../shared/components/images.js";
import { signed } from "../../shared/components/numbers.js";
import { dragValue, onPress, pointIn } from "../../shared/components/pointer.js";

/** The height of a handle. */
const HANDLE = 16;

// <ten-digit>: one image in the theme's ink.
class TenDigit extends TenElement {
  static css =
    `canvas { width: 100%; max-width: 116px; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; display: block; } ${LINK_CSS}`;
  static html = `<canvas width="28" height="28"></canvas>`;
  paint() {
    const { pixels, row, says } = this.data;
    paintInk(this.find("canvas"), bytes(pixels), this.palette);
    linkImage(this.find("canvas"), this, row, says);
  }
}
define("ten-digit", TenDigit);

// The rows of softmax for these logits, with the sums below them.
const follow = (rows, z) => {
  const e = z.map(Math.exp);
  const total = e.reduce((sum, v) => sum + v, 0);
  const printed = total >= 1000 ? Math.round(total).toLocaleString("en-US") : total.toFixed(2);
  return [z, e, e.map((v) => v / total)].map((values, r) => ({
    ...rows[r],
    values,
    sum: r === 1 ? printed : rows[r].sum,
  }));
};

// <ten-columns>: rows of bars, one column a class. A row with `drag` has handles. While one is
// pulled, the browser computes the other rows; in the end the server's take their place.
class TenColumns extends TenElement {
  static formula = true;
  static css = `
    svg { display: block; width: 100%; user-select: none; } text { font-size: 17px; fill: var(--ink2); }
    text.positive, text.negative { font-size: 16px; font-weight: 600; } .positive { fill: var(--positive); } .negative { fill: var(--negative); }
    .label { font-size: 24px; text-anchor: middle; cursor: pointer; } .label.chosen, .value.chosen { font-weight: 700; fill: var(--ink); }
    .value { text-anchor: middle; font-size: 16px; } .symbol { font: italic 26px KaTeX_Math, "Source Serif", serif; fill: var(--ink); } .name { font-weight: 600; fill: var(--ink); font-size: 18px; }
    .sum { font-size: 26px; font-weight: 700; fill: var(--ink); text-anchor: end; } .column { fill: var(--mark); opacity: .55; } .part { fill: var(--mark); } :host([staged]) .value { fill: var(--ink); }
    .axis { stroke: var(--ink3); } .handle { fill: var(--page); stroke: var(--ink); stroke-width: 2; cursor: ns-resize; touch-action: none; }
    .handle:focus-visible { outline: 3px solid var(--positive); } .step { font-weight: 600; fill: var(--ink); }
    .label:focus-visible { outline: 2px solid var(--positive); border-radius: 4px; }
    .hit { fill: transparent; cursor: pointer; }
  `;
  static html = `<svg role="group"></svg>`;
  /** @type {any[]} */ scales = [];
  /** @type {any} The last value set by a key. */ pressed = null;

  paint() {
    if (this.dragging) return;
    this.draw(this.data);
  }
  draw({ labels, chosen, rows }) {
    const width = this.clientWidth || 700;
    const narrow = width < 560;
    const left = narrow ? 0 : 150;
    const right = narrow ? 4 : 92;
    const top = this.room ? 36 : narrow ? 62 : 44;
    const places = this.places(rows, narrow, top);
    const pitch = (width - left - right) / labels.length;
    const bar = Math.min(36, pitch * 0.5);
    const x = (j) => left + (j + 0.5) * pitch;
    const { bottom: height } = places[places.length - 1];
    const out = [
      `<rect class="column" x="${x(chosen) - pitch / 2 + 3}" y="4" width="${pitch - 6}" height="${height - (this.room ? 8 : 24)}" rx="6"/>`,
    ];
    labels.forEach((label, j) =>
      out.push(
        `<text class="label ${j === chosen ? "chosen" : ""}" data-choose="${j}" tabindex="0" role="button" aria-label="Class ${label}" aria-pressed="${j === chosen}" x="${x(j)}" y="${this.room ? 28 : 30}">${label}</text>`,
      ),
    );
    this.scales = rows.map((row, r) => {
      const { y0, high } = places[r];
      const low = row.drag ? row.drag[0] : 0;
      const most = row.drag ? row.drag[1] : Math.max(...row.values, 1e-9);
      const y = (v) => y0 + high - ((Math.min(Math.max(v, low), most) - low) / (most - low)) * high;
      const zero = y(0);
      if (!narrow) {
        const up = this.room ? (row.step ? 6 : 18) : row.step ? 26 : 44;
        if (row.step)
          out.push(
            `<text class="step" x="0" y="${y0 - (this.room ? 2 : 12)}">↓ ${row.step}</text>`,
          );
        if (this.showing === row.part)
          out.push(
            `<rect class="part" x="-6" y="${zero - up - 24}" width="${left - 2}" height="32" rx="4"/>`,
          );
        out.push(
          `<text class="symbol" x="0" y="${zero - up}">${row.symbol}</text><text class="name" x="38" y="${zero - up}">${row.name}</text>`,
          this.room ? "" : `<text x="0" y="${zero - (row.step ? 4 : 20)}">${row.note}</text>`,
        );
        if (row.signed)
          out.push(
            `<text class="positive" x="0" y="${zero + 4}">blue above 0</text><text class="negative" x="0" y="${zero + 26}">orange below 0</text>`,
          );
      } else
        out.push(
          `<text class="name" x="0" y="${y0 - 36}">${row.symbol} ${row.name}${row.sum ? `, sum ${row.sum}` : ""}${row.signed ? `: <tspan class="positive">blue above 0</tspan>, <tspan class="negative">orange below</tspan>` : ""}</text>`,
        );
      out.push(`<line class="axis" x1="${left}" x2="${width - right}" y1="${zero}" y2="${zero}"/>`);
      row.values.forEach((value, j) => {
        const end = y(value);
        const colour = row.signed
          ? value < 0
            ? "var(--negative)"
            : "var(--positive)"
          : j === chosen
            ? "var(--ink)"
            : "var(--secondary)";
        out.push(
          `<rect x="${x(j) - bar / 2}" y="${Math.min(end, zero)}" width="${bar}" height="${Math.max(Math.abs(end - zero), 0.5)}" fill="${colour}"/>`,
        );
        const above = value >= 0;
        // The handle stands beyond the end of its bar, so that it hides none of it.
        const beyond = row.drag ? HANDLE : 0;
        const text = !row.signed
          ? this.short(value, row.decimals)
          : Math.abs(value) < 10 ** -row.decimals / 2
            ? "0"
            : signed(value, row.decimals);
        out.push(
          `<text class="value ${j === chosen ? "chosen" : ""}" x="${x(j)}" y="${above ? end - beyond - 6 : end + beyond + 18}" style="font-size:${pitch < 46 ? 13 : this.room ? 18 : 16}px">${text}</text>`,
        );
        if (row.drag)
          out.push(
            `<rect class="handle" data-handle="${j}" tabindex="0" role="slider" aria-label="${row.name} of class ${labels[j]}" aria-valuenow="${value.toFixed(1)}" aria-valuemin="${low}" aria-valuemax="${most}" x="${x(j) - Math.min(22, pitch * 0.44)}" y="${above ? end - HANDLE : end}" width="${Math.min(44, pitch * 0.88)}" height="${HANDLE}" rx="${HANDLE / 2}"/>`,
          );
      });
      if (row.sum && !narrow)
        out.push(
          `<text x="${width}" y="${zero - 34}" text-anchor="end">sum</text><text class="sum" x="${width}" y="${zero - 6}">${row.sum}</text>`,
        );
      return { low, most, y0, high };
    });
    const { handle: held, choose } = (this.focused || this).dataset;
    const focused = held ? `[data-handle="${held}"]` : choose ? `[data-choose="${choose}"]` : null;
    const svg = this.find("svg");
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.innerHTML = out.join("");
    if (focused) (this.find(focused) || svg).focus();
    for (const label of this.findAll("[data-choose]")) {
      onPress(label, () => this.tell("chosen", Number(label.dataset.choose)));
    }
    for (const handle of this.findAll("[data-handle]")) {
      handle.onpointerdown = (event) => this.grab(event, Number(handle.dataset.handle));
      handle.onkeydown = (event) => this.nudge(event, Number(handle.dataset.handle));
    }
    this.dataset.values = JSON.stringify(rows.map((row) => row.values));
  }
  // Where each row's bars begin, how high they may be, and where its block ends. In a given room
  // the logits, which go both ways, get two fifths.
  places(rows, narrow, top) {
    const low = window.innerHeight < 1000;
    const [high, gap] = narrow ? [110, 86] : low ? [88, 58] : [130, 58];
    const room = this.room - top - 8;
    let at = top;
    return rows.map((row) => {
      const block = !this.room ? high + gap : room * (row.drag ? 0.42 : 0.29);
      const y0 = at + (!this.room ? 26 : row.drag ? 40 : 24);
      at += block;
      return { y0, high: !this.room ? high : block - (row.drag ? 80 : 26), bottom: at };
    });
  }
  // At most five characters: ten columns have to fit on a phone.
  short(value, decimals) {
    if (value < 10 ** -decimals / 2) return `<${String(10 ** -decimals).replace(/^0/, "")}`;
    if (value >= 1e5) {
      const [digit, power] = value.toExponential(0).split("e+");
      return `${digit}·10${[...power].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")}`;
    }
    return value >= 100
      ? value.toFixed(0)
      : value >= 10
        ? value.toFixed(1)
        : value.toFixed(decimals).replace(/^0\./, ".");
  }
  grab(event, j) {
    event.preventDefault();
    const { low, most, y0, high } = this.scales[0];
    this.dragging = true;
    const { rows } = this.data;
    const valueAt = (e) => most - ((pointIn(e, this.find("svg")).y - y0) / high) * (most - low);
    dragValue(
      (e) => Math.min(most, Math.max(low, Math.round(valueAt(e) * 10) / 10)),
      (value) => {
        const values = rows[0].values.with(j, value);
        this.draw({ ...this.data, chosen: j, rows: follow(rows, values) });
      },
      (value) => this.tell("pulled", j, value),
      () => {
        this.dragging = false;
      },
    );
  }
  nudge(event, j) {
    const by = { ArrowUp: 0.1, ArrowDown: -0.1, PageUp: 1, PageDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    // Keys come faster than answers: add to the value of the last key, not of the last answer.
    const now = performance.now();
    const recent = this.pressed?.j === j && now - this.pressed.at < 1000;
    const { low, most } = this.scales[0];
    const from = recent ? this.pressed.value : this.data.rows[0].values[j];
    const value = Math.min(most, Math.max(low, Math.round((from + by) * 10) / 10));
    this.pressed = { j, value, at: now };
    this.tell("pulled", j, value);
  }
}
define("ten-columns", TenColumns);
