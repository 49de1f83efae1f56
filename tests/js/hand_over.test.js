import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { elementsByTag, handOver, showInOrder } from "../../pages/shared/components/hand_over.js";

const encoded = (data) => new TextEncoder().encode(JSON.stringify(data));
const element = (localName) => {
  /** @type {string[]} */ const shown = [];
  /** @param {any} data */
  const show = (data) => void shown.push(data.title);
  return { localName, shown, show };
};
Object.assign(globalThis, { customElements: { upgrade() {} } });

test("what the page drew last stays, although the feed's data of before arrive later", async () => {
  const strip = element("ten-strip");
  const feed = element("ten-feed");
  feed.show = ({ strip: data }) => {
    if (!data) return;
    const fed = elementsByTag.get("ten-strip");
    fed.ready.then(() => showInOrder(fed, data));
  };
  const defined = Promise.resolve();
  handOver(strip, defined, encoded({ title: "Training", order: 1 }), () => {});
  handOver(feed, defined, encoded({}), () => {});
  await new Promise(setImmediate);
  // Both updates of one commit of React; the feed stands below the status bar.
  handOver(strip, defined, encoded({ title: "Paused", order: 3 }), () => {});
  handOver(feed, defined, encoded({ strip: { title: "Training", order: 2 } }), () => {});
  await new Promise(setImmediate);
  assert.deepEqual(strip.shown, ["Training", "Paused"]);
});

test("an element that the feed never repaints has no order, and shows all", async () => {
  const legend = element("ten-legend");
  for (const title of ["a", "b"]) {
    handOver(legend, Promise.resolve(), encoded({ title }), () => {});
  }
  await new Promise(setImmediate);
  assert.deepEqual(legend.shown, ["a", "b"]);
});

test("compressed data are shown before what follows them", async () => {
  const pictures = element("ten-pictures");
  const compressed = new Uint8Array(deflateSync(encoded({ title: "first" })));
  for (const data of [compressed, encoded({ title: "second" })]) {
    handOver(pictures, Promise.resolve(), data, () => {});
  }
  await pictures.handed;
  assert.deepEqual(pictures.shown, ["first", "second"]);
});
