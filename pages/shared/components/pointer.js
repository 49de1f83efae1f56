// Pointer input: dragging, and positions inside a node.

/**
 * Follow the pointer until it is released, or until the browser takes the touch away to scroll.
 * @param {(event: PointerEvent) => void} move
 * @param {() => void} drop
 */
export const whileHeld = (move, drop) => {
  const end = () => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    drop();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
};

/**
 * Where the pointer is in a node, in the node's own pixels whatever the page's zoom.
 * @param {MouseEvent} event
 * @param {Element} node
 */
export const pointIn = (event, node) => {
  const box = node.getBoundingClientRect();
  const zoom = node.currentCSSZoom || 1;
  return { x: (event.clientX - box.left) / zoom, y: (event.clientY - box.top) / zoom };
};

/**
 * Call `act` on a click, and on Enter or Space, as a button does.
 * @param {HTMLElement} node
 * @param {() => void} act
 */
export const onPress = (node, act) => {
  node.onclick = act;
  node.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act();
  };
};

const SEND_MS = 90;

/**
 * Drag a number: shown at each move, and sent now and then and at the end.
 * @param {(event: PointerEvent) => number} valueAt
 * @param {(value: number) => void} show
 * @param {(value: number) => void} send
 * @param {(value: number | null) => void} drop called before the last send
 */
export const dragValue = (valueAt, show, send, drop) => {
  let sentAt = 0;
  /** @type {number | null} */
  let value = null;
  whileHeld(
    (event) => {
      value = valueAt(event);
      show(value);
      if (performance.now() - sentAt <= SEND_MS) return;
      sentAt = performance.now();
      send(value);
    },
    () => {
      drop(value);
      if (value !== null) send(value);
    },
  );
};
