// Ctrl+Z, or Cmd+Z, presses Undo on the Draw page.
//
// st.button(shortcut=) also fires while one types in a field, where the key belongs to the field.

import { currentAnswer, subscribe } from "./current_answer.js";

const TYPED = "input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable]";

/** @param {KeyboardEvent} event */
const isUndo = ({ key, ctrlKey, metaKey, shiftKey, altKey }) =>
  key.toLowerCase() === "z" && (ctrlKey || metaKey) && !shiftKey && !altKey;

/** @returns {HTMLElement | null} */
const button = () => document.querySelector(".st-key-pad_undo button");

/** Press Undo once the server knows the last stroke; else it would undo the one before. */
const undo = () => {
  if (!currentAnswer()?.live) return button()?.click();
  const end = subscribe(() => {
    if (currentAnswer()?.live) return;
    end();
    setTimeout(() => button()?.click()); // the button is enabled by the same message
  });
};

document.addEventListener("keydown", (event) => {
  const on = event.composedPath()[0];
  if (!isUndo(event) || !button() || (on instanceof Element && on.matches(TYPED))) return;
  event.preventDefault();
  undo();
});
