// The elements of chapter 4, softmax.

import { define, TenElement } from "../../shared/components/element.js";
import { LINK_CSS, linkImage } from "../../shared/components/image_link.js";
import { bytes, paintInk } from "../../shared/components/images.js";
import { signed } from "../../shared/components/numbers.js";
import { dragValue, onPress, pointIn } from "../../shared/components/pointer.js";

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

// <ten-columns>: rows of bars, one column a class. A row with `drag` has handles; the server
// computes the other rows from its values.
class TenColumns extends TenElement {
  static formula = true;
  static css = `
    svg { display: block; width: 100%; user-select: none; } text { font-size: 17px; fill: var(--ink2); }
    text.positive, text.negative { font-size: 16px; font-weight: 600; } .positive { fill: var(--positive); } .negative { fill: var(--negative); }
    .label { font-size: 24px; text-anchor: middle; cursor: pointer; } .label.chosen, .value.chosen { font-weight: 700; fill: var(--ink); }
    .value { text-anchor: middle; font-size: 16px; } .symbol { font: italic 26px KaTeX_Math, "Source Serif", serif; fill: var(--ink); } .name { font-weight: 600; fill: var(--ink); font-size: 18px; }
    .sum { font-size: 26px; font-weight: 700; fill: var(--ink); text-anchor: end; } .column { fill: var(--mark); opacity: .55; }
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
    const top = narrow ? 62 : 44;
    const high = narrow ? 110 : 130;
    const gap = narrow ? 86 : 58;
    const pitch = (width - left - right) / labels.length;
    const bar = Math.min(36, pitch * 0.5);
    const x = (j) => left + (j + 0.5) * pitch;
    const height = top + rows.length * (high + gap);
    const out = [
      `<rect class="column" x="${x(chosen) - pitch / 2 + 3}" y="4" width="${pitch - 6}" height="${height - 24}" rx="6"/>`,
    ];
    labels.forEach((label, j) =>
      out.push(
        `<text class="label ${j === chosen ? "chosen" : ""}" data-choose="${j}" tabindex="0" role="button" aria-label="Class ${label}" aria-pressed="${j === chosen}" x="${x(j)}" y="30">${label}</text>`,
      ),
    );
    this.scales = rows.map((row, r) => {
      const y0 = top + r * (high + gap) + 26;
      const low = row.drag ? row.drag[0] : 0;
      const most = row.drag ? row.drag[1] : Math.max(...row.values, 1e-9);
      const y = (v) => y0 + high - ((Math.min(Math.max(v, low), most) - low) / (most - low)) * high;
      const zero = y(0);
      if (!narrow) {
        if (row.step) out.push(`<text class="step" x="0" y="${y0 - 12}">↓ ${row.step}</text>`);
        out.push(
          `<text class="symbol" x="0" y="${zero - (row.step ? 26 : 44)}">${row.symbol}</text><text class="name" x="44" y="${zero - (row.step ? 26 : 44)}">${row.name}</text><text x="0" y="${zero - (row.step ? 4 : 20)}">${row.note}</text>`,
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
        const text = !row.signed
          ? this.short(value, row.decimals)
          : Math.abs(value) < 10 ** -row.decimals / 2
            ? "0"
            : signed(value, row.decimals);
        out.push(
          `<text class="value ${j === chosen ? "chosen" : ""}" x="${x(j)}" y="${above ? end - (row.drag ? 14 : 6) : end + 28}" style="font-size:${pitch < 46 ? 13 : 16}px">${text}</text>`,
        );
        if (row.drag)
          out.push(
            `<rect class="handle" data-handle="${j}" tabindex="0" role="slider" aria-label="${row.name} of class ${labels[j]}" aria-valuenow="${value.toFixed(1)}" aria-valuemin="${low}" aria-valuemax="${most}" x="${x(j) - Math.min(22, pitch * 0.44)}" y="${end - 8}" width="${Math.min(44, pitch * 0.88)}" height="16" rx="8"/>`,
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
        this.draw({ ...this.data, chosen: j, rows: rows.with(0, { ...rows[0], values }) });
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
