// <ten-lesson-memory>: keeps the reader's progress in localStorage, and sends what is found there
// to a session that does not know it.

import { define, TenElement } from "../components/element.js";

const KEPT = "ten-pictures-lesson";
// What was written and sent last, and for which session. Each page has an element of its own.
let session = "";
let written = "";
let sent = "";

class TenLessonMemory extends TenElement {
  static css = ":host { display: none; }";

  paint() {
    if (this.data.session !== session) {
      session = this.data.session;
      written = sent = "";
    }
    try {
      this.keep();
    } catch {
      // localStorage is unavailable: the progress lasts as long as the session.
    }
  }

  // Only what this session has written or merged is overwritten: the rest may be of another tab.
  keep() {
    const { progress, merged } = this.data;
    const kept = localStorage.getItem(KEPT) ?? "";
    if (kept === progress) {
      written = progress;
    } else if (kept && kept !== written && kept !== merged) {
      if (kept !== sent) this.tell("kept", kept);
      sent = kept;
    } else {
      localStorage.setItem(KEPT, progress);
      written = progress;
    }
  }
}
define("ten-lesson-memory", TenLessonMemory);
