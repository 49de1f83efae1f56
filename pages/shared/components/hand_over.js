// How data from the server reach an element. The script in elements.py calls this at each update.

/**
 * The elements on the page by tag; of two of a kind the last one.
 * @type {Map<string, any>}
 */
export const standing = new Map();

/**
 * Show data in an element once its class is defined. Data that arrive earlier wait, in order.
 * @param {any} element perhaps not upgraded yet
 * @param {Promise<unknown>} defined resolves when the element's module has run
 * @param {BufferSource} data JSON
 * @param {(name: string, value: unknown) => void} send sets a value that the server is told
 */
export const handOver = (element, defined, data, send) => {
  standing.set(element.localName, element);
  // A module that could not be fetched is asked for again at the next update.
  element.ready = (element.ready ?? Promise.reject()).catch(() => defined);
  const shown = JSON.parse(new TextDecoder().decode(data));
  element.ready.then(() => {
    customElements.upgrade(element); // by itself a browser upgrades only connected elements
    element.send = send;
    element.show(shown);
  });
};
