// Keep changes of the settings out of the browser's history.
//
// Why: Streamlit calls pushState at each change of the query, so that Back would lead to the setting
// before and not to the page before. Seen with Streamlit 1.67.
// How: pushState replaces the entry while the path stays the same.
// Not needed once Streamlit can replace the query instead of pushing it.

const push = history.pushState;
history.pushState = (state, title, url) => {
  const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
  (samePage ? history.replaceState : push).call(history, state, title, url);
};
