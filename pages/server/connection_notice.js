// Say why the page stays empty when the websocket does not come through, and what to do.
//
// It must see Streamlit's websocket being made, so it stands before Streamlit's scripts.

const PATIENCE_MS = 5_000;
const STREAM = /\/_stcore\/stream(\?|$)/;

/** What is wrong, and what to do. */
const TEXTS = {
  blocked: [
    `The page is empty because its websocket, the connection that brings its contents, does not open. Most often a
     proxy, a firewall, a VPN or an extension of the browser blocks it.`,
    `Reload the page. If it stays empty, turn off VPN and ad blocker, or use another network, such as a phone's hotspot.
     If you run the server, let its proxy pass websockets: see docs/deploy.md.`,
  ],
  silent: [
    `The page is empty because nothing has come through its connection to the server yet. The server is busy, or a
     proxy holds everything back.`,
    `Wait a little: the page fills by itself. If it does not, reload it, or use another network, such as a phone's hotspot.`,
  ],
  lost: [
    "The connection to the server is lost. What trains there goes on.",
    "Check the network. The page connects again by itself as soon as it can; if it does not, reload it.",
  ],
};

const STYLE = `
  :host { position: fixed; inset: 64px 0 auto; z-index: 1000000; display: flex; justify-content: center; pointer-events: none; }
  div { pointer-events: auto; box-sizing: border-box; max-width: min(640px, calc(100vw - 32px)); padding: 16px 20px; border: 2px solid #12161C;
    border-radius: 8px; background: #FFFFFF; color: #12161C; font: 18px/1.4 "Source Sans", system-ui, sans-serif; }
  p { margin: 0 0 10px; } p:first-child { font-weight: 600; }
  button { font: inherit; font-weight: 600; min-height: 44px; padding: 0 18px; color: inherit; background: none; border: 1px solid; border-radius: 8px; cursor: pointer; }
  button:focus-visible { outline: 2px solid; outline-offset: 2px; }
  @media (prefers-color-scheme: dark) { div { background: #181D26; color: #F3F5F8; border-color: #F3F5F8; } }
  @media print { :host { display: none; } }`;

let open = false;
let everHeard = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {HTMLElement | null} */
let notice = null;
/** @type {string[]} */
let shown = [];

const show = () => {
  timer = undefined;
  const texts = TEXTS[open ? "silent" : everHeard ? "lost" : "blocked"];
  if (texts === shown) return;
  notice?.remove();
  notice = document.createElement("ten-connection-notice");
  const root = notice.attachShadow({ mode: "open" });
  root.innerHTML = `<style>${STYLE}</style><div role="alert"></div>`;
  document.body.append(notice);
  // A screen reader announces what is added to an alert that is already there.
  const alert = /** @type {HTMLElement} */ (root.querySelector("div"));
  const paragraphs = texts.map((text) => `<p>${text}</p>`).join("");
  alert.innerHTML = `${paragraphs}<button type="button">Reload</button>`;
  /** @type {HTMLElement} */ (alert.querySelector("button")).onclick = () => location.reload();
  shown = texts;
};

// A failed attempt does not start the time again.
const wait = () => {
  timer ??= setTimeout(show, PATIENCE_MS);
};

const heard = () => {
  everHeard = true;
  clearTimeout(timer);
  timer = undefined;
  notice?.remove();
  notice = null;
  shown = [];
};

window.WebSocket = class extends WebSocket {
  /**
   * @param {string | URL} url
   * @param {string | string[]} [protocols]
   */
  constructor(url, protocols) {
    super(url, protocols);
    if (!STREAM.test(String(url))) return;
    this.addEventListener("open", () => {
      open = true;
      // To a page that is drawn already the server may have nothing to say.
      if (everHeard) heard();
      else wait();
    });
    this.addEventListener("message", heard);
    this.addEventListener("close", () => {
      open = false;
      wait();
    });
  }
};
// Streamlit makes the websocket only after two requests, which may not be answered either.
document.addEventListener("DOMContentLoaded", wait);
