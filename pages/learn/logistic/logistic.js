// The element of chapter 2, logistic regression.

import "../../shared/components/legend.js";
import {
  CHART_CSS,
  dot,
  draw,
  line,
  polyline,
  range,
  scale,
  text,
  xAxis,
  yAxis,
} from "../../shared/components/axes.js";
import { define, setText, TenElement } from "../../shared/components/element.js";
import {
  bytes,
  IMAGE_CSS,
  paintGrey,
  paintSigned,
  signedBytes,
} from "../../shared/components/images.js";
import { signed } from "../../shared/components/numbers.js";

// <ten-evidence>: the products of image and weights pixel by pixel, their sum z, and the sigmoid.
class TenEvidence extends TenElement {
  static formula = true;
  static css = `${CHART_CSS}
    .products { display: grid; grid-template-columns: minmax(0, 1fr) 36px minmax(0, 1fr) 36px minmax(0, 1fr) 242px; align-items: center; gap: 0; max-width: 900px; }
    figure { margin: 0; } figcaption { font-size: 17px; color: var(--ink2); white-space: nowrap; margin-bottom: 4px; }
    figcaption i, .sum i, .operator { font-family: KaTeX_Math, "Source Serif", serif; font-style: italic; color: var(--ink); font-size: 21px; }
    ${IMAGE_CSS}
    .operator { text-align: center; font: 26px KaTeX_Main, serif; padding-top: 28px; }
    .sum { padding: 24px 0 0 24px; } table { border-collapse: collapse; font-size: 18px; width: 100%; } td { padding: 5px 6px; white-space: nowrap; } td:last-child { text-align: right; font-weight: 600; font-size: 20px; }
    tr.z td { border-top: 1px solid var(--ink3); } tr.z td:last-child { font-weight: 700; font-size: 24px; } tr.lit td.positive, tr.lit td.negative, tr.lit td, tr.lit td:first-child { background: var(--mark); color: var(--ink); }
    tr td:first-child { border-radius: 4px 0 0 4px; color: var(--ink2); } tr td:last-child { border-radius: 0 4px 4px 0; }
    ten-legend { margin: 8px 0 6px; } svg { overflow: hidden; } text.strong { font-weight: 700; font-size: 18px; }
    .curve { stroke: var(--ink); stroke-width: 2.5; } .axis { stroke: var(--ink3); } .drop { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 4 4; } .lit { fill: var(--mark); }
    .dot { fill: var(--page); stroke: var(--ink); stroke-width: 3; } .answer { font-size: 54px; font-weight: 700; fill: var(--ink); } .words { font-size: 18px; fill: var(--ink); } .math { font: italic 20px "Source Serif", serif; fill: var(--ink); }
    .frame { container-type: inline-size; }
    :host([data-part="products"]) svg, :host([data-part="sigmoid"]) .products, :host([data-part="sigmoid"]) ten-legend { display: none; }
    :host([staged]) .products { grid-template-columns: minmax(0, 1fr) 36px minmax(0, 1fr) 36px minmax(0, 1fr); max-width: calc((var(--room) - 126px) * 3 + 72px); }
    :host([staged]) .sum { grid-column: 1 / -1; padding: 10px 0 0; } :host([staged]) tbody { display: flex; justify-content: space-between; } :host([staged]) tr.z td { border: 0; }
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
    const [left, right] = [44, width - (narrow ? 12 : 236)];
    const [top, base] = narrow ? [96, 260] : [18, this.room ? this.room - 56 : 184];
    const end = Math.max(6, Math.ceil(Math.abs(z)) + 1);
    const x = scale({ low: -end, high: end }, left, right);
    const y = scale({ low: 0, high: 1 }, base, top);
    const sigmoid = range(0, 120, 1).map((i) => i * (end / 60) - end);
    const tag = `z = ${z < 0 ? "−" : ""}${Math.abs(z).toFixed(2)}`;
    const tx = Math.min(right - 20, Math.max(left + 34, x(z)));
    const step = end > 16 ? 10 : end > 8 ? 4 : 2;
    const ticks = range(-Math.floor(end / step) * step, end, step);
    const [ax, ay] = narrow ? [0, 52] : [right + 36, top + 66];
    const [wx, wy] = narrow ? [170, 26] : [ax, ay + 36];
    const lit = (name, x, y, width, height) =>
      term === name
        ? `<rect class="lit" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`
        : "";
    draw(
      this.find("svg"),
      width,
      base + 52,
      `The sigmoid curve: ${tag}, a = ${a.toFixed(3)}. ${says.join(" ")}`,
      [
        yAxis(
          [0, 0.5, 1].map((p) => [p, p]),
          y,
          left,
          right,
        ),
        xAxis(
          ticks
            .filter((v) => Math.abs(x(v) - tx) > 62)
            .map((v) => [v, String(v).replace("-", "−")]),
          x,
          base + 22,
        ),
        line("axis", left, base, right, base),
        polyline(
          sigmoid.map((v) => [x(v), y(1 / (1 + Math.exp(-v)))]),
          "curve",
        ),
        `<path fill="none" class="drop" d="M${x(z)} ${base}V${y(a)}H${left}"/>`,
        dot("dot", x(z), y(a), 7),
        lit("z", tx - 44, base + 5, 88, 24),
        text(tx, base + 23, tag, "middle", "strong"),
        text((left + right) / 2, base + 48, "the logit z, any number", "middle"),
        lit("a", ax - 8, ay - 48, 160, 60),
        text(ax, ay, a.toFixed(3), "start", "answer"),
        text(wx, wy, "a = P(y = 1 | x)", "start", "math"),
        ...says.map((words, i) => text(wx, wy + 28 + 25 * i, words, "start", "words")),
      ],
    );
  }
}
define("ten-evidence", TenEvidence);
