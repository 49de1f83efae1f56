// Keep keys from Streamlit's shortcuts where another element needs them.
//
// Why: st.button(shortcut=) listens at the document. It fires although an element has handled the
// key, and takes Space from a button that was reached by Tab. A segmented control that was clicked
// keeps the focus, and Space never reaches the shortcut.
// How: stop such events at the root element, and blur a segmented control after a click.
// Since Streamlit 1.67. Not needed once shortcuts ignore handled keys and focused buttons, and work
// while a segment has the focus; three tests of an unpatched page fail then, one for each.

let reachedByTab = false;
const pointed = () => {
  reachedByTab = false;
};
window.addEventListener("pointerdown", pointed, true);
// After a click on a segmented control the next Space is for Play.
document.addEventListener(
  "click",
  ({ target }) => {
    const choice = target instanceof Element && target.closest("[data-testid=stButtonGroup]");
    if (choice && !reachedByTab) {
      setTimeout(() => /** @type {HTMLElement | null} */ (document.activeElement)?.blur());
    }
  },
  true,
);
document.documentElement.addEventListener("keydown", (event) => {
  if (event.key === "Tab") reachedByTab = true;
  const on = event.composedPath()[0];
  const presses =
    event.key === " " && on instanceof Element && on.matches("button, [role=button], summary");
  if (event.defaultPrevented || (presses && reachedByTab)) event.stopPropagation();
});
