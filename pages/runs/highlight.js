// Which run is highlighted, in all charts and tables of the page: by pointer, touch or focus.

/** @type {number | null} the slot of its line */
let slot = null;
/** @type {Set<() => void>} */
const listeners = new Set();

export const highlighted = () => slot;

/** @param {number | null} next */
export const highlight = (next) => {
  if (next === slot) return;
  slot = next;
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
