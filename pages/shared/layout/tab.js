// <ten-tab>: keeps in mind, for this tab alone, which run and which drawing are its own, and tells
// them to a session that knows of none: after the page was loaded again, or the server started again.

const KEPT = "ten-pictures-run", DRAWING = "ten-pictures-drawing";
// A tab that was duplicated brings a copy of what the first one keeps. The run belongs to the tab
// that holds its lock; a tab that is loaded again gives it up before it asks again. (Browsers have
// locks at https:// and localhost only; elsewhere a duplicate shows and steers the same run.)
const LOCK_MS = 3000;
const held = (globalThis.tenPicturesHeld ??= new Set());

const hold = (run, then = () => {}, otherwise = () => {}) => {
  if (held.has(run) || !navigator.locks) return then();
  const keep = () => { held.add(run); then(); return new Promise(() => {}); };
  navigator.locks.request(`${KEPT} ${run}`, { signal: AbortSignal.timeout(LOCK_MS) }, keep).catch(otherwise);
};

class TenTab extends TenElement {
  static css = ":host { display: none; }";
  static html = "";

  paint() {
    const { run, gone } = this.data;
    try {
      this.drawing();
      if (run) { sessionStorage.setItem(KEPT, run); hold(run); return; }
      const kept = sessionStorage.getItem(KEPT);
      if (!kept || kept === this.told) return;
      if (kept === gone) { sessionStorage.removeItem(KEPT); return; }
      this.told = kept;
      hold(kept, () => this.tell("found", kept), () => sessionStorage.removeItem(KEPT));
    } catch (error) {
      // No storage in this browser: a page that is loaded again begins anew.
    }
  }

  // One from before goes by the name that this session has for its own from now on.
  drawing() {
    const { drawing } = this.data, kept = sessionStorage.getItem(DRAWING);
    if (kept === drawing) return;
    sessionStorage.setItem(DRAWING, drawing);
    if (kept) this.tell("drew", kept);
  }
}
define("ten-tab", TenTab);
