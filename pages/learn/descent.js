// <ten-descent>: the loss over the steps of a gradient descent, a few numbers, and the weights.

import "../shared/components/legend.js";
import { CHART_CSS, dot, draw, polyline, scale, text, yAxis } from "../shared/components/axes.js";
import { define, forDigits, setText, TenElement } from "../shared/components/element.js";
import { IMAGE_CSS, paintSigned, signedBytes } from "../shared/components/images.js";

/** In a narrower chart the last loss is written inside, so that the line has its width. */
const NARROW = 480;
/** The width of the last loss, in pixels. */
const END_LABEL = 80;

class TenDescent extends TenElement {
  static css = `${CHART_CSS}
    h3 { font-size: 20px; font-weight: 600; margin: 0 0 4px; } svg { overflow: hidden; } polyline { stroke: var(--ink); stroke-width: 2.5; } .dot { fill: var(--ink); }
    .end { font-size: 18px; font-weight: 700; fill: var(--ink); }
    dl { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 8px 0 0; } dl div { display: flex; flex-direction: column-reverse; }
    dt { font-size: 16px; color: var(--ink2); } dd { margin: 0; font-size: 29px; font-weight: 600; line-height: 1.2; }
    .weights { display: grid; grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 6px; margin: 14px 0 8px; } figure { margin: 0; text-align: center; font-size: 17px; }
    ${IMAGE_CSS}
    .note:empty { display: none; }
    .frame { container-type: inline-size; } @container (max-width: 480px) { .weights { grid-template-columns: repeat(5, minmax(0, 1fr)); } dd { font-size: 24px; } dl { gap: 8px 20px; } }
    [hidden] { display: none; }
    :host([staged]) .weights { grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 3px; margin: 6px 0 4px; } :host([staged]) dl { display: grid; grid-template-columns: repeat(3, auto); align-items: end; gap: 4px 20px; margin-top: 4px; } :host([staged]) dl div { align-self: start; flex-direction: column; } :host([staged]) dd { order: -1; } :host([staged]) dd { font-size: 25px; }
  `;
  static html =
    `<div class="frame"><h3></h3><div class="note"></div><svg role="img"></svg><dl></dl><div class="pictures"><div class="weights"></div><ten-legend></ten-legend></div></div>`;
  paint() {
    const { title, note, losses, steps, axis, numbers, weights, end, high } = this.data;
    const width = this.clientWidth || 500;
    const height = this.room ? this.room - (weights ? 218 : 112) : high || 210;
    const narrow = width < NARROW;
    const longest = Math.max(...axis.ticks.map(([, label]) => String(label).length));
    const left = narrow ? 8 + 8 * longest : 66;
    const right = width - (narrow ? 8 : 84);
    const x = scale({ low: 0, high: steps }, left, right);
    const y = scale(axis, height - 30, 14);
    this.write("h3", title || "");
    this.find("h3").hidden = !title;
    this.write(".note", note || "");
    const n = losses.length - 1;
    const [lx, ly] = [x(n), y(losses[n])];
    // Without room beside the end, its label stands above the line.
    const beside = lx + END_LABEL < width;
    const above = Math.min(...losses.filter((_, s) => x(s) > lx - END_LABEL).map(y)) - 12;
    draw(this.find("svg"), width, height, `Loss over ${n} of ${steps} steps, now ${end}`, [
      yAxis(axis.ticks, y, left, right),
      text(left, height - 6, "step 0"),
      text(right, height - 6, steps, "end"),
      polyline(
        losses.map((v, s) => [x(s), y(v)]),
        "",
      ),
      dot("dot", lx, ly, 4.5),
      beside
        ? text(lx + 10, ly + 6, end, "start", "end")
        : text(lx, Math.max(above, 16), end, "end", "end halo"),
    ]);
    const list = this.find("dl");
    if (list.children.length !== numbers.length)
      list.innerHTML = numbers.map(() => "<div><dt></dt><dd></dd></div>").join("");
    numbers.forEach(([value, label], i) => {
      setText(list.children[i].firstChild, label);
      setText(list.children[i].lastChild, value);
    });
    this.find(".pictures").hidden = !weights;
    if (weights) {
      const values = signedBytes(weights.values);
      const grid = this.find(".weights");
      if (!grid.children.length)
        grid.innerHTML = forDigits(
          (j) =>
            `<figure>${j}<canvas role="img" aria-label="Weights of digit ${j}"></canvas></figure>`,
        );
      this.findAll("canvas").forEach((canvas, j) =>
        paintSigned(canvas, values.subarray(784 * j, 784 * (j + 1)), this.palette),
      );
      this.find("ten-legend").show({ limit: weights.limit });
    }
    Object.assign(this.dataset, { steps: n, loss: losses[n] });
  }
}
define("ten-descent", TenDescent);
