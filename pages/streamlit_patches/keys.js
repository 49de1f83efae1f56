// Streamlit's shortcuts listen at the document. Keep from them the keys that something nearer has
// used, and Space on a button that was reached by Tab: there it presses that button.

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
