// An image of the data set as a link: opened, it is on the pad of the Draw page.

import { onPress } from "./pointer.js";

export const LINK_CSS = `
  [role="link"] { cursor: pointer; } [role="link"]:hover { border-color: var(--ink3); }
  [role="link"]:focus-visible { outline: 3px solid var(--positive); outline-offset: 1px; }
`;

/**
 * The image that was opened last, until its page is shown again.
 * @type {{ element: Element, row: number } | null}
 */
let left = null;

/**
 * Tell the server to open an image.
 * @param {import("./element.js").TenElement} element
 * @param {number} row of its split
 */
export const open = (element, row) => {
  left = { element, row };
  element.tell("opened", row);
};

/**
 * Whether this image was opened before the page was left; once.
 * @param {import("./element.js").TenElement} element
 * @param {number} row of its split
 */
export const isReturned = (element, row) => {
  const same = left?.element.localName === element.localName && left.row === row;
  if (!same || left?.element === element) return false;
  left = null;
  return true;
};

/**
 * Make a node that shows an image a link, by pointer, touch and keyboard. After Back it has the
 * focus, and is in view.
 * @param {HTMLElement} node
 * @param {import("./element.js").TenElement} element
 * @param {number} row of its split
 * @param {string} says what the image is
 */
export const linkImage = (node, element, row, says) => {
  node.setAttribute("role", "link");
  node.tabIndex = 0;
  node.title = `${says}. Open on Draw`;
  node.setAttribute("aria-label", says);
  node.setAttribute("aria-description", "Opens on Draw");
  onPress(node, () => open(element, row));
  if (isReturned(element, row)) node.focus();
};
