// Keep from Streamlit's shortcuts the keys that belong to something nearer.
//
// Why: Streamlit's shortcuts (st.button(shortcut=)) listen at the document. Seen with 1.67.
// How: a listener before theirs stops keys that an element has used, and Space on a button that was
// reached by Tab, which that button needs.
// Not needed once Streamlit ignores events with defaultPrevented and the Space of a focused button.

let reachedByTab = false;
const pointed = () => {
  reachedByTab = false;
};
window.addEventListener("pointerdown", pointed, true);
// A step rate that was chosen with the pointer gives up the focus: the next Space is for Play.
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
