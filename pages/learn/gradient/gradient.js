// <ten-graph>: the computational graph x -> z -> a -> L with its values, inputs to edit, and the
// local derivatives on the edges of the chosen path. Downwards where it is narrow.

import { define, setText, TenElement } from "../../shared/components/element.js";
import { onPress } from "../../shared/components/pointer.js";

const GRAPH_EDGES = [
  "x1-z1",
  "x1-z2",
  "x2-z1",
  "x2-z2",
  "z1-a1",
  "z1-a2",
  "z2-a1",
  "z2-a2",
  "a1-L",
  "a2-L",
];
const GRAPH_EDITED = {
  x1: "input 1",
  x2: "input 2",
  w11: "weight of class 1, input 1",
  w12: "weight of class 1, input 2",
  w21: "weight of class 2, input 1",
  w22: "weight of class 2, input 2",
  b1: "bias of class 1",
  b2: "bias of class 2",
  y1: "label 1",
  y2: "label 2",
};
// In a lecture the edges are lit by path; each edge has the number of its step. The last edge of
// the first path is that of the second, too.
const GRAPH_PATHS = { first: [0, 1, 2], second: [2, 3, 4] };
const graphSubscript = (name) => name.replace(/\d/g, (d) => "₀₁₂₃₄₅₆₇₈₉"[d]);

class TenGraph extends TenElement {
  static formula = true;
  static css = `
    .stage { position: relative; } svg { display: block; position: absolute; inset: 0; overflow: visible; }
    .edge { stroke: var(--rule); stroke-width: 1.5; } .edge.path { stroke: var(--ink3); } .edge.walked { stroke: var(--ink); stroke-width: 3; }
    .glow { stroke: var(--mark); stroke-width: 16; stroke-linecap: round; }
    .press { cursor: pointer; } .press:focus-visible { outline: 2px solid var(--positive); border-radius: 4px; }
    .press rect { fill: var(--page); } .press.lit rect { fill: var(--mark); }
    .press text { font-size: 16px; fill: var(--ink2); text-anchor: middle; } .press .slope { font-weight: 700; fill: var(--ink); }
    .node, label.weight { position: absolute; transform: translate(-50%, -50%); background: var(--page); }
    .node { border: 1px solid var(--ink3); border-radius: 8px; padding: 7px 10px; width: 112px; font-size: 18px; text-align: center; white-space: nowrap; }
    .node.lit { background: var(--mark); } .node b { font-weight: 700; } .node label { display: block; margin-top: 5px; font-size: 17px; color: var(--ink2); }
    .node.x label { margin: 0; font-size: 18px; color: var(--ink); }
    label.weight { font-size: 17px; color: var(--ink2); padding: 2px 4px; white-space: nowrap; } label.weight.chosen { color: var(--ink); font-weight: 700; }
    input { font: inherit; color: var(--ink); width: 50px; height: 30px; padding: 0 4px; text-align: center; background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; }
    .chosen input { border-color: var(--ink); } input:hover { border-color: var(--ink3); } input:focus-visible { outline: 2px solid var(--positive); outline-offset: 1px; }
    .message { min-height: 24px; font-size: 17px; color: var(--ink); } .message:not(:empty)::before { content: "→ "; }
    .head { position: absolute; transform: translateX(-50%); font-size: 16px; color: var(--ink2); white-space: nowrap; }
    :host([narrow]) .node { width: 118px; } :host([narrow]) .head { display: none; }
  `;
  static html =
    `<div class="stage"><svg role="group" aria-label="Edges of the graph"></svg><div class="nodes"></div></div><div class="message" role="status"></div>`;

  constructor() {
    super();
    const cell = (name) =>
      `<label data-name="${name}" ${name[0] === "w" ? 'class="weight"' : ""}>${graphSubscript(name)} <input inputmode="decimal" autocomplete="off" data-input="${name}" aria-label="${graphSubscript(name)}, ${GRAPH_EDITED[name]}"></label>`;
    const node = (name, more) =>
      `<div class="node ${name[0]}" data-node="${name}">${name[0] === "x" ? "" : `${graphSubscript(name)} = <b></b>`}${more ? cell(more) : ""}</div>`;
    this.find(".nodes").innerHTML =
      ["inputs", "logits", "probabilities", "loss"]
        .map((word) => `<span class="head">${word}</span>`)
        .join("") +
      [1, 2].map((i) => node(`x${i}`, `x${i}`)).join("") +
      ["w11", "w12", "w21", "w22"].map(cell).join("") +
      [1, 2].map((j) => node(`z${j}`, `b${j}`)).join("") +
      [1, 2].map((j) => node(`a${j}`, `y${j}`)).join("") +
      node("L");
    for (const input of this.findAll("input")) {
      input.oninput = () => {
        input.dataset.typing = "1";
      };
      input.onchange = () => this.edit(input, input.value);
      input.onfocus = () => input.select();
      input.onkeydown = (event) => {
        const by = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key];
        const value = Number(input.value.replace("−", "-"));
        if (by && Number.isFinite(value)) {
          event.preventDefault();
          this.edit(input, String(Math.round((value + by) * 1e6) / 1e6));
        }
      };
    }
  }
  edit(input, text) {
    delete input.dataset.typing;
    this.tell("edited", input.dataset.input, text);
  }
  places() {
    const width = this.clientWidth || 800;
    const narrow = width < 600;
    const out = { width, narrow };
    if (narrow) {
      const left = width * 0.25;
      const right = width * 0.75;
      Object.assign(out, {
        height: 690,
        x1: [left, 26],
        x2: [right, 26],
        z1: [left, 226],
        z2: [right, 226],
        a1: [left, 440],
        a2: [right, 440],
        L: [width / 2, 640],
      });
    } else {
      const top = 64;
      const low = this.room ? this.room - 66 : 246;
      const columns = [58, width * 0.43, width * 0.715, width - 58];
      Object.assign(out, {
        height: low + 38,
        columns,
        x1: [columns[0], top],
        x2: [columns[0], low],
        z1: [columns[1], top],
        z2: [columns[1], low],
        a1: [columns[2], top],
        a2: [columns[2], low],
        L: [columns[3], (top + low) / 2],
      });
    }
    return out;
  }
  paint() {
    const { inputs, nodes, edges, weight, lit_nodes, message } = this.data;
    const at = this.places();
    const { narrow } = at;
    this.toggleAttribute("narrow", narrow);
    this.find(".stage").style.height = `${at.height}px`;
    const put = (node, [x, y]) => {
      node.style.left = `${x}px`;
      node.style.top = `${y}px`;
    };
    for (const node of this.findAll(".node")) {
      put(node, at[node.dataset.node]);
      node.classList.toggle("lit", lit_nodes.includes(node.dataset.node));
      if (node.querySelector("b")) setText(node.querySelector("b"), nodes[node.dataset.node]);
    }
    if (!narrow)
      this.findAll(".head").forEach((head, i) =>
        put(head, [at.columns[i], i === 3 ? at.L[1] - 48 : 4]),
      );
    /** @returns {[number, number, number, number]} */
    const ends = (edge) => {
      const [from, to] = edge.split("-");
      const [x0, y0] = at[from];
      const [x1, y1] = at[to];
      return narrow
        ? [x0, y0 + (from[0] === "x" ? 22 : 40), x1, y1 - (to === "L" ? 20 : 40)]
        : [x0 + 56, y0, x1 - 56, y1];
    };
    /** @returns {[number, number]} */
    const along = ([x0, y0, x1, y1], t) => [x0 + (x1 - x0) * t, y0 + (y1 - y0) * t];
    const straight = (edge) => edge[1] === edge[4];
    for (const label of this.findAll("label.weight")) {
      const name = label.dataset.name;
      const edge = `x${name[2]}-z${name[1]}`;
      put(
        label,
        along(ends(edge), narrow ? (straight(edge) ? 0.8 : 0.22) : straight(edge) ? 0.36 : 0.24),
      );
      label.classList.toggle("chosen", name === weight);
    }
    for (const input of this.findAll("input"))
      if (!input.dataset.typing && input.value !== inputs[input.dataset.input])
        input.value = inputs[input.dataset.input];
    const lines = [];
    const labels = [];
    const path = GRAPH_PATHS[this.showing];
    for (const edge of GRAPH_EDGES) {
      const found = edges[edge] && { ...edges[edge] };
      if (found && this.room) {
        found.lit = Boolean(path?.includes(found.step));
        found.walked = found.lit || !path;
      }
      const line = ends(edge);
      const xy = `x1="${line[0]}" y1="${line[1]}" x2="${line[2]}" y2="${line[3]}"`;
      if (found?.lit) lines.push(`<line class="glow" ${xy}/>`);
      lines.push(
        `<line class="edge ${found ? "path" : ""} ${found && (found.walked || found.lit) ? "walked" : ""}" data-edge="${edge}" ${xy}/>`,
      );
      if (!found) continue;
      const t =
        edge[0] === "x"
          ? narrow
            ? straight(edge)
              ? 0.36
              : 0.62
            : 0.74
          : edge[0] === "a"
            ? narrow
              ? 0.42
              : 0.46
            : straight(edge)
              ? 0.5
              : narrow
                ? 0.6
                : 0.58;
      const [x, y] = along(line, t);
      const wide = Math.max(found.name.length - 1.5, found.value.length) * 8.2 + 14;
      labels.push(`<g class="press ${found.lit ? "lit" : ""}" data-step="${found.step}" tabindex="0" role="button" aria-label="${found.name} = ${found.value}">
        <rect x="${x - wide / 2}" y="${y - 22}" width="${wide}" height="44" rx="6"/><text x="${x}" y="${y - 4}">${found.name}</text><text class="slope" x="${x}" y="${y + 16}">${found.value}</text></g>`);
    }
    const svg = this.find("svg");
    const focused = this.focused?.dataset.step;
    svg.setAttribute("width", at.width);
    svg.setAttribute("height", at.height);
    svg.innerHTML = lines.join("") + labels.join("");
    for (const label of this.findAll(".press")) {
      onPress(label, () => this.tell("pressed", Number(label.dataset.step)));
      if (label.dataset.step === focused) label.focus();
    }
    this.write(".message", message);
    this.dataset.lit = GRAPH_EDGES.filter((edge) => edges[edge]?.lit).join(" ");
  }
}
define("ten-graph", TenGraph);

// <ten-digits>: numbers below each other; the digits that agree with the first are dark.
class TenDigits extends TenElement {
  static formula = true;
  static css = `
    div { display: grid; grid-template-columns: auto auto 1fr; gap: 8px 24px; align-items: baseline; font-size: 18px; color: var(--ink2); white-space: nowrap; } :host([staged]) div { gap: 40px 24px; }
    b { font-size: 21px; font-weight: 600; color: var(--ink); } i { font-style: normal; color: var(--ink3); font-weight: 400; } strong { color: var(--ink); font-weight: 600; }
    :host([narrow]) div { grid-template-columns: auto auto; gap: 2px 12px; justify-content: space-between; } :host([narrow]) b { grid-column: 1 / -1; margin-bottom: 10px; }
  `;
  static html = `<div></div>`;
  paint() {
    const { rows } = this.data;
    const first = rows[0].value;
    const narrow = (this.clientWidth || 600) < 480;
    const box = this.find("div");
    this.toggleAttribute("narrow", narrow);
    box.replaceChildren();
    const add = (tag, text, style) => {
      const node = box.appendChild(document.createElement(tag));
      node.textContent = text;
      if (style) node.className = style;
      return node;
    };
    for (const { name, value, note } of rows) {
      let same = 0;
      while (same < value.length && value[same] === first[same]) same++;
      add("span", name, "name");
      if (narrow) add("strong", note);
      add("b", value.slice(0, same)).append(
        Object.assign(document.createElement("i"), { textContent: value.slice(same) }),
      );
      if (!narrow) add("strong", note);
    }
  }
}
define("ten-digits", TenDigits);
