// <ten-race>: the accuracy of two runs as it grows, each line named at its end.

import { define, TenElement } from "../../shared/components/element.js";
import { percent } from "../../shared/components/numbers.js";

class TenRace extends TenElement {
  static css = `
    svg { display: block; width: 100%; overflow: visible; } text { font-size: 16px; fill: var(--ink2); }
    text.title { font-family: var(--st-heading-font, "Source Serif", serif); font-size: 24px; font-weight: 600; fill: var(--ink); }
    text.strong { font-weight: 600; fill: var(--ink); font-size: 17px; } .grid { stroke: var(--grid); }
    polyline { fill: none; stroke-linejoin: round; stroke-width: 2.5; } circle { stroke: var(--page); stroke-width: 2; }
    .first { stroke: var(--secondary); } circle.first { fill: var(--secondary); } .second { stroke: var(--ink); } circle.second { fill: var(--ink); }
  `;
  static html = `<svg role="img"></svg>`;

  paint() {
    const { runs, epochs, low, high, ticks, note } = this.data;
    const width = this.clientWidth || 600;
    const narrow = width < 520;
    const left = 54;
    const right = narrow ? 12 : 178;
    const top = 48;
    const bottom = narrow ? 96 : 32;
    const plot = narrow ? 170 : 190;
    const height = top + plot + bottom;
    const x = (epoch) => left + (epoch / epochs) * (width - left - right);
    const base = top + plot;
    const y = (v) => base - ((Math.min(Math.max(v, low), high) - low) / (high - low)) * plot;
    const out = [
      `<text class="title" x="0" y="20">Validation accuracy</text>`,
      `<text x="${width}" y="20" text-anchor="end">${note}</text>`,
    ];
    for (const v of ticks)
      out.push(
        `<line class="grid" x1="${left}" x2="${x(epochs)}" y1="${y(v)}" y2="${y(v)}"/><text x="${left - 10}" y="${y(v) + 5}" text-anchor="end">${percent(v, 0)}</text>`,
      );
    for (let e = 0; e <= epochs; e += Math.max(1, Math.ceil(epochs / 8)))
      out.push(`<text x="${x(e)}" y="${base + 24}" text-anchor="middle">${e}</text>`);
    out.push(
      `<text x="${narrow ? x(epochs) - 12 : x(epochs) + 16}" y="${base + 24}" text-anchor="${narrow ? "end" : "start"}">epochs</text>`,
    );
    const ends = runs.map(({ points }) => points[points.length - 1]);
    const names = ["first", "second"];
    runs.forEach(({ points }, k) => {
      out.push(
        `<polyline class="${names[k]}" points="${points.map(([e, v]) => `${x(e).toFixed(1)},${y(v).toFixed(1)}`).join(" ")}"/>`,
      );
      out.push(`<circle class="${names[k]}" cx="${x(ends[k][0])}" cy="${y(ends[k][1])}" r="6"/>`);
    });
    // The two names keep their distance, whichever line is the upper one.
    const order = ends[1][1] >= ends[0][1] ? [1, 0] : [0, 1];
    const middle = Math.min(base - 44, Math.max(top + 36, (y(ends[0][1]) + y(ends[1][1])) / 2));
    order.forEach((k, place) => {
      const { name, test } = runs[k];
      const label = `${name} ${percent(ends[k][1])}`;
      const second = test === null ? "" : `test ${percent(test)}`;
      const lx = narrow ? left : Math.min(x(ends[k][0]) + 16, width - right + 16);
      const ly = narrow ? base + 52 + place * 26 : middle - 26 + place * 48;
      out.push(
        `<text class="strong" x="${lx}" y="${ly}" style="paint-order:stroke;stroke:var(--page);stroke-width:5px">${label}${narrow && second ? `, ${second}` : ""}</text>`,
      );
      if (second && !narrow) out.push(`<text x="${lx}" y="${ly + 19}">${second}</text>`);
    });
    const svg = this.find("svg");
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute(
      "aria-label",
      runs.map(({ name }, k) => `${name} ${percent(ends[k][1])}`).join(", "),
    );
    svg.innerHTML = out.join("");
    this.dataset.steps = JSON.stringify(runs.map(({ step }) => step));
    this.dataset.accuracy = JSON.stringify(ends.map((end) => end[1]));
  }
}
define("ten-race", TenRace);
