// <ten-settings-line>: the settings in one line, and a button that opens the sidebar.

import { define, TenElement } from "../shared/components/element.js";
import { openSidebar, watchSidebar } from "../streamlit_patches/narrow_sidebar.js";

class TenSettingsLine extends TenElement {
  static css = `
    div { display: flex; justify-content: space-between; align-items: center; gap: 8px 16px; border-bottom: 1px solid var(--rule); padding-bottom: 12px; }
    span { font-size: 17px; color: var(--ink2); }
    button { font: inherit; font-size: 17px; font-weight: 600; color: var(--ink); background: none; flex: none;
      border: 1px solid var(--rule); border-radius: 8px; min-height: 44px; padding: 0 16px; cursor: pointer; }
    button:hover { border-color: var(--ink); }
  `;
  static html = `<div><span></span><button type="button">Settings</button></div>`;

  constructor() {
    super();
    this.find("button").addEventListener("click", openSidebar);
  }
  paint() {
    this.write("span", this.data.words);
    watchSidebar();
  }
}
define("ten-settings-line", TenSettingsLine);
