// Whether this browser lets a page read what is drawn on a canvas.
//
// Browsers that resist fingerprinting return white or random pixels instead.

const SIDE = 16;
const TOLERANCE = 16; // some browsers change the lowest bits, which no answer depends on

const canvas = () => {
  const made = document.createElement("canvas");
  made.width = made.height = SIDE;
  return made;
};

/**
 * Draw a known pattern, and read it back in both ways: by pixels, and as a file.
 * @returns {boolean}
 */
export const isReadable = () => {
  const drawn = canvas();
  const context = drawn.getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  const level = (/** @type {number} */ i) => (i * 37) % 256;
  for (let i = 0; i < SIDE * SIDE; i++) {
    context.fillStyle = `rgb(${level(i)},${255 - level(i)},0)`;
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1);
  }
  try {
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    for (let i = 0; i < SIDE * SIDE; i++) {
      const wrong = Math.abs(data[4 * i] - level(i)) + Math.abs(data[4 * i + 1] - 255 + level(i));
      if (wrong > 2 * TOLERANCE || data[4 * i + 3] < 255 - TOLERANCE) return false;
    }
    const file = drawn.toDataURL();
    return file === drawn.toDataURL() && file !== canvas().toDataURL();
  } catch {
    return false;
  }
};
