// The numbers of one place of the plane, and how the weights grow, as markup.

import { dot, line, polyline, scale, text } from "../../shared/components/axes.js";
import { probabilitiesOf } from "../../shared/components/model.js";
import { count, fixed, percent, signed, signOf, tick } from "../../shared/components/numbers.js";
import { arrowNote } from "./drawing.js";
import { FEATURES, featuresOf, logitsAt, roundedTerms } from "./learning.js";
import { LETTERS } from "./points.js";
import { MOST_STEPS } from "./training.js";

/** A feature's name, with its index set as in the formulae. */
const symbol = (/** @type {string} */ name) =>
  name
    .replace(/x/g, "<i>x</i>")
    .replace(/[₁₂]/g, (c) => `<sub>${"₁₂".indexOf(c) + 1}</sub>`)
    .replace(/²/g, "<sup>2</sup>");

const probability = (v) => v.toFixed(2).replace(/^0/, "");

/** A positive number of any size. */
const amount = (v) => {
  if (v && v < 0.005) return "<.01";
  return v < 100 ? fixed(v, 2) : v < 1e4 ? fixed(v, 0) : tick(Number(v.toPrecision(2)));
};

/** e^z of each class and their sum, as printed; small ones are rounded so that they add up. */
const exponentials = (/** @type {number[]} */ z) => {
  const e = z.map((v) => Math.exp(Math.min(v, 700)));
  const total = e.reduce((sum, v) => sum + v, 0);
  if (total >= 100 || e.some((v) => v < 0.005)) return { e: e.map(amount), total: amount(total) };
  const rounded = roundedTerms(e, 2);
  return { e: rounded.terms.map(amount), total: amount(rounded.total) };
};

const signedCell = (v) => {
  const words = signed(v, 2);
  return `<td class="${signOf(words)}">${words}</td>`;
};

/** Terms of each logit, rounded so that they add up to it as printed: (h, m + 1), and (h,). */
const termsAt = (weights, x) =>
  weights.W.map((row, k) => roundedTerms([...row.map((w, i) => w * x[i]), weights.b[k]], 2));

/**
 * The table: a column for each class, from the terms of its logit to its probability.
 * @param {import("./learning.js").Weights[]} weights of softmax and of the sigmoids
 * @param {string} kind
 * @param {{ x: number, y: number }} place
 * @param {string[]} greys
 */
export const tableAt = ([softmax, sigmoid], kind, place, greys) => {
  const x = featuresOf(kind, place.x, place.y);
  const terms = termsAt(softmax, x);
  const z = logitsAt(softmax, x);
  const largest = Math.max(...z);
  const { e, total } = exponentials(z);
  const a = roundedTerms(probabilitiesOf(z, "softmax"), 2, 1).terms;
  const yes = probabilitiesOf(logitsAt(sigmoid, x), "sigmoid");
  const top = z.indexOf(largest);
  const row = (name, cells, sum = "", more = "") =>
    `<tr class="${more}"><th scope="row">${name}</th>${cells.join("")}<td class="sum">${sum}</td></tr>`;
  const head = z.map(
    (_, k) =>
      `<th scope="col" class="${k === top ? "top" : ""}"><span style="background:${greys[k]}"></span>${LETTERS[k]}</th>`,
  );
  const plainCell = (words, k) => `<td class="${k === top ? "top" : ""}">${words}</td>`;
  return `<thead><tr><td></td>${head.join("")}<td class="sum">sum</td></tr></thead><tbody>${[
    ...FEATURES[kind].map((name, i) =>
      row(
        `<i>w</i><sub>${i + 1}</sub> ${symbol(name)}`,
        terms.map(({ terms: each }) => signedCell(each[i])),
      ),
    ),
    row(
      "<i>b</i>",
      terms.map(({ terms: each }) => signedCell(each[each.length - 1])),
    ),
    row(
      "<i>z</i>",
      terms.map(({ total: each }) => signedCell(each)),
      "",
      "logits",
    ),
    row("<i>e</i><sup>z</sup>", e.map(plainCell), total),
    row("<i>a</i>", a.map(probability).map(plainCell), "1.00", "outputs"),
    row(
      "<i>σ</i>(<i>z</i>)",
      yes.map((v) => `<td>${probability(v)}</td>`),
      yes.reduce((sum, v) => sum + v, 0).toFixed(2),
      "sigmoids",
    ),
  ].join("")}</tbody>`;
};

/**
 * The probability of the most probable class, with its formula filled in.
 * @param {import("./learning.js").Weights} softmax
 * @param {string} kind
 * @param {{ x: number, y: number }} place
 */
export const formulaAt = (softmax, kind, place) => {
  const z = logitsAt(softmax, featuresOf(kind, place.x, place.y));
  const top = z.indexOf(Math.max(...z));
  const { e } = exponentials(z);
  const a = roundedTerms(probabilitiesOf(z, "softmax"), 2, 1).terms[top];
  const where = `<i>x</i> = (${fixed(place.x, 2)}, ${fixed(place.y, 2)})`;
  return `<span><mark>${where}</mark></span> <span><i>a</i><sub>${LETTERS[top]}</sub> = <span class="fraction"><span>${e[top]}</span><span>${e.join(" + ")}</span></span> ≈ <b>${probability(a)}</b></span>`;
};

const NAMES = ["softmax", "sigmoids"];

/**
 * ‖W‖ of both heads against the steps, which are on a logarithmic axis.
 * @param {number[][]} records step, and a norm for each head
 * @param {number} width
 * @param {number} height
 */
export const growthChart = (records, width, height) => {
  const first = records[0] ?? [1, 0, 0];
  const last = records.at(-1) ?? first;
  const end = Math.max(10, last[0]);
  const high = Math.max(1, ...records.flatMap(([, ...norms]) => norms)) * 1.3;
  const right = width - 8;
  const x = scale({ low: 1, high: end, log: true }, 34, right);
  const y = scale({ low: 0, high }, height - 30, 12);
  const ticks = [1, 10, 100, 1_000, 10_000].filter((v) => v <= end && x(v) < right - 72);
  const lines = NAMES.map((_, k) => records.map((record) => [x(record[0]), y(record[k + 1])]));
  // One name above the upper line, the other below the lower one.
  const ends = NAMES.map((_, k) => y(last[k + 1]));
  const upper = ends[0] <= ends[1] ? 0 : 1;
  return [
    line("grid", 34, y(0), right, y(0)),
    text(28, y(0) + 5, "0", "end"),
    text(28, y(high / 1.3) + 5, fixed(high / 1.3, high < 20 ? 1 : 0), "end"),
    ...ticks.map((v) => text(x(v), height - 8, v.toLocaleString("en"), "middle")),
    text(right, height - 8, "steps", "end"),
    ...lines.flatMap((points, k) => {
      const name = k ? "second" : "first";
      if (!points.length) return [];
      const [cx, cy] = points[points.length - 1];
      const at = k === upper ? cy - 10 : Math.min(height - 36, cy + 30);
      const left = cx < 150; // early in the training
      return [
        polyline(points, name),
        dot(name, cx, cy, 4),
        text(
          left ? cx + 8 : cx,
          at,
          `${NAMES[k]} ${fixed(last[k + 1], 2)}`,
          left ? "start" : "end",
          k ? "halo" : "strong halo",
        ),
      ];
    }),
  ];
};

/**
 * What the training has come to, in words.
 * @param {import("./training.js").Training} training
 * @param {number} correct
 * @param {boolean} running
 */
export const progressOf = ({ settings, steps, flat, weights, points }, correct, running) => {
  const note = arrowNote(weights[0].W, settings.kind);
  if (flat) return `At the optimum after ${count(steps)} steps. ${note}`;
  if (steps >= MOST_STEPS) {
    const growing = !settings.l2 && correct === points.length;
    const why = growing ? " Without l2 the weights would grow for ever." : "";
    return `Stopped after ${count(MOST_STEPS)} steps.${why} ${note}`;
  }
  return running ? note : `${percent(correct / points.length, 0)} right. ${note}`;
};
