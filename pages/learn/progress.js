// <ten-progress>, in every chapter: its number, and links to all chapters.

import { define, setLength, setText, TenElement } from "../shared/components/element.js";

class TenProgress extends TenElement {
  static css = `
    nav { display: flex; align-items: center; gap: 20px; min-height: 44px; font-size: 18px; color: var(--ink2); white-space: nowrap; }
    b { font-weight: 600; color: var(--ink); } ol { display: flex; flex: 1; margin: 0; padding: 0; list-style: none; } span { white-space: nowrap; }
    li { flex: 1; min-width: 44px; } li.here { flex: 2; }
    a { display: block; height: 44px; padding: 0 3px; color: var(--ink2); font-size: 16px; line-height: 22px; padding-top: 4px; text-decoration: none; text-align: center; }
    a::after { content: ""; display: block; height: 8px; border-radius: 4px; background: var(--rule); }
    a:hover { color: var(--ink); } a:hover::after { background: var(--secondary); } a:focus-visible { outline: 2px solid var(--positive); border-radius: 6px; }
    .done a::after { background: var(--ink3); } .here a { color: var(--ink); font-weight: 600; } .here a::after { background: var(--ink); }
    :host([narrow]) nav { gap: 0 12px; font-size: 17px; flex-wrap: wrap; } :host([narrow]) span { display: none; }
    :host([narrow]) ol { display: grid; flex: 1 1 270px; grid-template-columns: repeat(6, minmax(44px, 1fr)); } :host([narrow]) li { flex: none; }
  `;
  static html = `<nav aria-label="Chapters"><b></b><ol></ol><span></span></nav>`;
  paint() {
    const { number, chapters, minutes } = this.data;
    this.toggleAttribute("narrow", (this.clientWidth || 1200) < 770);
    // Streamlit keeps the scroll position from page to page; a chapter begins at its beginning.
    if (this.number !== number) document.querySelector(".stMain")?.scrollTo(0, 0);
    this.number = number;
    this.write("b", `Chapter ${number} of ${chapters.length}`);
    this.write("span", `about ${minutes} minutes`);
    setLength(this.find("ol"), chapters.length, "<li><a></a></li>");
    this.findAll("a").forEach((link, i) => {
      const { title, address, done } = chapters[i];
      const here = i + 1 === number;
      link.parentNode.className = `${here ? "here" : ""} ${done ? "done" : ""}`;
      setText(link, done && !here ? `${i + 1} ✓` : String(i + 1));
      link.href = address;
      link.title = title;
      link.setAttribute("aria-label", `Chapter ${i + 1}, ${title}${done ? ", done" : ""}`);
      link.toggleAttribute("aria-current", here);
      if (here) link.setAttribute("aria-current", "page");
      link.onclick = (event) => {
        // A new tab or window loads the address; here the session goes on.
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (!here) this.tell("opened", i + 1);
      };
    });
  }
}
define("ten-progress", TenProgress);
