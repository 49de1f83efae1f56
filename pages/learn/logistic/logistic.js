// The element of chapter 2, logistic regression.

import "../../shared/components/legend.js";
import { define, setText, TenElement } from "../../shared/components/element.js";
import { bytes, paintGrey, paintSigned, signedBytes } from "../../shared/components/images.js";
import { signed } from "../../shared/components/numbers.js";

// <ten-evidence>: image times weights, pixel by pixel; the products added up to z; and z on the
// sigmoid curve.
class TenEvidence extends TenElement {
  static css = `
    .products { display: grid; grid-template-columns: minmax(0, 1fr) 36px minmax(0, 1fr) 36px minmax(0, 1fr) 242px; align-items: center; gap: 0; max-width: 900px; }
    figure { margin: 0; } figcaption { font-size: 17px; color: var(--ink2); white-space: nowrap; margin-bottom: 4px; }
    figcaption i, .sum i, .operator { font-family: KaTeX_Math, "Source Serif", serif; font-style: italic; color: var(--ink); font-size: 21px; }
    canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    .operator { text-align: center; font: 26px KaTeX_Main, serif; padding-top: 28px; }
    .sum { padding: 24px 0 0 24px; } table { border-collapse: collapse; font-size: 18px; width: 100%; } td { padding: 5px 6px; white-space: nowrap; } td:last-child { text-align: right; font-weight: 600; font-size: 20px; }
    tr.z td { border-top: 1px solid var(--ink3); } tr.z td:last-child { font-weight: 700; font-size: 24px; } tr.lit td.positive, tr.lit td.negative, tr.lit td, tr.lit td:first-child { background: var(--mark); color: var(--ink); }
    tr td:first-child { border-radius: 4px 0 0 4px; color: var(--ink2); } tr td:last-child { border-radius: 0 4px 4px 0; }
    ten-legend { margin: 8px 0 6px; } svg { display: block; width: 100%; } text { font-size: 16px; fill: var(--ink2); } .strong { font-weight: 700; fill: var(--ink); font-size: 18px; }
    .curve { fill: none; stroke: var(--ink); stroke-width: 2.5; } .grid { stroke: var(--grid); } .axis { stroke: var(--ink3); } .drop { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 4; } .lit { fill: var(--mark); }
    .dot { fill: var(--page); stroke: var(--ink); stroke-width: 3; } .answer { font-size: 54px; font-weight: 700; fill: var(--ink); } .words { font-size: 18px; fill: var(--ink); } .math { font: italic 20px "Source Serif", serif; fill: var(--ink); }
    .frame { container-type: inline-size; }
    @container (max-width: 640px) {
      .products { grid-template-columns: minmax(0, 1fr) 18px minmax(0, 1fr) 18px minmax(0, 1fr); } .operator { font-size: 20px; } .sum { grid-column: 1 / -1; padding: 12px 0 0; } figcaption { font-size: 16px; } figcaption span { display: none; }
    }
  `;
  static html = `<div class="frame"><div class="products">
      <figure><figcaption><i>x</i> <span>the image</span></figcaption><canvas class="x" role="img" aria-label="The image"></canvas></figure><div class="operator">×</div>
      <figure><figcaption><i>w</i> <span>the weights</span></figcaption><canvas class="w" role="img" aria-label="The weights"></canvas></figure><div class="operator">=</div>
      <figure><figcaption><i>w x</i> <span>pixel by pixel</span></figcaption><canvas class="wx" role="img" aria-label="Weights times image"></canvas></figure>
      <div class="sum"><table><tbody>
        <tr data-term="w"><td>all blue pixels</td><td class="pro"></td></tr><tr data-term="w"><td>all orange pixels</td><td class="con"></td></tr>
        <tr data-term="b"><td>bias <i>b</i></td><td class="b"></td></tr><tr data-term="z" class="z"><td>logit <i>z</i></td><td class="zed"></td></tr>
      </tbody></table></div></div><ten-legend></ten-legend><svg role="img"></svg></div>`;
  paint() {
    const { pixels, weights, products, limit, pro, con, b, z, a, term, says } = this.data;
    paintGrey(this.find(".x"), bytes(pixels), this.palette);
    paintSigned(this.find(".w"), signedBytes(weights), this.palette);
    paintSigned(this.find(".wx"), signedBytes(products), this.palette);
    this.find("ten-legend").show({ limit, note: "both pictures of weights" });
    [
      [".pro", pro],
      [".con", con],
      [".b", b],
      [".zed", z],
    ].forEach(([name, value]) => {
      const cell = this.find(name);
      setText(cell, value ? signed(value, 2) : "0.00");
      cell.classList.toggle("negative", value < 0);
      cell.classList.toggle("positive", value > 0);
    });
    for (const row of this.findAll("tr")) row.classList.toggle("lit", row.dataset.term === term);
    this.curve(z, a, term, says);
    Object.assign(this.dataset, { z, a, term });
  }
  curve(z, a, term, says) {
    const width = this.clientWidth || 800;
    const narrow = width < 640;
    const height = narrow ? 312 : 236;
    const left = 44;
    const right = narrow ? 12 : 236;
    const top = narrow ? 96 : 18;
    const bottom = 52;
    const end = Math.max(6, Math.ceil(Math.abs(z)) + 1);
    const x = (v) => left + ((v + end) / (2 * end)) * (width - left - right);
    const y = (p) => top + (1 - p) * (height - top - bottom);
    const points = Array.from({ length: 121 }, (_, i) => {
      const v = -end + (i / 60) * end;
      return `${x(v).toFixed(1)} ${y(1 / (1 + Math.exp(-v))).toFixed(1)}`;
    });
    const out = [0, 0.5, 1].map(
      (p) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(p)}" y2="${y(p)}"/><text x="${left - 10}" y="${y(p) + 5}" text-anchor="end">${p}</text>`,
    );
    const tag = `z = ${z < 0 ? "−" : ""}${Math.abs(z).toFixed(2)}`;
    const tx = Math.min(width - right - 20, Math.max(left + 34, x(z)));
    const step = end > 16 ? 10 : end > 8 ? 4 : 2;
    for (let v = -Math.floor(end / step) * step; v <= end; v += step) {
      if (Math.abs(x(v) - tx) > 62)
        out.push(
          `<text x="${x(v)}" y="${height - bottom + 22}" text-anchor="middle">${String(v).replace("-", "−")}</text>`,
        );
    }
    out.push(
      `<line class="axis" x1="${left}" x2="${width - right}" y1="${y(0)}" y2="${y(0)}"/><path class="curve" d="M${points.join("L")}"/>`,
    );
    out.push(
      `<path fill="none" class="drop" d="M${x(z)} ${y(0)}V${y(a)}H${left}"/><circle class="dot" cx="${x(z)}" cy="${y(a)}" r="7"/>`,
    );
    if (term === "z")
      out.push(
        `<rect class="lit" x="${tx - 44}" y="${height - bottom + 5}" width="88" height="24" rx="4"/>`,
      );
    out.push(
      `<text class="strong" x="${tx}" y="${height - bottom + 23}" text-anchor="middle">${tag}</text>`,
    );
    out.push(
      `<text x="${left + (width - left - right) / 2}" y="${height - 4}" text-anchor="middle">the logit z, any number</text>`,
    );
    const ax = narrow ? 0 : width - right + 36;
    const ay = narrow ? 52 : top + 66;
    const value = a.toFixed(3);
    if (term === "a")
      out.push(`<rect class="lit" x="${ax - 8}" y="${ay - 48}" width="160" height="60" rx="6"/>`);
    out.push(`<text class="answer" x="${ax}" y="${ay}">${value}</text>`);
    const wx = narrow ? 170 : ax;
    const wy = narrow ? 26 : ay + 36;
    out.push(
      `<text class="math" x="${wx}" y="${wy}">a = P(y = 1 | x)</text>${says.map((line, i) => `<text class="words" x="${wx}" y="${wy + 28 + 25 * i}">${line}</text>`).join("")}`,
    );
    const svg = this.find("svg");
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("aria-label", `The sigmoid curve: ${tag}, a = ${value}. ${says.join(" ")}`);
    svg.innerHTML = out.join("");
  }
}
define("ten-evidence", TenEvidence);
