"""Chapter 1 in a browser: inspecting a pixel, flattening the image, both descents."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest

from softmax.data import Dataset
from tests.browser import app
from tests.browser.app import Locator, Page, expect

PIXELS = "ten-pixels"


def opened(page: Page) -> Page:
    """By the list of the chapters."""
    page.get_by_role("navigation", name="App pages").get_by_role(
        "link", name="Learn", exact=True
    ).click()
    page.get_by_role("link", name="1 The data").click()
    expect(page.locator(PIXELS)).to_have_attribute("data-form", "0")
    return page


@pytest.fixture
def chapter(page: Page) -> Page:
    return opened(page)


def canvas(page: Page) -> Locator:
    return page.get_by_role("application")


def inspected(page: Page) -> tuple[int, int]:
    """(index in the vector, value)."""
    element = page.locator(PIXELS)
    return int(element.get_attribute("data-at") or -1), int(
        element.get_attribute("data-value") or -1
    )


def lay_out(page: Page) -> None:
    page.get_by_role("button", name="Cut it into 28 rows").click()
    expect(page.locator(PIXELS)).to_have_attribute("data-form", "1")
    page.get_by_role("button", name="Lay them end to end").click()
    expect(page.locator(PIXELS)).to_have_attribute("data-form", "2")


def test_the_pixel_under_the_pointer_is_that_of_the_data(chapter: Page, mnist: Dataset) -> None:
    image = chapter.locator("ten-gallery button").nth(3)
    row = int((image.get_attribute("aria-label") or "").split()[1].rstrip(","))
    image.click()
    expect(image).to_have_attribute("aria-pressed", "true")
    expect(chapter.locator(PIXELS)).to_have_attribute("data-image", str(row))
    side = chapter.locator(PIXELS).evaluate("(element) => element.place.pitch")
    element = chapter.locator(PIXELS)
    for r, c in ((0, 0), (13, 14), (20, 9), (27, 27)):
        canvas(chapter).hover(position={"x": (c + 0.5) * side, "y": (r + 0.5) * side})
        expect(element).to_have_attribute("data-at", str(28 * r + c))
        assert inspected(chapter)[1] == mnist.train.images[row, 0, r, c]
        expect(element.get_by_text(f"row {r}, column {c}", exact=True)).to_be_visible()


def test_arrow_keys_move_the_inspected_pixel_and_stop_at_the_edge(chapter: Page) -> None:
    element = chapter.locator(PIXELS)
    at, _ = inspected(chapter)
    canvas(chapter).focus()
    for key, by in (("ArrowRight", 1), ("ArrowDown", 28), ("ArrowLeft", -1), ("ArrowUp", -28)):
        chapter.keyboard.press(key)
        at += by
        expect(element).to_have_attribute("data-at", str(at))
    chapter.keyboard.press("Home")
    chapter.keyboard.press("ArrowLeft")
    expect(element).to_have_attribute("data-at", str(at - at % 28))
    value = inspected(chapter)[1]
    label = f"row {at // 28}, column 0, value {value}"
    expect(canvas(chapter)).to_have_attribute("aria-label", re.compile(f"{label}$"))


def test_the_switch_shows_the_same_pixels_between_0_and_1(chapter: Page) -> None:
    here = chapter.locator(f"{PIXELS} .here")
    value = inspected(chapter)[1]
    expect(here).to_have_text(str(value))
    chapter.get_by_role("button", name="0 to 1", exact=True).click()
    expect(here).to_have_text(f"{value / 255:.2f}".removeprefix("0"))
    expect(chapter.locator(f"{PIXELS} .scaled")).to_have_text(f"{value / 255:.3f}")


def test_rows_laid_end_to_end_are_the_vector_and_complete_the_chapter(
    chapter: Page, mnist: Dataset
) -> None:
    following = chapter.get_by_role("button", name="2 Logistic regression")
    expect(following).to_have_attribute("kind", "secondary")
    lay_out(chapter)
    expect(following).to_have_attribute("kind", "primary")
    # The painted strip is the image, row after row: ink where it has ink.
    element = chapter.locator(PIXELS)
    x = list(base64.b64decode(element.evaluate("(element) => element.data.pixels")))
    k = 783 - next(i for i, value in enumerate(reversed(x)) if value)
    place = element.evaluate("(element) => element.place")
    canvas(chapter).hover(position={"x": (k + 0.5) * place["one"], "y": place["top"] + 10})
    expect(element).to_have_attribute("data-at", str(k))
    expect(element).to_have_attribute("data-row", str(k // 28))
    assert inspected(chapter)[1] == x[k]


def test_a_term_of_the_formula_is_highlighted(chapter: Page) -> None:
    for term in ("row", "column", "scale", "value"):
        button = chapter.locator(f"{PIXELS} [data-term={term}]")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(chapter.locator(f"{PIXELS} .term[aria-pressed=true]")).to_have_count(1)


def test_with_reduced_motion_nothing_is_animated(visit: Callable[..., Any]) -> None:
    page = opened(visit("/", reduced_motion="reduce"))
    page.locator(PIXELS).evaluate(
        """(element) => {
          window.forms = new Set();
          new MutationObserver(() => window.forms.add(element.dataset.form)).observe(
            element, { attributeFilter: ["data-form"] });
        }"""
    )
    lay_out(page)
    assert set(page.evaluate("[...window.forms]")) == {"1", "2"}


def test_both_descents_are_drawn_while_they_run(chapter: Page) -> None:
    chapter.get_by_role("button", name="Train both").click()
    both = chapter.locator("ten-descent")
    expect(both).to_have_count(2)
    expect(both.first).to_have_attribute("data-steps", re.compile(r"^([1-9]|[1-3]\d)$"))
    # By their titles: when the page is redrawn at the end, only one may be there for a moment.
    raw, scaled = (both.filter(has_text=f"Pixels 0 to {end}") for end in (255, 1))
    for one in (raw, scaled):
        expect(one).to_have_attribute("data-steps", "40", timeout=60_000)
    assert float(raw.get_attribute("data-loss") or 0) > 100
    assert float(scaled.get_attribute("data-loss") or 9) < 0.5
    expect(chapter.get_by_text("From 0 to 255, the first step")).to_be_visible()


def test_on_a_phone_nothing_scrolls_sideways(visit: Callable[..., Any]) -> None:
    page = visit("/learn", viewport={"width": 390, "height": 844}, has_touch=True)
    page.get_by_role("link", name="1 The data").click()
    lay_out(page)
    assert page.locator(".stMain").evaluate("(main) => main.scrollWidth - main.clientWidth") == 0


def test_the_vector_is_in_sight_below_a_run_and_marks_follow_the_theme(
    visit: Callable[..., Any],
) -> None:
    page = visit("/train", color_scheme="light")
    app.button(page, "Step").click()
    expect(app.state(page)).to_have_text("Paused")
    opened(page)
    for _ in range(2):
        page.locator(f"{PIXELS} .go").click()
    expect(page.locator(PIXELS)).to_have_attribute("data-form", "2")
    expect(page.locator("ten-strip")).to_be_visible()
    box = canvas(page).bounding_box() or {}
    assert box["y"] + box["height"] <= 900
    mark = page.locator(".katex .colorbox").first
    expect(mark).to_have_css("background-color", "rgb(255, 228, 119)")
    page.emulate_media(color_scheme="dark")
    expect(mark).to_have_css("background-color", "rgb(106, 86, 0)")
