// Close the navigation menu on a phone once a page is chosen.
//
// Why: on a narrow screen the sidebar covers the page, and Streamlit leaves it open.
// How: press the sidebar's collapse button after a click on one of its links.
// Since Streamlit 1.67. Not needed once Streamlit closes it; a test that chooses a page on a
// phone, without the patch, fails then.

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
