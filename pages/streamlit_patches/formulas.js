// Keep a browser's translator away from formulas.
//
// Why: a translator moves, joins or replaces the letters and digits of a formula.
// How: mark each formula that Streamlit renders translate="no".
// Since Streamlit 1.67. Not needed once st.markdown marks them; a test of an unpatched page fails then.

let asked = false;
const mark = () => {
  asked = false;
  for (const formula of document.querySelectorAll(".katex:not([translate])")) {
    formula.setAttribute("translate", "no");
  }
};
new MutationObserver(() => {
  if (!asked) requestAnimationFrame(mark); // once for all changes of a frame
  asked = true;
}).observe(document.body, { childList: true, subtree: true });
mark();
