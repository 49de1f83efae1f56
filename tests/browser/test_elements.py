"""The few lines that hand data to an element, in a real browser."""

from __future__ import annotations

from pages.shared.components.elements import HAND_OVER
from tests.browser.app import Page


def test_an_element_that_has_left_the_page_before_its_script_came_still_takes_its_data(
    page: Page,
) -> None:
    """A page may be drawn anew while its script is on the way; what was taken off it is never
    made an element by the browser itself."""
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
