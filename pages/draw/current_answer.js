// What <ten-answer> shows now. <ten-push> starts from it.

/**
 * @typedef {object} Answer
 * @property {Float64Array | null} x the 784 values that the model sees; null if blank
 * @property {import("../shared/components/model.js").Model} model
 * @property {boolean} live whether it was computed in the browser
 */

/** @type {Answer | null} */
let answer = null;
/** @type {Set<() => void>} */
const listeners = new Set();

export const currentAnswer = () => answer;

/** @param {Answer} next */
export const publish = (next) => {
  answer = next;
  for (const listener of listeners) listener();
};

/**
 * @param {() => void} listener called at each change
 * @returns {() => void} ends the subscription
 */
export const subscribe = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
