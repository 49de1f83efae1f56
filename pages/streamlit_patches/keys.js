// Streamlit's shortcuts listen at the document. A key that something nearer has used is none of
// theirs, nor is Space on a button that was reached by Tab: there it presses that button.

let reachedByTab = false;
window.addEventListener(
  "pointerdown",
  () => {
    reachedByTab = false;
  },
  true,
);
// A pace that was chosen with the pointer keeps no key from Play: the next Space is for that.
document.addEventListener(
  "click",
  (event) => {
    if (!reachedByTab && event.target.closest?.("[data-testid=stButtonGroup]"))
      setTimeout(() => document.activeElement?.blur());
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
