// <ten-rows>: the ten rows of W with their biases, at one moment of the run; each opens the
// images that it likes.
class TenRows extends TenMoment {
  static css = `
    .frame { container-type: inline-size; }
    .grid { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); column-gap: calc(var(--gap) * 1cqw); }
    figure { margin: 0; min-width: 0; position: relative; }
    canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    :host([smooth]) canvas { image-rendering: auto; }
    figcaption { height: calc(var(--caption) * 1cqw); padding-bottom: .6cqw; display: grid; grid-template-columns: auto 1fr auto; align-items: center; gap: 10px; line-height: 1; }
    figcaption b { font-size: 30px; font-weight: 700; } figcaption i { font-style: normal; font-weight: 600; font-size: 17px; min-width: 46px; text-align: right; }
    .track { position: relative; height: 14px; } .track::before { content: ""; position: absolute; left: 50%; top: -3px; bottom: -3px; width: 1px; background: var(--ink3); }
    .track div { position: absolute; top: 0; height: 100%; border-radius: 2px; } .track .positive { background: var(--positive); } .track .negative { background: var(--negative); }
    button { position: absolute; inset: 0; width: 100%; border: 0; padding: 0; background: none; cursor: pointer; }
    figure:hover canvas { border-color: var(--ink2); }
    figure.marked canvas { outline: 3px solid var(--ink); outline-offset: -3px; }
    button:focus-visible { outline: 3px solid var(--positive); outline-offset: 2px; }
    @container (max-width: 560px) { figcaption b { font-size: 20px; } .track { display: none; } figcaption { grid-template-columns: auto 1fr; gap: 2px; } figcaption i { font-size: 16px; min-width: 0; } }
  `;
  static html = `<div class="frame"><div class="grid"></div></div>`;

  constructor() {
    super();
    this.part(".grid").innerHTML = Array.from({ length: 10 }, (_, digit) =>
      `<figure><canvas role="img"></canvas><figcaption><b>${digit}</b><div class="track" aria-hidden="true"><div></div></div><i></i></figcaption><button type="button"></button></figure>`).join("");
    this.parts("button").forEach((button, digit) => { button.onclick = () => this.ask(digit); });
    // Seen by the keyboard only when nothing lies over it.
    this.addEventListener("focusin", () => this.cover());
    this.addEventListener("focusout", () => this.cover());
    this.clicked = (event) => this.through(event);
  }
  // Around this element and the figure that lies over it while one may point at single weights.
  connectedCallback() {
    super.connectedCallback();
    const root = this.getRootNode();
    this.around = (root.host || this).closest(".st-key-weights-rows");
    if (this.around) this.around.addEventListener("click", this.clicked);
  }
  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.around) this.around.removeEventListener("click", this.clicked);
  }
  ask(digit) { this.tell("asked", digit, this.data.steps[this.at]); }
  // A click on the figure over the pictures is one on the picture below.
  through(event) {
    if (event.composedPath().includes(this) || !event.composedPath().some((node) => node.classList && node.classList.contains("draglayer"))) return;
    const digit = this.parts("figure").findIndex((figure) => {
      const { left, right, top, bottom } = figure.getBoundingClientRect();
      return event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    });
    if (digit >= 0) this.ask(digit);
  }
  cover() {
    const focused = this.shadowRoot.activeElement;
    const bare = this.at < this.last || Boolean(focused && focused.matches(":focus-visible"));
    if (this.around) this.around.toggleAttribute("data-bare", bare);
  }

  prepare() {
    const { gap, caption, smooth, marked, biases } = this.data;
    this.style.setProperty("--gap", gap);
    this.style.setProperty("--caption", caption);
    this.toggleAttribute("smooth", smooth);
    this.parts("figure").forEach((figure, digit) => figure.classList.toggle("marked", marked.includes(digit)));
    this.parts("button").forEach((button, digit) => button.setAttribute("aria-label", `Test images that row ${digit} likes most and least`));
    this.largest = Math.max(1e-9, ...biases.map(Math.abs));
  }
  paintMoment(at) {
    const values = this.unpacked("weights"), { biases, smooth, steps } = this.data;
    this.parts("figure").forEach((figure, digit) => {
      const canvas = figure.querySelector("canvas"), from = (10 * at + digit) * SIZE, bias = biases[10 * at + digit];
      paintSigned(canvas, values.subarray(from, from + SIZE), 28, this.palette, smooth);
      const text = signed(bias, this.largest < 10 ? 2 : 1), sign = signOf(text);
      canvas.setAttribute("aria-label", `Weights of digit ${digit}, bias ${text}`);
      const number = figure.querySelector("i"), bar = figure.querySelector(".track div"), share = 50 * Math.abs(bias) / this.largest;
      setText(number, text);
      number.className = bar.className = sign;
      bar.style.width = `${share}%`;
      bar.style.left = `${bias < 0 ? 50 - share : 50}%`;
    });
    this.dataset.step = steps[at];
    this.cover();
  }
}
define("ten-rows", TenRows);

// <ten-against>: one row less another, the only thing that softmax can see, at the same moment.
class TenAgainst extends TenMoment {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template-columns: minmax(0, 268px) minmax(120px, 1fr); gap: 20px; }
    canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; } :host([smooth]) canvas { image-rendering: auto; }
    .words { font-size: 17px; line-height: 1.4; color: var(--ink2); display: flex; flex-direction: column; gap: 20px; } .words p { margin: 0; } .words b { display: block; font-weight: 700; }
    .words .bias { font-size: 19px; margin-top: auto; } .bias b { font-size: 22px; font-weight: 600; } var { font: italic 20px KaTeX_Math, "Source Serif", serif; } sub { font-size: .7em; }
    @container (max-width: 400px) { .columns { grid-template-columns: minmax(0, 1fr) 104px; gap: 14px; } }
  `;
  static html = `<div class="frame"><div class="columns"><canvas role="img"></canvas>
    <div class="words"><p><b class="positive">Blue</b><span></span></p><p><b class="negative">Orange</b><span></span></p>
      <p class="bias"><var>b</var><sub></sub> − <var>b</var><sub></sub><b></b></p></div></div></div>`;
  prepare() {
    const { first, second, smooth } = this.data;
    this.toggleAttribute("smooth", smooth);
    const [blue, orange] = this.parts(".words span"), [i, j] = this.parts(".bias sub");
    setText(blue, `ink here speaks for ${first}`);
    setText(orange, `ink here speaks for ${second}`);
    setText(i, String(first));
    setText(j, String(second));
  }
  paintMoment(at) {
    const { first, second, biases, smooth } = this.data, canvas = this.part("canvas"), bias = biases[at];
    paintSigned(canvas, this.unpacked("weights").subarray(at * SIZE, (at + 1) * SIZE), 28, this.palette, smooth);
    const text = signed(bias, 2), number = this.part(".bias b");
    canvas.setAttribute("aria-label", `Weights of ${first} less those of ${second}, biases ${text}`);
    setText(number, text);
    number.className = bias < 0 ? "negative" : "positive";
  }
}
define("ten-against", TenAgainst);

// <ten-likes>: test images in order of one row's logit, with their label and their z.
class TenLikes extends TenElement {
  static css = `
    .frame { container-type: inline-size; } .columns { display: grid; grid-template-columns: 1fr 1fr; gap: 20px 32px; }
    h3 { font-size: 18px; font-weight: 600; margin: 0 0 8px; color: var(--ink); } h3 span { font-weight: 400; color: var(--ink2); }
    .row { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 10px; }
    figure { margin: 0; min-width: 0; } canvas { display: block; width: 100%; aspect-ratio: 1; border: 1px solid var(--rule); image-rendering: pixelated; }
    figure.misread canvas { outline: 3px solid var(--ink); outline-offset: -2px; }
    figcaption { display: flex; justify-content: space-between; align-items: baseline; gap: 4px; font-size: 16px; line-height: 1.3; margin-top: 2px; white-space: nowrap; } figcaption b { font-size: 18px; } figcaption em { font-style: normal; font-weight: 600; }
    @container (max-width: 400px) { .columns { grid-template-columns: 1fr; } .row { grid-template-columns: repeat(5, minmax(0, 1fr)); } figcaption em, figcaption b { display: block; } figcaption { display: block; } }
  `;
  static html = `<div class="frame"><div class="columns"><section><h3>Most <span>highest logit</span></h3><div class="row"></div></section>
    <section><h3>Least <span>lowest logit</span></h3><div class="row"></div></section></div></div>`;
  paint() {
    const { digit, groups } = this.data;
    this.parts(".row").forEach((row, g) => {
      const { pixels, labels, read, z } = groups[g], values = bytes(pixels);
      row.innerHTML = labels.map(() => `<figure><canvas role="img"></canvas><figcaption><b></b><em></em></figcaption></figure>`).join("");
      [...row.children].forEach((figure, i) => {
        const wrong = read[i] !== labels[i], canvas = figure.querySelector("canvas"), number = figure.querySelector("em");
        figure.classList.toggle("misread", wrong);
        paintInk(canvas, values.subarray(SIZE * i, SIZE * (i + 1)), this.palette);
        canvas.setAttribute("aria-label", `Labelled ${labels[i]}${wrong ? `, read as ${read[i]}` : ""}, logit ${signed(z[i], 1)} for ${digit}`);
        setText(figure.querySelector("b"), wrong ? `${labels[i]} → ${read[i]}` : String(labels[i]));
        setText(number, signed(z[i], 1));
        number.className = z[i] < 0 ? "negative" : "positive";
      });
    });
    // On a phone they stand below what was tapped.
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (digit !== this.seen) this.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    this.seen = digit;
  }
}
define("ten-likes", TenLikes);
