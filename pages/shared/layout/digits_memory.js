// <ten-digits-memory>: keeps the visitor's own digits in localStorage, each under its id, and sends
// what is found there to a session that begins, in parts.

import { define, TenElement } from "../components/element.js";

const PREFIX = "ten-pictures-digit-";
const PART_CHARACTERS = 60_000;

// Of the session that is served: each page has an element of its own.
let session = "";
let confirmed = 0;
let cleared = 0;
/** @type {string[][][]} */
let parts = [];
let sent = 0;

const keys = () =>
  Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? "").filter((key) =>
    key.startsWith(PREFIX),
  );

// What is found, as [id, record], in parts that travel as one message each.
const found = () => {
  /** @type {string[][][]} */
  const divided = [];
  let room = 0;
  for (const key of keys().sort()) {
    const record = localStorage.getItem(key) ?? "";
    if (room < record.length) {
      divided.push([]);
      room = PART_CHARACTERS;
    }
    divided[divided.length - 1].push([key.slice(PREFIX.length), record]);
    room -= record.length;
  }
  return divided;
};

class TenDigitsMemory extends TenElement {
  static css = ":host { display: none; }";

  paint() {
    const { data } = this;
    if (data.session !== session) this.begin();
    let stored = true;
    try {
      this.keep();
    } catch {
      stored = false; // full, or blocked
    }
    if (data.version && data.version !== confirmed) {
      confirmed = data.version;
      this.tell("stored", data.version, stored);
    }
    this.offer();
  }

  begin() {
    session = this.data.session;
    confirmed = sent = 0;
    cleared = this.data.cleared;
    try {
      parts = found();
    } catch {
      parts = [];
    }
  }

  keep() {
    const { drops, puts } = this.data;
    if (this.data.cleared !== cleared) {
      cleared = this.data.cleared;
      for (const key of keys()) localStorage.removeItem(key);
    }
    for (const id of drops) localStorage.removeItem(PREFIX + id);
    for (const [id, record] of puts) localStorage.setItem(PREFIX + id, record);
  }

  // One part at a time; the last is empty, so that the browser does not send a full one again with
  // every message.
  offer() {
    if (!parts.length || this.data.merged !== sent || sent > parts.length) return;
    this.tell("found", sent + 1, parts[sent] ?? []);
    sent += 1;
  }
}
define("ten-digits-memory", TenDigitsMemory);
