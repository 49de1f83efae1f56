// <ten-reliability>: the share read rightly against the confidence, a dot for each bin, as
// trained and at a temperature; and the figures of both.

import { define, setText, TenElement } from "../shared/components/element.js";

class TenReliability extends TenElement {
  static css = `
    :host { container-type: inline-size; } .both { display: grid; grid-template-columns: minmax(0, 400px) minmax(200px, 1fr); gap: 8px 28px; align-items: start; }
    svg { display: block; width: 100%; overflow: visible; } text { font-size: 16px; fill: var(--ink2); paint-order: stroke; stroke: var(--page); stroke-width: 5px; } .strong { fill: var(--ink); font-weight: 600; }
    .grid { stroke: var(--grid); } .even { stroke: var(--ink2); stroke-width: 2; stroke-dasharray: 1.5 4.5; }
    .gap { stroke: var(--ink3); stroke-width: 1.5; } .way { fill: none; stroke-width: 2.5; } .before { stroke: var(--secondary); } .after { stroke: var(--ink); }
    circle { stroke-width: 2; cursor: pointer; } circle.before { fill: var(--page); } circle.after { fill: var(--ink); } circle:focus-visible { outline: 3px solid var(--positive); }
    table { border-collapse: collapse; width: 100%; margin-top: 6px; } th { font-weight: 400; font-size: 17px; color: var(--ink2); text-align: left; padding: 0; } thead th { text-align: right; }
    tbody tr { border-top: 1px solid var(--rule); } td, thead th { padding: 8px 0 8px 14px; white-space: nowrap; } td { text-align: right; font-size: 21px; } td:last-child { font-weight: 600; }
    p { margin: 10px 0 0; font-size: 17px; color: var(--ink2); } .says { min-height: 22px; color: var(--ink); }
    @container (max-width: 560px) { .both { grid-template-columns: minmax(0, 1fr); } }
  `;
  static html =
    `<div class="both"><svg role="group"></svg><div><table><thead><tr><td></td><th scope="col">T = 1</th><th scope="col" class="head"></th></tr></thead><tbody></tbody></table><div class="notes"></div></div></div>
    <p class="says" role="status">Choose a dot to read it.</p><p>ECE, the expected calibration error, is the mean distance of the dots from the diagonal, weighted by their images: ten bins of equal width.</p>`;

  paint() {
    const { before, after, temperature, accuracy, loss_name, notes } = this.data;
    this.draw(before.bins, after?.bins, temperature);
    this.find(".head").textContent = after ? `T = ${temperature}` : "";
    const rows = [
      ["ECE", before.ece, after?.ece],
      [loss_name, before.loss, after?.loss],
      ["accuracy", accuracy, after && accuracy],
    ];
    const body = this.find("tbody");
    while (body.children.length < rows.length)
      body.insertAdjacentHTML("beforeend", `<tr><th scope="row"></th><td></td><td></td></tr>`);
    rows.forEach((row, i) =>
      row.forEach((text, k) => setText(body.children[i].children[k], text || "")),
    );
    const list = this.find(".notes");
    while (list.children.length > notes.length) list.lastChild.remove();
    while (list.children.length < notes.length) list.append(document.createElement("p"));
    notes.forEach((note, i) => setText(list.children[i], note));
  }
  draw(before, after, temperature) {
    const svg = this.find("svg");
    const width = svg.clientWidth || 360;
    const left = 46;
    const top = 12;
    const side = width - left - 16;
    const height = top + side + 48;
    const x = (v) => left + v * side;
    const y = (v) => top + (1 - v) * side;
    const all = before.concat(after || []);
    const most = Math.max(...all.map((bin) => bin.count));
    const radius = (bin) => 4 + 11 * Math.sqrt(bin.count / most);
    const out = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
      (v) => `<line class="grid" x1="${left}" x2="${left + side}" y1="${y(v)}" y2="${y(v)}"/>
      <text x="${left - 8}" y="${y(v) + 5}" text-anchor="end">${Math.round(100 * v)}</text><text x="${x(v)}" y="${top + side + 20}" text-anchor="middle">${Math.round(100 * v)}</text>`,
    );
    out.push(`<line class="even" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`);
    out.push(
      `<text class="strong" x="${left + 8}" y="${top + 18}">% read rightly</text><text class="strong" x="${left + side}" y="${top + side + 42}" text-anchor="end">confidence, %</text>`,
    );
    const shown = after || before;
    for (const bin of shown)
      out.push(
        `<line class="gap" x1="${x(bin.x)}" x2="${x(bin.x)}" y1="${y(bin.x)}" y2="${y(bin.y)}"/>`,
      );
    const series = after
      ? [
          ["before", before],
          ["after", after],
        ]
      : [["after", before]];
    for (const [name, bins] of series) {
      out.push(
        `<polyline class="way ${name}" points="${bins.map((bin) => `${x(bin.x)},${y(bin.y)}`).join(" ")}"/>`,
      );
      bins.forEach((bin, i) =>
        out.push(
          `<circle class="${name}" cx="${x(bin.x)}" cy="${y(bin.y)}" r="${radius(bin)}" tabindex="0" role="img" data-series="${name}" data-bin="${i}"/>`,
        ),
      );
    }
    if (after) {
      const at = (bins) => bins[Math.floor(bins.length / 2)];
      const [b, a] = [at(before), at(after)];
      const lower = y(a.y) > y(b.y) ? "after" : "before";
      for (const [name, bin, text] of [
        ["before", b, "T = 1"],
        ["after", a, `T = ${temperature}`],
      ])
        out.push(
          `<text class="${name === "after" ? "strong" : ""}" x="${x(bin.x) + (name === lower ? 16 : -16)}" y="${y(bin.y) + (name === lower ? 22 : -12)}" text-anchor="${name === lower ? "start" : "end"}">${text}</text>`,
        );
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", "Reliability diagram: share read rightly against confidence");
    svg.innerHTML = out.join("");
    for (const dot of svg.querySelectorAll("circle")) {
      const bin = Object.fromEntries(series)[dot.dataset.series][Number(dot.dataset.bin)];
      dot.setAttribute("aria-label", bin.says);
      dot.onpointerenter = dot.onclick = dot.onfocus = () => setText(this.find(".says"), bin.says);
    }
  }
}
define("ten-reliability", TenReliability);
