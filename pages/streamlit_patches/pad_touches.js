// Turn the touches on streamlit-drawable-canvas into one stroke at a time.
//
// Why: the canvas ignores touchcancel. A cancelled stroke stays on it, is never sent, and is lost with
// the next one. It also follows only the first touch, so that a resting palm blocks the finger.
// How: stop touches before the canvas gets them, and pass one of them on as mouse events: the first
// that moves. A cancelled stroke is ended and then undone by the canvas's own Undo button, because the
// system cancels a touch that was not meant to draw: a palm, or a gesture of its own.
// Since streamlit-drawable-canvas 0.13 (Streamlit 1.67). Not needed once the canvas does both; two
// tests of an unpatched page fail then.

/** The event at the pad after mouseup, if the stroke is being undone. */
export const CANCELLED = "strokecancelled";

// A finger that has moved less has not drawn. A broad touch is a palm or a thumb; it rolls that far.
const MOVE_PX = 8;
const BROAD_PX = 24;

/** @param {Touch} touch */
const breadth = (touch) => Math.max(touch.radiusX || 0, touch.radiusY || 0);

/** @param {Touch[]} points of one touch */
const hasMoved = ([start, ...others]) =>
  others.some((point) => {
    const distance = Math.hypot(point.clientX - start.clientX, point.clientY - start.clientY);
    return distance > Math.max(MOVE_PX, breadth(start) > BROAD_PX ? breadth(start) : 0);
  });

/** @param {HTMLCanvasElement} canvas the layer of the pad that takes the events */
export const guardTouches = (canvas) => {
  const root = /** @type {ShadowRoot} */ (canvas.getRootNode());
  /** @type {Map<number, Touch[]>} The points of touches that have not drawn, the oldest first. */
  const resting = new Map();
  /** @type {number | null} The touch that draws. */
  let pen = null;

  /** @param {string} type @param {{ clientX: number, clientY: number }} at */
  const pass = (type, { clientX, clientY }) => {
    const place = { clientX, clientY, bubbles: true, composed: true, cancelable: true };
    canvas.dispatchEvent(new MouseEvent(type, place));
  };
  /** @param {number} id */
  const begin = (id) => {
    const [start, ...others] = resting.get(id) ?? [];
    pen = id;
    // The other touches, a palm for example, will not draw when they move later.
    resting.clear();
    pass("mousedown", start);
    for (const point of others) pass("mousemove", point);
  };
  /** @param {{ clientX: number, clientY: number }} at */
  const undo = (at) => {
    pass("mouseup", at);
    canvas.dispatchEvent(new Event(CANCELLED, { bubbles: true, composed: true }));
    // The canvas adds the stroke to its history in a microtask after mouseup.
    setTimeout(() => {
      /** @type {HTMLElement | null} */ (
        root.querySelector(".dc-toolbar [aria-label=Undo]")
      )?.click();
    });
  };

  /** @type {Record<string, (touch: Touch) => void>} */
  const handlers = {
    touchstart: (touch) => {
      if (pen === null) resting.set(touch.identifier, [touch]);
    },
    touchmove: (touch) => {
      if (touch.identifier === pen) return pass("mousemove", touch);
      const points = resting.get(touch.identifier);
      points?.push(touch);
      if (points && hasMoved(points)) begin(touch.identifier);
    },
    touchend: (touch) => {
      const id = touch.identifier;
      // A tap draws a dot. With several touches on the pad, the last to come is the finger.
      if ([...resting.keys()].pop() === id && breadth(touch) <= BROAD_PX) begin(id);
      resting.delete(id);
      if (id !== pen) return;
      pass("mouseup", touch);
      pen = null;
    },
    touchcancel: (touch) => {
      resting.delete(touch.identifier);
      if (touch.identifier !== pen) return;
      undo(touch);
      pen = null;
    },
  };
  for (const [name, handle] of Object.entries(handlers)) {
    root.addEventListener(
      name,
      (event) => {
        if (event.target !== canvas) return;
        if (event.cancelable) event.preventDefault(); // else the browser adds mouse events of its own
        event.stopImmediatePropagation();
        for (const touch of /** @type {TouchEvent} */ (event).changedTouches) handle(touch);
      },
      { capture: true, passive: false },
    );
  }
  // A mouse or a pen is cancelled by a pointer event.
  root.addEventListener(
    "pointerdown",
    (down) => {
      const { pointerId, pointerType } = /** @type {PointerEvent} */ (down);
      if (pointerType === "touch" || down.target !== canvas) return;
      const ends = new AbortController();
      /** @param {PointerEvent} event */
      const end = (event) => {
        if (event.pointerId !== pointerId) return;
        ends.abort();
        if (event.type === "pointercancel") undo(event);
      };
      const options = { capture: true, signal: ends.signal };
      window.addEventListener("pointerup", end, options);
      window.addEventListener("pointercancel", end, options);
    },
    true,
  );
};
