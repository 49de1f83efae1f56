// <ten-versus>: rows of ten pictures on one scale, one column a digit.

import "../shared/components/legend.js";
import { escaped } from "../shared/components/axes.js";
import { define, TenElement } from "../shared/components/element.js";
import { IMAGE_CSS, paintSigned, signedBytes } from "../shared/components/images.js";
import { swatch } from "./line_style.js";

class TenVersus extends TenElement {
  static css = `
    .grid { display: grid; grid-template-columns: minmax(130px, 190px) repeat(10, minmax(0, 1fr)); gap: 8px 10px; align-items: center; }
    .grid b { text-align: center; font-size: 22px; } .name { font-size: 17px; font-weight: 600; overflow-wrap: anywhere; line-height: 1.25; } .name svg { display: block; width: 46px; height: 10px; margin-bottom: 4px; }
    ${IMAGE_CSS}
    ten-legend { margin-top: 14px; }
    @container (max-width: 760px) { .grid { grid-template-columns: repeat(5, minmax(0, 1fr)); } .grid .name { grid-column: 1 / -1; margin-top: 10px; } .grid > b { display: none; } }
    .frame { container-type: inline-size; }
  `;
  static html = `<div class="frame"><div class="grid"></div><ten-legend></ten-legend></div>`;
  paint() {
    const { rows, limit } = this.data;
    const grid = this.find(".grid");
    grid.replaceChildren(
      document.createElement("span"),
      ...Array.from({ length: 10 }, (_, digit) =>
        Object.assign(document.createElement("b"), { textContent: digit }),
      ),
    );
    for (const { name, slot, values } of rows) {
      const label = Object.assign(document.createElement("div"), { className: "name" });
      label.innerHTML = (slot === null ? "" : swatch(slot, 10)) + escaped(name);
      grid.append(label);
      const all = signedBytes(values);
      for (let digit = 0; digit < 10; digit++) {
        const canvas = document.createElement("canvas");
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", `${name}, digit ${digit}`);
        paintSigned(canvas, all.subarray(784 * digit, 784 * (digit + 1)), this.palette);
        grid.append(canvas);
      }
    }
    this.find("ten-legend").show({ limit, note: "One scale for all three rows." });
  }
}
define("ten-versus", TenVersus);
