// On a phone the menu covers the page: close it once a page is chosen.
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
