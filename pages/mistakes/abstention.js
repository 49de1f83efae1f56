// <ten-doubt>: abstention below a threshold on the confidence. The data hold the whole curve, so
// that the slider needs no server.

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
} from "../shared/components/axes.js";
import { define, setText, TenElement } from "../shared/components/element.js";
import { count, percent } from "../shared/components/numbers.js";

class TenDoubt extends TenElement {
  static css = `${CHART_CSS}
    :host { container-type: inline-size; } label { display: block; font-size: 17px; color: var(--ink2); } label b { color: var(--ink); font-weight: 600; }
    input { display: block; width: 100%; height: 44px; margin: 0; appearance: none; background: none; cursor: pointer; } input:focus-visible { outline: 2px solid var(--positive); border-radius: 6px; }
    ::-webkit-slider-runnable-track { height: 4px; border-radius: 2px; background: linear-gradient(to right, var(--ink) var(--done), var(--rule) var(--done)); }
    ::-webkit-slider-thumb { appearance: none; width: 20px; height: 20px; margin-top: -8px; border-radius: 50%; background: var(--ink); }
    ::-moz-range-track { height: 4px; border-radius: 2px; background: var(--rule); } ::-moz-range-progress { height: 4px; border-radius: 2px; background: var(--ink); }
    ::-moz-range-thumb { width: 20px; height: 20px; border: 0; border-radius: 50%; background: var(--ink); }
    .both { display: grid; grid-template-columns: minmax(0, 380px) minmax(200px, 1fr); gap: 8px 28px; align-items: start; margin-top: 4px; }
    .strong { paint-order: stroke; stroke: var(--page); stroke-width: 6px; } polyline { stroke: var(--ink); stroke-width: 2.5; stroke-linejoin: miter; } .drop { stroke: var(--ink3); stroke-dasharray: 1.5 4.5; stroke-width: 2; } circle { fill: var(--ink); }
    dl { margin: 6px 0 0; } dt { font-size: 17px; color: var(--ink2); } dd { margin: 0 0 8px; padding-bottom: 6px; border-bottom: 1px solid var(--rule); font-size: 29px; font-weight: 600; line-height: 1.15; } dd small { display: block; font-size: 17px; font-weight: 400; color: var(--ink2); }
    p { margin: 0; font-size: 17px; color: var(--ink2); }
    @container (max-width: 560px) { .both { grid-template-columns: minmax(0, 1fr); } dl { display: grid; grid-template: auto 1fr auto 1fr / 1fr 1fr; grid-auto-flow: column; column-gap: 20px; } dd { font-size: 26px; } dd small { font-size: 16px; } }
  `;
  static html =
    `<label>Answer only where the confidence is at least <b></b><input type="range" min="0"></label>
    <div class="both"><svg role="img"></svg><dl><dt>answered</dt><dd class="answered"></dd><dt>right, of these</dt><dd class="right"></dd><dt>“I don’t know”</dt><dd class="refused"></dd><dt>mistakes that remain</dt><dd class="remain"></dd></dl></div><p class="note"></p>`;

  constructor() {
    super();
    const slider = this.find("input");
    slider.oninput = () => {
      this.at = Number(slider.value);
      this.refresh();
    };
    slider.onchange = () => this.tell("at", this.at);
  }
  paint() {
    const { images, thresholds, answered, right, temperature } = this.data;
    const slider = this.find("input");
    // The server's value counts only at first; then the slider is the visitor's.
    this.at ??= this.data.at;
    const at = this.at;
    const n = answered[at];
    const wrong = n - right[at];
    const all = images - right[0];
    const refused = images - n;
    const text = (k) => count(k);
    const share = (part, whole) => (whole ? percent(part / whole) : "–");
    const threshold = `${Number((100 * thresholds[at]).toFixed(1))} %`;
    slider.max = thresholds.length - 1;
    slider.value = at;
    slider.style.setProperty("--done", `${(100 * at) / slider.max}%`);
    slider.setAttribute("aria-valuetext", threshold);
    this.write("label b", threshold);
    this.fill(".answered", share(n, images), `${text(n)} of ${text(images)} images`);
    this.fill(".right", share(right[at], n), `${share(right[0], images)} without a threshold`);
    this.fill(
      ".refused",
      text(refused),
      refused ? `${text(all - wrong)} wrong, ${text(right[0] - right[at])} right` : "",
    );
    this.fill(".remain", text(wrong), `of ${text(all)}`);
    this.write(".note", temperature ? `The confidence is that at T = ${temperature}.` : "");
    this.draw(images, answered, right, at);
  }
  fill(place, value, more) {
    const node = this.find(place);
    if (!node.firstChild) node.append(document.createTextNode(""), document.createElement("small"));
    if (node.firstChild.data !== value) node.firstChild.data = value;
    setText(node.querySelector("small"), more);
  }
  draw(images, answered, right, at) {
    const svg = this.find("svg");
    const width = svg.clientWidth || 360;
    const left = 36;
    const end = width - 16;
    const top = 12;
    const base = top + Math.min(end - left, 300);
    const points = answered
      .map((n, k) => [n / images, right[k] / n])
      .filter(([coverage]) => coverage > 0);
    // From the round number below the lowest accuracy up to 100 %.
    const least = Math.min(...points.map(([, accuracy]) => accuracy));
    const low = Math.min(0.9, Math.floor(least * 10) / 10);
    const step = low >= 0.9 ? 0.02 : low >= 0.6 ? 0.1 : 0.2;
    const x = scale({ low: 0, high: 1 }, left, end);
    const y = scale({ low, high: 1 }, base, top);
    const tick = (v) => [v, Math.round(100 * v)];
    const out = [
      yAxis(
        range(0, 1 - low, step).map((v) => tick(1 - v)),
        y,
        left,
        end,
        8,
      ),
      xAxis(range(0, 1, 0.2).map(tick), x, base + 20),
      text(end, base + 42, "answered, %", "end", "strong"),
      polyline(
        points.map(([coverage, accuracy]) => [x(coverage), y(accuracy)]),
        "",
      ),
    ];
    if (answered[at]) {
      const [cx, cy] = [x(answered[at] / images), y(right[at] / answered[at])];
      out.push(line("drop", cx, cy, cx, base), line("drop", left, cy, cx, cy), dot("", cx, cy, 9));
    }
    out.push(text(left + 8, base - 10, "% right of the answers", "start", "strong"));
    const said = "Share of the answers that is right against the share answered";
    draw(svg, width, base + 48, said, out);
  }
}
define("ten-doubt", TenDoubt);
