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
