// Read the pixels of streamlit-drawable-canvas while a stroke is being drawn.
//
// Why: the component sends a drawing only after the stroke, and the bars should follow the pen. Its
// toolbar covers the heading of the page, and its canvases have no name for screen readers.
// How: its canvases are in an open shadow root of this document. Find them there and read them.
// Since streamlit-drawable-canvas 0.13 (Streamlit 1.67). Not needed once the component reports a
// stroke while it is drawn, can hide its toolbar, and names its canvas; three tests of an unpatched
// page fail then, one for each.

import { guardTouches } from "./pad_touches.js";

const STYLE = `.dc-toolbar { display: none !important }
  .dc-canvas { outline: 2px solid var(--st-text-color) !important; outline-offset: -2px !important; border-radius: 10px }`;

/**
 * The layers of the pad, or null while there is none.
 * @param {Document | ShadowRoot} [root]
 * @returns {HTMLCanvasElement[] | null}
 */
const find = (root = document) => {
  const layers = root.querySelectorAll("canvas.dc-canvas");
  if (layers.length) return /** @type {HTMLCanvasElement[]} */ ([...layers]);
  for (const node of root.querySelectorAll("*")) {
    const own = node.localName.startsWith("ten-"); // no pad in there
    const layers = node.shadowRoot && !own && find(node.shadowRoot);
    if (layers) return layers;
  }
  return null;
};

/**
 * Hide the pad's toolbar, and name the pad for screen readers.
 * @param {HTMLCanvasElement[]} layers
 */
const adapt = (layers) => {
  const root = /** @type {ShadowRoot} */ (layers[0].getRootNode());
  const style = new CSSStyleSheet();
  style.replaceSync(STYLE);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];
  const top = layers[layers.length - 1];
  for (const canvas of root.querySelectorAll("canvas")) {
    canvas.setAttribute("aria-hidden", String(canvas !== top));
  }
  top.setAttribute("role", "img");
  top.setAttribute("aria-label", "The pad, to draw on with a pointer");
  guardTouches(top);
};

/** @returns {HTMLCanvasElement[] | null} the layers of the pad, made ready; null if not found */
export const findPad = () => {
  const layers = find();
  if (layers) adapt(layers);
  return layers;
};

const scratch = document.createElement("canvas");

/**
 * The opacity (0..1) of each pixel of all layers together, and their sum.
 * @param {HTMLCanvasElement[]} layers
 */
export const readPad = (layers) => {
  const { width, height } = layers[0];
  if (scratch.width !== width) scratch.width = width;
  if (scratch.height !== height) scratch.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (
    scratch.getContext("2d", { willReadFrequently: true })
  );
  context.clearRect(0, 0, width, height);
  for (const canvas of layers) context.drawImage(canvas, 0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height).data;
  const alpha = Float64Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3] / 255);
  return { alpha, width, height, total: alpha.reduce((sum, a) => sum + a, 0) };
};
