"""The script that hands data to an element, in a real browser."""

from __future__ import annotations

from pages.shared.components.elements import HAND_OVER
from tests.browser.app import Page


def test_an_element_removed_before_its_script_loaded_still_takes_its_data(
    page: Page,
) -> None:
    """A page may be redrawn while its script loads; the browser itself never upgrades an element
    that is no longer on the page."""
    shown = page.evaluate(
        """async (script) => {
          const { default: handOver } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
          const parentElement = document.createElement("div");
          parentElement.innerHTML = "<ten-late></ten-late>";
          const taken = new Promise((resolve, reject) => {
            customElements.whenDefined("ten-late").then(() => setTimeout(reject, 1000, "never shown"));
            window.taken = resolve;
          });
          handOver({ parentElement, data: new TextEncoder().encode(`{"n": 7}`), setStateValue: () => {} });
          customElements.define("ten-late", class extends HTMLElement { show(data) { window.taken(data); } });
          return taken;
        }""",
        HAND_OVER.replace("TAG", "ten-late"),
    )
    assert shown == {"n": 7}
