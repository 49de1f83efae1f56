// <ten-tab>, on every page: remembers in sessionStorage which run and which drawing belong to this
// tab, and tells a session that knows of none, after a reload or a restart of the server.

import "../../streamlit_patches/browser_history.js";
import "../../streamlit_patches/keys.js";
import "../../streamlit_patches/phone_menu.js";
import { define, TenElement } from "../components/element.js";

const KEPT = "ten-pictures-run";
const DRAWING = "ten-pictures-drawing";
// A duplicated tab has a copy of the first one's sessionStorage: the run belongs to the tab that
// holds its Web Lock. (Only at https:// and localhost; elsewhere both tabs steer the same run.)
const LOCK_MS = 3000;
const held = new Set();

const hold = (run, then = () => {}, otherwise = () => {}) => {
  if (held.has(run) || !navigator.locks) return then();
  const keep = () => {
    held.add(run);
    then();
    return new Promise(() => {});
  };
  navigator.locks
    .request(`${KEPT} ${run}`, { signal: AbortSignal.timeout(LOCK_MS) }, keep)
    .catch(otherwise);
};

class TenTab extends TenElement {
  static css = ":host { display: none; }";

  paint() {
    const { run, gone } = this.data;
    try {
      this.drawing();
      if (run) {
        sessionStorage.setItem(KEPT, run);
        hold(run);
        return;
      }
      const kept = sessionStorage.getItem(KEPT);
      if (!kept || kept === this.told) return;
      if (kept === gone) {
        sessionStorage.removeItem(KEPT);
        return;
      }
      this.told = kept;
      hold(
        kept,
        () => this.tell("found", kept),
        () => sessionStorage.removeItem(KEPT),
      );
    } catch {
      // No storage in this browser: a reload begins anew.
    }
  }

  // An earlier drawing is found by its old name, and has the new session's name from then on.
  drawing() {
    const { drawing } = this.data;
    const kept = sessionStorage.getItem(DRAWING);
    if (kept === drawing) return;
    sessionStorage.setItem(DRAWING, drawing);
    if (kept) this.tell("drew", kept);
  }
}
define("ten-tab", TenTab);
