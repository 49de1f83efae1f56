import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";

import { handOver, showInOrder } from "../../pages/shared/components/hand_over.js";

const encoded = (data) => new TextEncoder().encode(JSON.stringify(data));
const element = (localName) => {
  /** @type {string[]} */ const shown = [];
  /** @param {any} data */
  const show = (data) => void shown.push(data.note ? `${data.title}, ${data.note}` : data.title);
  return { localName, shown, show };
};
Object.assign(globalThis, { customElements: { upgrade() {} } });

const settled = () => new Promise(setImmediate);

test("a frame that arrives after a page that was drawn later is not shown", async () => {
  const strip = element("ten-strip");
  const draw = (data) => handOver(strip, Promise.resolve(), encoded(data), () => {});
  draw({ title: "Training", training: 1, version: 1 });
  await settled();
  showInOrder(strip, { title: "a frame", training: 1, version: 2 }, false);
  draw({ title: "Paused", training: 1, version: 4 });
  await settled();
  showInOrder(strip, { title: "late", training: 1, version: 3 }, false);
  assert.deepEqual(strip.shown, ["Training", "a frame", "Paused"]);
});

test("a page that was drawn before the frame shows what else it says", async () => {
  const strip = element("ten-strip");
  showInOrder(strip, { title: "Finished", training: 1, version: 3 }, false);
  const drawn = { title: "Training", note: "large", training: 1, version: 2 };
  handOver(strip, Promise.resolve(), encoded(drawn), () => {});
  await settled();
  assert.deepEqual(strip.shown, ["Finished", "Finished, large"]);
});

test("a page may show an earlier training again, a frame never does", async () => {
  const strip = element("ten-strip");
  const draw = (data) => handOver(strip, Promise.resolve(), encoded(data), () => {});
  draw({ title: "imported", training: 2, version: 9 });
  await settled();
  showInOrder(strip, { title: "late", training: 1, version: 8 }, false);
  draw({ title: "put back", training: 1, version: 5 });
  await settled();
  showInOrder(strip, { title: "goes on", training: 1, version: 10 }, false);
  assert.deepEqual(strip.shown, ["imported", "put back", "goes on"]);
});

test("an element that frames never repaint has no version, and shows all", async () => {
  const legend = element("ten-legend");
  for (const title of ["a", "b"]) {
    handOver(legend, Promise.resolve(), encoded({ title }), () => {});
  }
  await settled();
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
