// <ten-curves>: loss and accuracy growing while the run plays.

import { define, TenElement } from "../shared/components/element.js";
import { percent } from "../shared/components/numbers.js";

class TenCurves extends TenElement {
  static css = `
    svg { display: block; width: 100%; overflow: visible; }
    text { font-size: 16px; fill: var(--ink2); }
    text.title { font-family: var(--st-heading-font, "Source Serif", serif); font-size: 24px; font-weight: 600; fill: var(--ink); }
    text.strong { font-weight: 600; fill: var(--ink); }
    .grid { stroke: var(--grid); } .now { stroke: var(--secondary); opacity: .6; }
    .train { stroke: var(--secondary); stroke-width: 1.75; fill: none; stroke-linejoin: round; }
    .validation { stroke: var(--ink); stroke-width: 2.5; fill: none; stroke-linejoin: round; }
    .ceiling { stroke: var(--ink2); stroke-width: 2; stroke-dasharray: 1.5 4.5; }
    circle.train { fill: var(--secondary); stroke: none; } circle.validation { fill: var(--ink); stroke: var(--page); stroke-width: 2; }
  `;
  static html = `<svg role="img"></svg>`;

  paint() {
    const { points, epochs, loss, accuracy, ceiling, height, lossOnly } = this.data;
    const width = this.clientWidth || 400;
    const gap = 64;
    const left = 52;
    const right = lossOnly ? 16 : 118;
    const panel = lossOnly ? height - 80 : (height - 2 * 46 - gap - 16) / 2;
    const x = (epoch) => left + (epoch / epochs) * (width - left - right);
    const parts = lossOnly
      ? [
          this.panel({
            title: "Loss",
            note: "mean per image",
            top: 0,
            height: panel,
            width,
            x,
            points,
            epochs,
            train: 1,
            validation: 2,
            ticks: loss.ticks,
            low: Math.log(loss.low),
            high: Math.log(loss.high),
            scale: Math.log,
            tick: (v) => `${v}`,
            label: (v) => v.toFixed(3),
            numbered: "inside",
          }),
        ]
      : [
          this.panel({
            title: "Loss",
            note: "mean per image, in nats",
            top: 0,
            height: panel,
            width,
            x,
            points,
            epochs,
            train: 1,
            validation: 2,
            ticks: loss.ticks,
            low: Math.log(loss.low),
            high: Math.log(loss.high),
            scale: Math.log,
            tick: (v) => `${v}`,
            label: (v) => v.toFixed(3),
          }),
          this.panel({
            title: "Accuracy",
            note: "share read correctly",
            top: panel + gap + 32,
            height: panel,
            width,
            x,
            points,
            epochs,
            train: 3,
            validation: 4,
            ticks: accuracy.ticks,
            low: accuracy.low,
            high: accuracy.high,
            scale: (v) => v,
            tick: (v) => percent(v, 0),
            label: percent,
            ceiling,
            numbered: true,
          }),
        ];
    const svg = this.find("svg");
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const last = points[points.length - 1];
    svg.setAttribute(
      "aria-label",
      `Validation loss ${last[2].toFixed(3)} and accuracy ${(100 * last[4]).toFixed(1)} percent after ${last[0].toFixed(2)} epochs`,
    );
    svg.innerHTML = parts.join("");
    this.dataset.loss = last[2];
  }

  panel({
    title,
    note,
    top,
    height,
    width,
    x,
    points,
    epochs,
    train,
    validation,
    ticks,
    low,
    high,
    scale,
    tick,
    label,
    ceiling,
    numbered,
  }) {
    const base = top + 40 + height;
    const right = x(epochs);
    const y = (v) =>
      base - ((Math.min(Math.max(scale(v), low), high) - low) / (high - low)) * height;
    const line = (k) => points.map((p) => `${x(p[0]).toFixed(1)},${y(p[k]).toFixed(1)}`).join(" ");
    const last = points[points.length - 1];
    const here = x(last[0]);
    const out = [
      `<text class="title" x="0" y="${top + 20}">${title}<tspan dx="12" style="font:400 16px var(--st-font);fill:var(--ink2)">${note}</tspan></text>`,
    ];
    for (const v of ticks) {
      out.push(`<line class="grid" x1="${left(x)}" x2="${right}" y1="${y(v)}" y2="${y(v)}"/>`);
      out.push(`<text x="${left(x) - 10}" y="${y(v) + 5}" text-anchor="end">${tick(v)}</text>`);
    }
    if (ceiling) {
      out.push(
        `<line class="ceiling" x1="${left(x)}" x2="${right}" y1="${y(ceiling)}" y2="${y(ceiling)}"/>`,
      );
      out.push(
        `<text class="strong" x="${right + 12}" y="${y(ceiling) - 2}">${label(ceiling)}</text>`,
      );
      out.push(
        `<text x="${right + 12}" y="${y(ceiling) + 17}">ceiling of</text><text x="${right + 12}" y="${y(ceiling) + 35}">this model</text>`,
      );
    }
    if (numbered) {
      const every = Math.max(1, Math.ceil(epochs / 8));
      const within = numbered === "inside"; // no room to the right: the last number says what they count
      for (let e = 0; e <= epochs - (within ? 1.4 * every : 0); e += every)
        out.push(`<text x="${x(e)}" y="${base + 24}" text-anchor="middle">${e}</text>`);
      out.push(
        within
          ? `<text x="${right + 8}" y="${base + 24}" text-anchor="end">${epochs} epoch${epochs > 1 ? "s" : ""}</text>`
          : `<text x="${right + 18}" y="${base + 24}">epochs</text>`,
      );
    }
    out.push(`<line class="now" x1="${here}" x2="${here}" y1="${top + 40}" y2="${base}"/>`);
    out.push(
      `<polyline class="train" points="${line(train)}"/><polyline class="validation" points="${line(validation)}"/>`,
    );
    out.push(
      `<circle class="train" cx="${here}" cy="${y(last[train])}" r="5"/><circle class="validation" cx="${here}" cy="${y(last[validation])}" r="7"/>`,
    );
    out.push(
      this.endLabels({
        here,
        top: top + 40,
        base,
        y,
        ceilingY: ceiling ? y(ceiling) : null,
        width,
        entries: [
          ["validation", last[validation], "strong"],
          ["train", last[train], ""],
        ],
        label,
        lines: points.map((p) => [x(p[0]), y(p[train]), y(p[validation])]),
        above: numbered !== true,
      }),
    );
    return out.join("");
  }

  // Two labels beside the line's end: kept apart, inside the panel and clear of the ceiling's text.
  // Where there is no room beside it they stand before it, above or below all of the line there.
  endLabels({ here, top, base, y, ceilingY, width, entries, label, lines, above }) {
    const ordered = entries
      .map(([name, value, style]) => ({ name, value, style, at: y(value) }))
      .sort((a, b) => a.at - b.at);
    const widest = 140;
    const before = here + 14 + widest > width;
    // In a narrow panel there may be no room before it either.
    const tight = before && here - 6 - widest < 0;
    const start = tight ? width - widest : before ? here - 6 - widest : here + 14;
    let middle = (ordered[0].at + ordered[1].at) / 2;
    if (before) {
      const heights = lines.filter(([x]) => x >= start - 10).flatMap(([, a, b]) => [a, b]);
      middle = above ? Math.min(...heights) - 30 : Math.max(...heights) + 30;
    } else if (ceilingY !== null) middle = Math.max(middle, ceilingY + 58);
    middle = Math.min(Math.max(middle, top + 16), base - 16);
    return ordered
      .map(
        ({ name, value, style }, i) =>
          `<text class="${style}" x="${before && !tight ? here - 6 : start}" y="${middle + (i ? 16 : -6)}" text-anchor="${before && !tight ? "end" : "start"}" style="paint-order:stroke;stroke:var(--page);stroke-width:5px">${name} ${label(value)}</text>`,
      )
      .join("");
  }
}
const left = (x) => x(0);
define("ten-curves", TenCurves);
