"""Streamlit without our patches in the browser: what each of them is for.

The app is plain_app/app.py. Where one of these tests fails, Streamlit does better now, and the
patch of pages/streamlit_patches that it names can go.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import PHONE, serving

STROKE = app.DIGITS[7][0]
# The canvas sends a drawing 0.2 s after its last stroke has ended.
STROKE_S = 1.0


@pytest.fixture(scope="session")
def plain_server(chromium: str) -> Iterator[str]:
    with serving("tests/browser/plain_app/app.py") as url:
        yield url


@pytest.fixture
def plain(visit: Callable[..., Any], plain_server: str) -> Callable[..., Page]:
    """Open a page of the plain app by its path: ``plain("/pad", **options_of_the_context)``."""

    def open_page(path: str, **options: Any) -> Page:
        page = visit(path, url=plain_server, **options)
        expect_run_over(page)
        return page

    return open_page


@pytest.fixture
def controls(plain: Callable[..., Page]) -> Page:
    """The page of controls, once they act."""
    page = plain("/")
    app.button(page, "Other").click()
    expect_count(page, "others", 1)
    return page


def expect_run_over(page: Page) -> None:
    expect(page.locator(".stMain h2")).to_be_attached()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def expect_count(page: Page, name: str, count: int) -> None:
    expect(page.get_by_text(f"{name}: {count}", exact=True)).to_be_visible()


# -- browser_history.js -------------------------------------------------------------------------


def test_each_change_of_the_query_adds_a_step_to_the_history(controls: Page) -> None:
    """Where this fails, Streamlit does better now, and browser_history.js can go."""
    steps = controls.evaluate("history.length")
    for n in (1, 2, 3):
        app.button(controls, "Set the query").click()
        expect(controls).to_have_url(re.compile(rf"/\?n={n}$"))
        assert controls.evaluate("history.length") == steps + n
    controls.go_back()
    expect(controls).to_have_url(re.compile(r"/\?n=2$"))


# -- keys.js ------------------------------------------------------------------------------------


def test_space_fires_the_shortcut_although_another_button_was_reached_by_tab(
    controls: Page,
) -> None:
    """Where this fails, Streamlit does better now, and that part of keys.js can go."""
    app.button(controls, "Play").focus()
    controls.keyboard.press("Tab")
    expect(app.button(controls, "Other")).to_be_focused()
    controls.keyboard.press("Space")
    expect_count(controls, "plays", 1)


def test_a_segment_that_was_clicked_keeps_space_from_the_shortcut(controls: Page) -> None:
    """Where this fails, Streamlit does better now, and that part of keys.js can go."""
    app.choose(controls, "fast")
    controls.keyboard.press("Space")
    app.button(controls, "Other").click()
    expect_count(controls, "others", 2)
    expect_count(controls, "plays", 0)


def test_the_shortcut_fires_although_something_nearer_has_used_the_key(controls: Page) -> None:
    """Where this fails, Streamlit does better now, and that part of keys.js can go."""
    controls.get_by_role("heading", name="Controls").evaluate(
        """(heading) => {
          heading.tabIndex = 0;
          heading.addEventListener("keydown", (event) => event.preventDefault());
          heading.focus();
        }"""
    )
    controls.keyboard.press("Space")
    expect_count(controls, "plays", 1)


def test_a_slider_keeps_all_keys_from_the_shortcut(controls: Page) -> None:
    """Where this fails, Streamlit does better now, and that part of keys.js can go."""
    controls.get_by_role("slider", name="Size").focus()
    controls.keyboard.press("Space")
    app.button(controls, "Other").click()
    expect_count(controls, "others", 2)
    expect_count(controls, "plays", 0)


# -- formulas.js --------------------------------------------------------------------------------


def test_a_formula_is_open_to_translators(controls: Page) -> None:
    """Where this fails, Streamlit does better now, and formulas.js can go."""
    expect(controls.locator(".katex")).to_have_count(1)
    expect(controls.locator(".katex:not([translate])")).to_have_count(1)


# -- phone_menu.js ------------------------------------------------------------------------------


def test_on_a_phone_the_menu_stays_open_over_the_chosen_page(plain: Callable[..., Page]) -> None:
    """Where this fails, Streamlit does better now, and phone_menu.js can go."""
    page = plain("/", **PHONE)
    page.get_by_test_id("stExpandSidebarButton").click()
    menu = page.get_by_test_id("stSidebar")
    expect(menu).to_have_attribute("data-collapsed", "false")
    menu.get_by_role("link", name="Pad").click()
    expect(page.get_by_role("heading", name="Pad")).to_be_attached()
    expect_run_over(page)
    expect(menu).to_have_attribute("data-collapsed", "false")


# -- narrow_sidebar.js --------------------------------------------------------------------------


def test_the_sidebar_is_open_in_a_narrow_window(plain: Callable[..., Page]) -> None:
    """Where this fails, Streamlit does better now, and narrow_sidebar.js can go."""
    page = plain("/beside", viewport={"width": 820, "height": 1180})
    expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "false")


# -- pad_reader.js ------------------------------------------------------------------------------


def test_the_canvas_tells_the_server_nothing_before_the_stroke_ends(
    plain: Callable[..., Page],
) -> None:
    """Where this fails, the canvas does better now, and pad_reader.js can go."""
    page = plain("/pad")
    runs = page.get_by_text(re.compile("^runs: "))
    before = runs.text_content() or ""
    app.press(page, STROKE)
    until = time.monotonic() + STROKE_S
    while time.monotonic() < until:
        app.press_on(page, STROKE)
    expect(runs).to_have_text(before)
    page.mouse.up()
    expect(runs).not_to_have_text(before)
    expect_count(page, "strokes", 1)


def test_the_toolbar_of_the_canvas_covers_what_is_above_it(plain: Callable[..., Page]) -> None:
    """Where this fails, the canvas does better now, and its toolbar need not be hidden."""
    page = plain("/pad")
    x, y = app.pad(page)
    page.mouse.move(x + 100, y + 100)
    toolbar = page.locator(".dc-toolbar")
    expect(toolbar).to_have_css("opacity", "1")
    box = toolbar.bounding_box()
    assert box is not None
    assert box["y"] < y


def test_the_canvas_has_no_name_for_screen_readers(plain: Callable[..., Page]) -> None:
    """Where this fails, the canvas does better now, and pad_reader.js need not name it."""
    page = plain("/pad")
    app.pad(page)
    expect(page.locator("canvas.dc-canvas")).to_have_count(2)
    expect(page.locator("canvas.dc-canvas:is([role], [aria-label])")).to_have_count(0)


# -- pad_touches.js -----------------------------------------------------------------------------


def test_the_canvas_keeps_a_cancelled_stroke(plain: Callable[..., Page]) -> None:
    """Where this fails, the canvas does better now, and that part of pad_touches.js can go."""
    page = plain("/pad", **PHONE)
    touches = app.Touches(page)
    touches.along(0, STROKE)
    touches.cancel()
    assert app.on_the_pad(page)
    expect_count(page, "strokes", 0)


def test_a_resting_palm_keeps_the_finger_from_drawing(plain: Callable[..., Page]) -> None:
    """Where this fails, the canvas does better now, and that part of pad_touches.js can go."""
    page = plain("/pad", **PHONE)
    touches = app.Touches(page)
    touches.at(1, 240, 260)
    palm = app.on_the_pad(page)
    touches.along(0, STROKE)
    touches.lift(0)
    assert app.on_the_pad(page) == palm
