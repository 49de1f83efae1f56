// Decodes a frame, the binary message that frame.py encodes.

/**
 * @typedef {{ state: string, parts: Record<string, any> }} Frame the state of the run, and what
 * has changed of the data of each element, by tag without `ten-`
 */

/**
 * @param {ArrayBuffer} message
 * @returns {Frame}
 */
export const decoded = (message) => {
  const length = new DataView(message).getUint32(0, true);
  const header = new TextDecoder().decode(new Uint8Array(message, 4, length));
  const { state, parts, arrays } = JSON.parse(header);
  let start = 4 + length;
  for (const [path, size] of arrays) {
    const name = path.pop();
    const owner = path.reduce(
      (/** @type {any} */ node, /** @type {string} */ key) => node[key],
      parts,
    );
    owner[name] = new Int8Array(message, start, size);
    start += size;
  }
  return { state, parts };
};
