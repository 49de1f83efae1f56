"""Chapter 4 in a browser: dragging logits, choosing classes by key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Page, expect


@pytest.fixture
def chapter(visit: Callable[..., Any]) -> Page:
    page = visit("/learn_4_softmax")
    expect(page.locator("ten-columns [data-handle]")).to_have_count(3)
    app.expect_settled(page)
    return page


def logits(page: Page) -> list[float]:
    return json.loads(page.locator("ten-columns").get_attribute("data-values") or "[]")[0]


def test_a_cancelled_pointer_ends_the_drag(chapter: Page) -> None:
    box = chapter.locator("ten-columns [data-handle='0']").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    chapter.mouse.move(x, y)
    chapter.mouse.down()
    chapter.mouse.move(x, y + 20)
    chapter.evaluate("() => window.dispatchEvent(new PointerEvent('pointercancel'))")
    left = logits(chapter)[0]
    assert left < 1
    chapter.mouse.move(x, y - 20)
    assert logits(chapter)[0] == left
    app.button(chapter, "Logits of a test image").click()
    expect(chapter.locator("ten-columns [data-handle]")).to_have_count(10)


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_class_is_chosen_by_key_and_keeps_the_focus(chapter: Page, key: str) -> None:
    label = chapter.get_by_role("button", name="Class 2", exact=True)
    expect(label).to_have_attribute("aria-pressed", "false")
    label.focus()
    chapter.keyboard.press(key)
    expect(label).to_have_attribute("aria-pressed", "true")
    expect(label).to_be_focused()


def test_fast_key_presses_all_count(chapter: Page) -> None:
    handle = chapter.locator("ten-columns [data-handle='2']")
    handle.focus()
    for _ in range(7):
        chapter.keyboard.press("ArrowUp")
    expect(handle).to_have_attribute("aria-valuenow", "-0.3")
    expect(handle).to_be_focused()


def test_the_table_of_ten_classes_fits_its_width(chapter: Page) -> None:
    chapter.get_by_role("radio", name="10", exact=True).click()
    table = chapter.locator(".st-key-softmax-table-constant ten-table table")
    expect(table.locator("td")).to_have_count(20)
    for width in (1440, 390):
        chapter.set_viewport_size({"width": width, "height": 900})
        expect(table).to_be_visible()
        chapter.wait_for_function(
            """(table) => {
              const frame = table.parentElement;
              return frame.scrollWidth <= frame.clientWidth;
            }""",
            arg=table.element_handle(),
        )
