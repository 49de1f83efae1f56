import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "../../pages/shared/live/frame.js";

test("the arrays of a frame are put where the header says", () => {
  const header = {
    state: "running",
    parts: { strip: { title: "Größe" }, pictures: { weights: { limit: 2 } }, batch: { step: 7 } },
    arrays: [
      [["pictures", "weights", "values"], 3],
      [["batch", "sprite"], 2],
    ],
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const message = new Uint8Array(4 + text.length + 5);
  new DataView(message.buffer).setUint32(0, text.length, true);
  message.set(text, 4);
  message.set([1, 129, 255, 137, 80], 4 + text.length);
  const { state, parts } = decoded(message.buffer);
  assert.equal(state, "running");
  assert.equal(parts.strip.title, "Größe");
  assert.deepEqual([...parts.pictures.weights.values], [1, -127, -1]);
  assert.equal(parts.pictures.weights.limit, 2);
  assert.deepEqual([...new Uint8Array(parts.batch.sprite)], [137, 80]);
});
