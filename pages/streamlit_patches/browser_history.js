// Streamlit adds a step to the browser's history for each change of the query. Settings are no
// page: Back leads to the page before, not to the setting before on the same page.

const push = history.pushState;
history.pushState = (state, title, url) => {
  const samePage = new URL(url ?? "", location.href).pathname === location.pathname;
  (samePage ? history.replaceState : push).call(history, state, title, url);
};
