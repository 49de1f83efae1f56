import assert from "node:assert/strict";
import { test } from "node:test";

import { mix, readableOn, rgb, signedColours } from "../../pages/shared/components/colours.js";
import { PALETTES, STOPS } from "../../pages/shared/components/palette.js";

for (const [theme, palette] of Object.entries(PALETTES)) {
  test(`in the ${theme} theme the colours of signed values meet the stops`, () => {
    const colours = signedColours(palette);
    assert.equal(colours.length, 255);
    assert.deepEqual(colours[127], rgb(palette.page));
    assert.deepEqual(colours[0], rgb(palette.diverging[0]));
    assert.deepEqual(colours[254], rgb(palette.diverging[STOPS.length - 1]));
  });

  test(`in the ${theme} theme text can be read on every colour`, () => {
    const luminance = (colour) => {
      const [r, g, b] = colour
        .map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    for (const colour of signedColours(palette)) {
      const pair = [luminance(colour), luminance(rgb(readableOn(colour)))];
      assert.ok((Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05) >= 4.5);
    }
  });
}

test("a mixture begins and ends at its two colours", () => {
  assert.deepEqual(mix([0, 10, 255], [255, 20, 0], 0), [0, 10, 255]);
  assert.deepEqual(mix([0, 10, 255], [255, 20, 0], 1), [255, 20, 0]);
  assert.deepEqual(mix([0, 10, 255], [255, 20, 0], 0.5), [128, 15, 128]);
});
