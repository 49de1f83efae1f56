// On a phone the menu covers the page: once a page is chosen, it closes.
document.addEventListener(
  "click",
  (event) => {
    if (window.innerWidth >= 768 || !event.target.closest?.("[data-testid=stSidebarNavLink]"))
      return;
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  },
  true,
);
