"""The script that hands data to an element, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from pages.shared.components import elements, javascript
from tests.browser.app import Page

# Defines <ten-late>, which notes what it is shown and by which update it could send then.
LATE = """
import { define, TenElement } from "./shared/components/element.js";
window.shown = [];
define("ten-late", class extends TenElement {
  paint() { window.shown.push([this.send(), structuredClone(this.data)]); }
});
"""
# Hands over each of the data while the module of <ten-late> is still on its way.
UPDATES = """async ([script, updates, connected, ticks]) => {
  const load = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);
  const { default: handOver } = await load(script);
  const give = (parentElement, data, n) => handOver({
    parentElement, data: new TextEncoder().encode(JSON.stringify(data)), setStateValue: () => n });
  const parentElement = document.createElement("div");
  parentElement.innerHTML = "<ten-late></ten-late>";
  if (connected) document.body.append(parentElement);
  updates.forEach((data, n) => give(parentElement, data, n));
  if (ticks) {
    const root = document.querySelector('script[src*="static/js/"]').src.split("static/js/")[0];
    await import(`${root}${ticks}/shared/components/hand_over.js`);
    await import(`${root}${ticks}/shared/live/frames.js`);
    const frames = document.createElement("ten-frames");
    frames.data = { run: "", wants: ["late"] };
    frames.changes = { late: { n: 9 } };
    frames.hand();
  }
  return true;
}"""


@pytest.fixture
def late(page: Page) -> Page:
    """A page on which the module late.js arrives a moment late."""

    def serve(route: Any) -> None:
        page.wait_for_timeout(300)
        route.fulfill(content_type="text/javascript", body=LATE)

    page.route("**/modules/*/late.js", serve)
    return page


def script() -> str:
    values = {"TAG": "ten-late", "VERSION": javascript.VERSION, "MODULE": "late.js"}
    text = elements.HAND_OVER
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def shown(page: Page, count: int) -> list[Any]:
    page.wait_for_function("(count) => window.shown && window.shown.length >= count", arg=count)
    return list(page.evaluate("window.shown"))


def test_an_element_removed_before_its_script_loaded_still_takes_its_data(late: Page) -> None:
    """A page may be redrawn while its script loads; the browser itself never upgrades an element
    that is no longer on the page."""
    late.evaluate(UPDATES, [script(), [{"n": 7}], False, None])
    assert shown(late, 1) == [[0, {"n": 7}]]


def test_data_that_arrive_before_the_module_are_shown_in_their_order(late: Page) -> None:
    updates = [{"n": 1, "title": "first"}, {"n": 2}, {"n": 3, "note": "third"}]
    late.evaluate(UPDATES, [script(), updates, True, None])
    assert shown(late, 3) == [
        [0, {"n": 1, "title": "first"}],
        [1, {"n": 2, "title": "first"}],
        [2, {"n": 3, "title": "first", "note": "third"}],
    ]


def test_a_frame_that_arrives_before_the_module_waits_for_it(late: Page) -> None:
    ticks = f"modules/{javascript.VERSION}"
    late.evaluate(UPDATES, [script(), [{"n": 1, "title": "first"}], True, ticks])
    assert [data for _, data in shown(late, 2)] == [
        {"n": 1, "title": "first"},
        {"n": 9, "title": "first"},
    ]
