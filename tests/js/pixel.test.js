import assert from "node:assert/strict";
import { test } from "node:test";
import { product } from "../../pages/draw/pixel.js";

test("the printed weight times the printed ink is the printed share", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  for (let i = 0; i < 2000; i++) {
    const [weight, ink] = [8 * random() - 4, Math.round(255 * random()) / 255];
    const [w, x, share] = product(weight, ink).map((v) => Number(v.toFixed(3)));
    assert.ok(Math.abs(w * x - share) <= 0.0005 + 1e-12, `${w} × ${x} = ${share}`);
    assert.ok(Math.abs(share - weight * ink) < 0.004);
  }
  assert.deepEqual(product(-0.25, 1), [-0.25, 1, -0.25]);
  assert.deepEqual(product(0.3, 0), [0.3, 0, 0]);
});
