// <ten-feed>: passes the data of one tick on to the elements that show it.

import { define, TenElement } from "../components/element.js";
import { elementsByTag, showInOrder } from "../components/hand_over.js";

class TenFeed extends TenElement {
  static css = ":host { display: none; }";

  /** @param {Record<string, object>} data by tag, without `ten-` */
  show(data) {
    for (const [tag, changed] of Object.entries(data)) {
      const element = elementsByTag.get(`ten-${tag}`);
      element?.ready.then(() => showInOrder(element, changed));
    }
  }
}
define("ten-feed", TenFeed);
