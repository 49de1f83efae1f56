// Which run is highlighted, in all charts and tables of the page: by pointer, touch or focus.

import { TenElement } from "../shared/components/element.js";

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

/** An element that marks the highlighted run. */
export class TenHighlighted extends TenElement {
  constructor() {
    super();
    this.onHighlight = () => this.mark();
  }
  connectedCallback() {
    super.connectedCallback();
    listeners.add(this.onHighlight);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    listeners.delete(this.onHighlight);
  }
  /** Show which run is highlighted; called at each change. */
  mark() {}
}
