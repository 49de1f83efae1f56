// Replace the current step of the browser's history when only the query changes.
//
// Why: Streamlit adds a step for each change of the query. Back would undo settings one by one; it
// should lead to the page before.
// How: wrap history.pushState, and call replaceState where the path stays the same.
// Since Streamlit 1.67. Not needed once a change of st.query_params adds no step; a test that
// counts the steps of an unpatched page fails then.

const push = history.pushState;
history.pushState = (state, title, url) => {
  const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
  (samePage ? history.replaceState : push).call(history, state, title, url);
};
