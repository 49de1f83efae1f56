// <ten-tab>, on every page: stores the keys of this tab's run and drawing in sessionStorage, and
// sends them to the new session after a reload or a restart of the server. It also brings what
// every page has: patches of Streamlit, and the list of keys.

import "../../streamlit_patches/browser_history.js";
import "../../streamlit_patches/formulas.js";
import "../../streamlit_patches/keys.js";
import "../../streamlit_patches/phone_menu.js";
import { define, TenElement } from "../components/element.js";
import "../presenting/shortcuts.js";

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
  static html = "<ten-shortcuts listens></ten-shortcuts>";

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
      // sessionStorage is unavailable: a reload starts without a run.
    }
  }

  // The server looks the drawing up by the old key, and stores it under the new session's.
  drawing() {
    const { drawing } = this.data;
    const kept = sessionStorage.getItem(DRAWING);
    if (kept === drawing) return;
    sessionStorage.setItem(DRAWING, drawing);
    if (kept) this.tell("drew", kept);
  }
}
define("ten-tab", TenTab);
