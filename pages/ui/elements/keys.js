// Streamlit's shortcuts listen at the document. A key that something nearer has used is none of
// theirs, nor is Space on a button that was reached by Tab: there it presses that button.

let reachedByTab = false;
window.addEventListener("pointerdown", () => { reachedByTab = false; }, true);
document.documentElement.addEventListener("keydown", (event) => {
  if (event.key === "Tab") reachedByTab = true;
  const on = event.composedPath()[0], presses = event.key === " " && on instanceof Element && on.matches("button, [role=button], summary");
  if (event.defaultPrevented || (presses && reachedByTab)) event.stopPropagation();
});
