// <ten-progress>, in every chapter: its number, and which chapters were visited.

import { define, TenElement } from "../shared/components/element.js";

class TenProgress extends TenElement {
  static css = `
    div { display: flex; align-items: center; gap: 20px; min-height: 44px; font-size: 18px; color: var(--ink2); white-space: nowrap; }
    b { font-weight: 600; color: var(--ink); } ol { display: flex; gap: 6px; flex: 1; margin: 0; padding: 0; list-style: none; }
    li { height: 8px; border-radius: 4px; background: var(--rule); flex: 1; } li.visited { background: var(--ink3); } li.here { background: var(--ink); flex: 2; }
    @media (max-width: 640px) { i { display: none; } div { font-size: 17px; gap: 12px; min-height: 44px; } }
  `;
  static html = `<div><b></b><ol aria-hidden="true"></ol><i style="font-style:normal"></i></div>`;
  paint() {
    const { number, of, visited, minutes } = this.data;
    // Streamlit keeps the scroll position from page to page; a chapter begins at its beginning.
    if (this.number !== number) document.querySelector(".stMain")?.scrollTo(0, 0);
    this.number = number;
    this.write("b", `Chapter ${number} of ${of}`);
    this.write("i", `about ${minutes} minutes`);
    this.find("ol").innerHTML = visited
      .map((seen, i) => `<li class="${i + 1 === number ? "here" : seen ? "visited" : ""}"></li>`)
      .join("");
  }
}
define("ten-progress", TenProgress);
