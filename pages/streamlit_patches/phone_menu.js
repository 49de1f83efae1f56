// Close the menu on a phone once a page is chosen.
//
// Why: on a phone st.navigation's sidebar covers the page, and stays open. Seen with 1.67.
// How: press its own button after a click on one of its links.
// Not needed once Streamlit closes it.

document.addEventListener(
  "click",
  ({ target }) => {
    const link = target instanceof Element && target.closest("[data-testid=stSidebarNavLink]");
    if (window.innerWidth >= 768 || !link) return;
    /** @type {HTMLElement | null} */
    const close = document.querySelector("[data-testid=stSidebarCollapseButton] button");
    close?.click();
  },
  true,
);
