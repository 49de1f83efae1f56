// How data from the server reach an element. The script in elements.py calls this at each update.

/**
 * The mounted elements by tag; of several with the same tag, the latest.
 * @type {Map<string, any>}
 */
export const elementsByTag = new Map();

// The first byte of zlib's format; JSON begins with "{".
const ZLIB = 0x78;

/** @param {Uint8Array<ArrayBuffer>} data */
const inflated = (data) =>
  new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate")));

/**
 * Show data in an element once its class is defined. Earlier data are queued, in order.
 * @param {any} element perhaps not upgraded yet
 * @param {Promise<unknown>} defined resolves when the element's module has run
 * @param {Uint8Array<ArrayBuffer>} data JSON, perhaps compressed
 * @param {(name: string, value: unknown) => void} send sends an event to the server
 */
export const handOver = (element, defined, data, send) => {
  elementsByTag.set(element.localName, element);
  // If fetching the module failed, the next update retries.
  element.ready = (element.ready ?? Promise.reject()).catch(() => defined);
  const shown =
    data[0] === ZLIB ? inflated(data).json() : JSON.parse(new TextDecoder().decode(data));
  // One after the other: what is compressed takes longer than what follows it.
  const earlier = element.handed?.catch(() => {});
  element.handed = Promise.all([shown, element.ready, earlier]).then(([it]) => {
    customElements.upgrade(element); // by itself a browser upgrades only connected elements
    element.send = send;
    showInOrder(element, it, true);
  });
};

/**
 * Show data, unless newer ones are there: a frame may arrive after the page that was drawn later,
 * and a page after a newer frame, whose data it then keeps. A page may show an earlier training
 * again, a frame never does.
 * @param {any} element
 * @param {any} data with `version` and `training`, if frames repaint the element
 * @param {boolean} byPage
 */
export const showInOrder = (element, data, byPage) => {
  const older = data.version < element.version;
  if (older && !byPage) return;
  if (older && data.training === element.training)
    return element.show({ ...data, ...element.framed });
  element.version = data.version;
  element.training = data.training;
  element.framed = byPage ? {} : { ...element.framed, ...data };
  element.show(data);
};
