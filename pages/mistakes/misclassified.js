// <ten-misread>: the images of one cell of the confusion matrix, or of all mistakes.
class TenMisread extends TenElement {
  static css = `
    header { display: flex; align-items: center; gap: 8px 16px; min-height: 40px; flex-wrap: wrap; }
    h2 { font-size: 26px; flex: 1 1 auto; } button.all { font: inherit; font-size: 17px; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; min-height: 40px; padding: 0 14px; cursor: pointer; }
    .turn { display: flex; align-items: center; gap: 6px; font-size: 17px; color: var(--ink2); } .turn button { font: inherit; font-size: 20px; width: 44px; height: 40px; color: var(--ink); background: none; border: 1px solid var(--rule); border-radius: 8px; cursor: pointer; }
    button:disabled { color: var(--rule); cursor: default; } [hidden] { display: none !important; }
    header + header { margin-bottom: 12px; flex-wrap: nowrap; } .note { font-size: 17px; flex: 1 1 auto; }
    ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(84px, 1fr)); gap: 8px 12px; margin: 0; padding: 0; list-style: none; }
    canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    li div { font-size: 17px; color: var(--ink2); margin-top: 3px; white-space: nowrap; } b { color: var(--ink); font-weight: 600; margin-right: 6px; } b:empty { display: none; }
    @container (max-width: 520px) { ul { grid-template-columns: repeat(auto-fill, minmax(78px, 1fr)); gap: 8px; } li div { font-size: 16px; letter-spacing: -0.02em; } b { margin-right: 4px; } }
    :host { container-type: inline-size; }
  `;
  static html = `<header><h2 aria-live="polite"></h2><button type="button" class="all">All mistakes</button></header>
    <header><span class="note"></span><span class="turn"><button type="button" class="back" aria-label="The images before">‹</button><button type="button" class="on" aria-label="The next images">›</button></span></header><ul></ul>`;

  constructor() {
    super();
    this.part(".all").onclick = () => this.tell("chosen");
    this.part(".back").onclick = () => this.tell("page", this.data.page - 1);
    this.part(".on").onclick = () => this.tell("page", this.data.page + 1);
  }

  // Words and images change together, once the images are decoded.
  show(data) {
    if (!data.sprite || data.sprite === (this.data || {}).sprite) return super.show(data);
    const image = new Image();
    this.awaited = data.sprite;
    image.onload = () => {
      if (this.awaited !== data.sprite) return;
      this.image = image;
      super.show(data);
    };
    image.src = data.sprite;
  }

  paint() {
    const { chosen, total, page, first, labels, predicted, shares } = this.data, n = labels.length, list = this.part("ul");
    const [truth, read] = chosen || [], right = chosen && truth === read;
    setText(this.part("h2"), !chosen ? "The most confident mistakes" : right ? `${truth} read rightly` : `${truth} read as ${read}`);
    const which = `${total.toLocaleString("en")} image${total === 1 ? "" : "s"}`, order = right ? "the narrowest escape first" : "the most confident first";
    setText(this.part(".note"), !total ? "No image." : n === total ? `${which}, ${order}` : `${first.toLocaleString("en")}–${(first + n - 1).toLocaleString("en")} of ${total.toLocaleString("en")}, ${order}`);
    this.part(".all").hidden = !chosen;
    this.part(".turn").hidden = n === total;
    this.part(".back").disabled = page === 0;
    this.part(".on").disabled = first + n > total;
    while (list.children.length > n) list.lastChild.remove();
    while (list.children.length < n) list.insertAdjacentHTML("beforeend", `<li><canvas width="28" height="28" role="img"></canvas><div><b></b><span></span></div></li>`);
    const pixels = n ? this.pixels() : null, ink = rgb(this.palette.ink);
    labels.forEach((label, i) => {
      const item = list.children[i], canvas = item.querySelector("canvas"), image = new ImageData(28, 28);
      for (let k = 0; k < 784; k++) image.data.set([...ink, pixels[4 * (784 * i + k)]], 4 * k);
      canvas.getContext("2d").putImageData(image, 0, 0);
      canvas.setAttribute("aria-label", `A ${label}, read as ${predicted[i]}, with ${shares[i]} confidence`);
      setText(item.querySelector("b"), chosen ? "" : `${label} → ${predicted[i]}`);
      setText(item.querySelector("span"), shares[i]);
    });
    this.bringIntoView(String(chosen));
  }
  // On a phone the images lie below the matrix: who chooses a cell is shown the first row of them.
  bringIntoView(chosen) {
    const other = this.shown !== undefined && this.shown !== chosen;
    this.shown = chosen;
    if (!other) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    (this.part("li") || this.part("h2")).scrollIntoView({ block: "nearest", behavior });
  }
  // The grey levels of the sprite, four bytes a pixel.
  pixels() {
    const canvas = document.createElement("canvas");
    canvas.width = this.image.width;
    canvas.height = this.image.height;
    const context = canvas.getContext("2d");
    context.drawImage(this.image, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  }
}
define("ten-misread", TenMisread);
