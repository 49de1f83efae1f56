// What pointer, finger and keyboard do on the plane.

import { pointIn, whileHeld } from "../../shared/components/pointer.js";
import { SIDE } from "./learning.js";
import { LETTERS } from "./points.js";

/** How near a point must be to be taken, in CSS pixels. */
const NEAR = { mouse: 14, touch: 26 };
/** A press that moves less is a tap. */
const TAP = 6;
const KEY_STEP = 0.1;
const FINE_STEP = 0.02;
/** How near the keyboard's place must be to a point. */
const KEY_NEAR = 0.09;

/**
 * @typedef {object} Plane what the gestures act on
 * @property {(x: number, y: number, within: number) => number} nearest the point there, or -1
 * @property {(x: number, y: number) => void} look
 * @property {(i: number, x: number, y: number, first: boolean) => void} move
 * @property {(i: number) => void} hold -1 lets go
 * @property {(x: number, y: number, near: number) => void} tap
 * @property {(i: number) => void} remove
 * @property {(label: number) => void} choose
 * @property {() => void} undo
 * @property {() => { x: number, y: number }} place where the keyboard is
 * @property {() => { x: number, y: number } | null} next the point after that place
 * @property {number} held the point that is held, or -1
 */

const coordinates = (event, canvas) => {
  const { x, y } = pointIn(event, canvas);
  const size = canvas.clientWidth || 1;
  return {
    x: (x / size) * 2 * SIDE - SIDE,
    y: SIDE - (y / size) * 2 * SIDE,
    unit: (2 * SIDE) / size,
  };
};

const reach = (event) => NEAR[event.pointerType === "mouse" ? "mouse" : "touch"];

/**
 * Drag points, tap, and look at the place below the pointer.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 */
export const followPointer = (canvas, plane) => {
  canvas.onpointermove = (event) => {
    if (event.buttons) return;
    const { x, y, unit } = coordinates(event, canvas);
    plane.look(x, y);
    canvas.style.cursor = plane.nearest(x, y, reach(event) * unit) < 0 ? "crosshair" : "grab";
  };
  canvas.onpointerdown = (event) => {
    if (!event.isPrimary || event.button) return;
    const start = coordinates(event, canvas);
    const taken = plane.nearest(start.x, start.y, reach(event) * start.unit);
    let dragged = false;
    let cancelled = false;
    const cancel = () => {
      cancelled = true;
    };
    canvas.addEventListener("pointercancel", cancel, { once: true });
    if (taken >= 0) plane.hold(taken);
    whileHeld(
      (moving) => {
        const { x, y, unit } = coordinates(moving, canvas);
        const far = Math.hypot(x - start.x, y - start.y) > TAP * unit;
        if (!dragged && !far) return;
        if (taken >= 0) plane.move(taken, x, y, !dragged);
        plane.look(x, y);
        dragged = true;
      },
      () => {
        canvas.removeEventListener("pointercancel", cancel);
        plane.hold(-1);
        if (!dragged && !cancelled) plane.tap(start.x, start.y, reach(event) * start.unit);
      },
    );
  };
  // A finger on a point drags it; anywhere else it may scroll the page.
  const touch = (/** @type {TouchEvent} */ event) => {
    const [finger] = event.touches;
    const { x, y, unit } = coordinates(finger, canvas);
    if (event.touches.length === 1 && plane.nearest(x, y, NEAR.touch * unit) >= 0)
      event.preventDefault();
  };
  canvas.addEventListener("touchstart", touch, { passive: false });
};

const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/**
 * The arrow keys move the place, or the point that is held there.
 * @param {HTMLCanvasElement} canvas
 * @param {Plane} plane
 */
export const followKeys = (canvas, plane) => {
  canvas.onkeydown = (event) => {
    if (act(event, plane)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  canvas.onblur = () => plane.hold(-1);
};

/** Whether the key meant something. */
const act = (event, plane) => {
  const { key, shiftKey } = event;
  const { x, y } = plane.place();
  if (key in ARROWS) {
    const [dx, dy] = ARROWS[key].map((v) => v * (shiftKey ? FINE_STEP : KEY_STEP));
    const held = plane.held;
    if (held >= 0) plane.move(held, x + dx, y + dy, true);
    plane.look(x + dx, y + dy);
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && key === "z") {
    plane.undo();
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const label = LETTERS.indexOf(key.toUpperCase());
  const here = plane.nearest(x, y, KEY_NEAR);
  if (label >= 0) plane.choose(label);
  else if (key === "Enter" || key === " ") {
    if (plane.held >= 0) plane.hold(-1);
    else if (here >= 0) plane.hold(here);
    else plane.tap(x, y, 0);
  } else if (key === "Delete" || key === "Backspace") {
    if (here >= 0) plane.remove(here);
  } else if (key === "." || key === ",") {
    const next = plane.next();
    if (next) plane.look(next.x, next.y);
  } else if (key === "Escape" && plane.held >= 0) plane.hold(-1);
  else return false;
  return true;
};
