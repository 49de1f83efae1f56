// Keep keys from Streamlit's shortcuts where another element needs them.
//
// Why: st.button(shortcut=) listens at the document. It fires although an element has handled the
// key, and takes Space from a button that was reached by Tab. A segmented control that was clicked
// keeps the focus, and Space never reaches the shortcut. Nor does any key from a slider or a toggle,
// which are inputs and keep the focus as well.
// How: stop such events at the root element, blur a segmented control or a toggle after a click, and
// send the document a copy of a key that an input does not use.
// Since Streamlit 1.67. Not needed once shortcuts ignore handled keys and focused buttons, and work
// while a segment or a slider has the focus; four tests of an unpatched page fail then, one for each.

let reachedByTab = false;
const pointed = () => {
  reachedByTab = false;
};
window.addEventListener("pointerdown", pointed, true);
// After a click on a segmented control or a toggle the next Space is for Play.
document.addEventListener(
  "click",
  ({ target }) => {
    const choice =
      target instanceof Element &&
      target.closest("[data-testid=stButtonGroup], [data-testid=stCheckbox]");
    if (choice && !reachedByTab) {
      setTimeout(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
    }
  },
  true,
);
const USED = /^(Arrow|Page|Home|End|Tab|Enter|Escape)/;
/**
 * Whether the key was pressed on an input that is not typed into and does not use this key.
 * @param {KeyboardEvent} event
 * @param {EventTarget} on
 */
const isSpare = ({ key, ctrlKey, metaKey, altKey }, on) =>
  !(USED.test(key) || ctrlKey || metaKey || altKey) &&
  on instanceof Element &&
  on.matches(key === " " ? "[type=range]" : "[type=range], [type=checkbox], [type=radio]");

document.documentElement.addEventListener("keydown", (event) => {
  if (event.key === "Tab") reachedByTab = true;
  const on = event.composedPath()[0];
  const presses =
    event.key === " " && on instanceof Element && on.matches("button, [role=button], summary");
  if (event.defaultPrevented || (presses && reachedByTab)) return event.stopPropagation();
  if (!isSpare(event, on)) return;
  event.stopPropagation();
  if (!document.dispatchEvent(new KeyboardEvent("keydown", event))) event.preventDefault();
});
