// Streamlit makes each change of the address's query a step of the browser's history. The settings
// are no page: Back leads to the page before, not to the setting before on the same page.

if (!history.keepsPages) {
  history.keepsPages = true;
  const push = history.pushState;
  history.pushState = (state, title, url) => {
    const samePage = new URL(url, location.href).pathname === location.pathname;
    (samePage ? history.replaceState : push).call(history, state, title, url);
  };
}
