// The controls and the style of <ten-plane>.

import { CHART_CSS } from "../../shared/components/axes.js";
import "../../shared/components/term.js";
import { plain } from "../../shared/components/numbers.js";
import { LETTERS, PRESETS } from "./points.js";
import { PENALTIES, RATES } from "./training.js";

export const CSS = `${CHART_CSS}
  :host { scroll-margin-top: 72px; }
  .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 10px 16px; margin: 0 0 14px; font-size: 17px; color: var(--ink2); }
  .tops { justify-content: space-between; } .tops .bar { margin: 0; }
  .switch { max-width: 100%; flex-wrap: wrap; } .switch button { min-width: 40px; min-height: 42px; font-size: 17px; }
  .go, .plain { font: inherit; font-size: 17px; min-height: 42px; padding: 0 16px; border-radius: 8px; border: 1px solid var(--rule); background: none; color: var(--ink); cursor: pointer; }
  .go { background: var(--chosen); color: var(--on-chosen); border-color: var(--chosen); font-weight: 600; min-width: 92px; } .plain:disabled { color: var(--ink3); opacity: .6; cursor: not-allowed; }
  label { display: inline-flex; align-items: center; gap: 8px; white-space: nowrap; }
  select, textarea { font: inherit; font-size: 17px; color: var(--ink); background: var(--page); border: 1px solid var(--secondary); border-radius: 6px; min-height: 42px; padding: 4px 8px; }
  input { width: 20px; height: 20px; accent-color: var(--chosen); } :focus-visible { outline: 2px solid var(--positive); outline-offset: 2px; }
  .planes { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 372px; gap: 10px 28px; align-items: start; }
  figure { margin: 0; min-width: 0; } figcaption { display: flex; flex-wrap: wrap; gap: 0 10px; align-items: baseline; min-height: 32px; font-size: 16px; color: var(--ink2); }
  figcaption b { font: 600 22px "Source Serif", serif; color: var(--ink); }
  canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--ink3); touch-action: pan-y; user-select: none; -webkit-user-select: none; }
  .side { min-width: 0; } .formula { display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: center; min-height: 62px; font-size: 18px; margin: 0; color: var(--ink); } mark { background: var(--mark); color: var(--ink); border-radius: 4px; padding: 2px 6px; }
  .formula > span { white-space: nowrap; } .fraction { display: inline-flex; flex-direction: column; vertical-align: middle; text-align: center; font-size: 16px; } .fraction > :first-child { border-bottom: 1px solid var(--ink); }
  i { font-family: KaTeX_Math, "Source Serif", serif; } sub, sup { font-size: .75em; line-height: 0; }
  table { border-collapse: collapse; width: 100%; font-size: 17px; } td, th { text-align: right; padding: 3px 0 3px 8px; font-weight: 400; white-space: nowrap; } tbody th { text-align: left; padding-left: 0; color: var(--ink2); }
  thead th { font-weight: 600; font-size: 18px; } thead th span { display: inline-block; width: 15px; height: 15px; margin-right: 6px; border: 1px solid var(--ink3); vertical-align: -2px; }
  .sum { color: var(--ink2); } .top { font-weight: 700; color: var(--ink); } .logits td, .logits th, .sigmoids td, .sigmoids th { border-top: 1px solid var(--rule); } .outputs td { font-weight: 600; }
  .growth { margin-top: 14px; border-top: 1px solid var(--rule); padding-top: 8px; } .growth p { margin: 0 0 2px; font-size: 17px; color: var(--ink2); }
  polyline { stroke-width: 2.5; } .first { stroke: var(--ink); } circle.first { fill: var(--ink); } .second { stroke: var(--secondary); } circle.second { fill: var(--secondary); }
  .status { font-size: 17px; color: var(--ink2); margin: 12px 0 0; min-height: 22px; } .status:empty { min-height: 22px; } .keys { font-size: 16px; color: var(--ink2); margin: 4px 0 0; }
  .run { margin-top: 14px; margin-bottom: 0; } .count { min-width: 118px; color: var(--ink); }
  details { margin-top: 10px; font-size: 17px; color: var(--ink2); } summary { cursor: pointer; min-height: 32px; } textarea { width: min(100%, 420px); height: 130px; display: block; margin: 8px 0; }
  :host([medium]) .planes { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } :host([medium]) .side { grid-column: 1 / -1; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 28px; } :host([medium]) .formula { grid-column: 1 / -1; } :host([medium]) .growth { border: 0; margin: 0; }
  :host([narrow]) .planes { grid-template-columns: minmax(0, 1fr); } :host([narrow]) .side { grid-row: 2; } :host([narrow]) .switch button { padding: 6px 10px; } :host([narrow]) table { font-size: 16px; }
  :host([staged]) :is(.tops, .keys, details, .extra, .status) { display: none; } :host([staged]) .planes { grid-template-columns: var(--square) minmax(0, 1fr); align-items: center; } :host([staged]) .run { margin-top: 6px; flex-wrap: nowrap; } :host([staged]) :is(.go, .plain, select) { min-height: 36px; padding: 0 10px; }
  :host([staged]) .bar { margin-bottom: 0; } :host([staged]) figcaption b { font-size: 20px; } :host([staged]) table { font-size: 19px; } :host([staged]) :is(sub, sup, .fraction) { font-size: 17px; } :host([staged]) :is(td, th) { padding-top: 1px; padding-bottom: 1px; } :host([staged]) .formula { font-size: 20px; min-height: 44px; } :host([staged]) .growth { border: 0; }
  :host([staged][data-part="heads"]) .side, :host([staged]:not([data-part="heads"])) .sigmoid { display: none; } :host([staged][data-part="heads"]) .planes { grid-template-columns: var(--square) var(--square); gap: 28px; justify-content: center; }
  :host([staged]:not([data-part="growth"])) .growth, :host([staged][data-part="growth"]) :is(table, .formula) { display: none; }
`;

const buttons = (entries) =>
  entries
    .map(([value, name]) => `<button type="button" value="${value}">${name}</button>`)
    .join("");
const options = (entries) =>
  entries.map(([value, name]) => `<option value="${value}">${name}</option>`).join("");
const numbered = (values) => options(values.map((v) => [v, plain(v)]));

const presets = Object.entries(PRESETS).map(([key, { name }]) => [key, name]);
const tools = [...LETTERS.map((letter, k) => [k, letter]), ["remove", "Remove"]];
const features = [
  ["plain", "x₁, x₂"],
  ["squares", "and x₁², x₂²"],
  ["product", "and x₁x₂"],
];

export const HTML = `
  <div class="bar tops"><div class="bar presets"><div class="switch" role="group" aria-label="Points to begin with">${buttons(presets)}</div>
    <label>classes <select class="classes">${options([2, 3, 4, 5].map((h) => [h, h]))}</select></label></div>
  <div class="bar tools"><span>A tap adds</span><div class="switch" role="group" aria-label="What a tap on the plane does">${buttons(tools)}</div>
    <button type="button" class="plain undo">Undo</button></div></div>
  <div class="planes">
    <figure class="softmax"><figcaption><b>Softmax</b><span></span></figcaption><canvas tabindex="0" role="application" aria-roledescription="plane of points" aria-describedby="keys"></canvas></figure>
    <figure class="sigmoid"><figcaption><b><span class="h"></span> sigmoids</b><span class="how"></span></figcaption><canvas role="img"></canvas></figure>
    <div class="side"><p class="formula"></p><table></table><div class="growth"><p><ten-term class="norm"></ten-term></p><svg role="img"></svg></div></div>
  </div>
  <div class="bar run"><button type="button" class="go">Train</button><button type="button" class="plain step">Step</button><button type="button" class="plain restart">From zero</button><span class="count"></span>
    <label>learning rate <select class="rate">${numbered(RATES)}</select></label><label>l2 <select class="l2">${numbered(PENALTIES)}</select></label>
    <label class="extra">features <select class="kind">${options(features)}</select></label><label class="extra"><input type="checkbox" class="bias"> bias b</label></div>
  <p class="status" role="status"></p>
  <p class="keys" id="keys">Between two greys lies a <ten-term class="boundary"></ten-term>. Drag a point; tap to add one. By keyboard: arrows move the yellow mark, Enter takes a point or adds one, A to E choose its class, Delete removes, full stop goes to the next point.</p>
  <details><summary>Your own numbers</summary><textarea aria-label="Points: x1, x2 and a class on each line" spellcheck="false" placeholder="5.1, 3.5, setosa"></textarea><button type="button" class="plain own">Use these points</button></details>
`;
