// Keep the sidebar closed in a window that it would take a third of, until it is asked for.
//
// Why: Streamlit opens the sidebar in every window of more than 768 px, also on a tablet, where its
// 272 px leave the page too little room.
// How: press its collapse button whenever it opens by itself in a narrow window; open it again when
// the window grows.
// Since Streamlit 1.67. Not needed once Streamlit has a breakpoint for it; a test that opens a page
// in a narrow window, without the patch, fails then.

// In a narrower window Streamlit closes it by itself.
const NARROW = "(min-width: 769px) and (max-width: 1023px)";
const SIDEBAR = "[data-testid=stSidebar]";
const COLLAPSE = "[data-testid=stSidebarCollapseButton] button";
const EXPAND = "[data-testid=stExpandSidebarButton]";

const narrow = matchMedia(NARROW);
/** @type {Element | null} */
let watched = null;
let asked = false;
let closed = false;

/** @param {string} button */
const press = (button) =>
  /** @type {HTMLElement | null} */ (document.querySelector(button))?.click();

const isOpen = () => document.querySelector(SIDEBAR)?.getAttribute("data-collapsed") === "false";

/** @param {() => void} act once Streamlit has reacted to the width too: two presses undo each other */
const later = (act) => requestAnimationFrame(() => requestAnimationFrame(act));

const fit = () =>
  later(() => {
    if (!narrow.matches || !isOpen() || asked) return;
    closed = true;
    press(COLLAPSE);
  });
const watch = new MutationObserver(fit);

narrow.addEventListener("change", () => {
  asked = false;
  const grown = !narrow.matches && innerWidth > 1023;
  if (grown && closed) {
    closed = false;
    later(() => !isOpen() && press(EXPAND));
  }
  fit();
});
document.addEventListener(
  "click",
  ({ target }) => {
    if (narrow.matches && target instanceof Element && target.closest(EXPAND)) asked = true;
  },
  true,
);

/** Begin to watch the sidebar of the page that was just opened. */
export const watchSidebar = () => {
  const sidebar = document.querySelector(SIDEBAR);
  if (sidebar && sidebar !== watched) {
    watched = sidebar;
    watch.disconnect();
    watch.observe(sidebar, { attributeFilter: ["data-collapsed"] });
  }
  fit();
};

export const openSidebar = () => press(EXPAND);
