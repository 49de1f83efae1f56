// The moment of the run that all elements of the Weights page show.

import { TenElement } from "../shared/components/element.js";
import { signedBytes } from "../shared/components/images.js";

export const moment = {
  at: Infinity,
  shown: new Set(),
  go(at) {
    this.at = at;
    for (const element of this.shown) element.showMoment();
  },
};

// An element with data for a number of moments, which repaints when another moment is chosen.
export class TenMoment extends TenElement {
  /** @type {any} */ kept = {};

  connectedCallback() {
    super.connectedCallback();
    moment.shown.add(this);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    moment.shown.delete(this);
  }
  get last() {
    return this.data.moments - 1;
  }
  get at() {
    return Math.min(moment.at, this.last);
  }
  showMoment() {
    if (!this.data) return;
    this.paintMoment(this.at);
    this.dataset.moment = String(this.at);
  }
  paint() {
    this.prepare();
    this.showMoment();
  }
  prepare() {}
  /** @param {number} _at */
  paintMoment(_at) {}
  // Signed bytes of the data, unpacked once and cached.
  unpacked(name) {
    const text = this.data[name].values;
    if (this.kept[name]?.text !== text) this.kept[name] = { text, values: signedBytes(text) };
    return this.kept[name].values;
  }
}

export const SIZE = 784;
