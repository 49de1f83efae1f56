"""Every page by a deep link, after a reload, on a phone, in dark mode, and without data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import PHONE

# The background of the two themes in .streamlit/config.toml.
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 19, 25)"}
# What is drawn last on each page.
COMPLETE = {
    "Start": "ten-pictures canvas >> nth=9",
    "Train": "ten-batch canvas",
    "Weights": ".st-key-train_now button",
    "Draw": "canvas.dc-canvas >> nth=1",
    "Mistakes": "ten-misread canvas >> nth=23",
    "Runs": ".st-key-runs_train button",
}


def expect_complete(page: Page, name: str) -> None:
    expect(page.locator(COMPLETE[name])).to_be_visible()


def expect_no_sideways_scrolling(page: Page) -> None:
    """The layout settles within the width of the screen."""
    page.wait_for_function(
        """() => [document.scrollingElement, document.querySelector(".stMain")].every(
             (box) => box.scrollWidth <= box.clientWidth + 1)"""
    )


# Records whether Streamlit's own navigation or the spinner of a cold server was ever shown.
SEEN = """
window.seen = { files: false, word: false };
new MutationObserver(() => {
  seen.files ||= !!document.querySelector("[data-testid=stSidebarNav]");
  const spinner = document.querySelector("[data-testid=stSpinner]");
  seen.word ||= !!spinner?.textContent.includes("The server has just started.");
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("name", ["Start", "Train", "Weights", "Draw", "Mistakes", "Runs"])
def test_a_deep_link_works_as_the_first_visit_of_a_cold_server(
    name: str, visit: Callable[..., Any], serve: Callable[..., str]
) -> None:
    page = visit(app.PAGES[name], url=serve(), script=SEEN)
    expect_complete(page, name)
    navigation = page.get_by_role("navigation", name="App pages")
    expect(navigation.get_by_role("link", name=name)).to_be_visible()
    assert page.evaluate("seen") == {"files": False, "word": True}


def test_a_reload_stays_on_the_page(page: Page) -> None:
    app.go(page, "Weights")
    expect_complete(page, "Weights")
    page.reload()
    expect_complete(page, "Weights")
    app.expect_page(page, "Weights")


@pytest.mark.parametrize("scheme", BACKGROUNDS)
def test_a_phone_shows_every_page_in_its_theme_and_width(
    scheme: str, visit: Callable[..., Any], server: str
) -> None:
    page = visit(color_scheme=scheme, **PHONE)
    for name, path in app.PAGES.items():
        page.goto(server + path)
        expect_complete(page, name)
        background = BACKGROUNDS[scheme]
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", background)
        expect_no_sideways_scrolling(page)


@pytest.mark.parametrize(
    ("name", "press", "pictures", "still"),
    [
        ("Train", "Play", "ten-pictures canvas", ".st-key-look_closely"),
        ("Weights", "Train it now", "ten-rows canvas", "ten-time:not([live])"),
    ],
)
def test_a_phone_does_not_scroll_sideways_while_training_and_after(
    name: str, press: str, pictures: str, still: str, visit: Callable[..., Any]
) -> None:
    page = visit(app.PAGES[name], **PHONE)
    app.button(page, press).click()
    expect(app.state(page)).to_have_text("Training")
    expect(page.locator(pictures).last).to_be_attached()
    expect_no_sideways_scrolling(page)
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")
    expect(page.locator(still)).to_be_visible()
    expect_no_sideways_scrolling(page)


def test_the_menu_of_a_phone_can_be_closed_by_its_button(visit: Callable[..., Any]) -> None:
    """Nothing of the header covers it."""
    page = visit("/draw", **PHONE)
    page.get_by_role("button", name="Expand sidebar").click()
    expect(page.get_by_role("link", name="Weights", exact=True)).to_be_in_viewport()
    page.get_by_role("button", name="Collapse sidebar").click()
    expect(page.get_by_role("link", name="Weights", exact=True)).not_to_be_in_viewport()


def test_the_menu_of_a_phone_closes_when_a_page_is_chosen(
    visit: Callable[..., Any],
) -> None:
    page = visit("/", **PHONE)
    page.get_by_role("button", name="Expand sidebar").tap()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Draw").tap()
    app.expect_blank(page)
    expect(page.get_by_role("link", name="Weights", exact=True)).not_to_be_in_viewport()
    app.touch(page, app.DIGITS[7])
    app.expect_answered(page)


def test_the_pad_and_all_ten_bars_fit_on_a_phone_screen(visit: Callable[..., Any]) -> None:
    page = visit("/draw", **PHONE)
    app.expect_blank(page)
    app.touch(page, app.DIGITS[7])
    app.expect_answered(page)
    expect_no_sideways_scrolling(page)
    expect(page.locator("canvas.dc-canvas").last).to_be_in_viewport(ratio=1)
    rows = page.locator("ten-answer .row")
    expect(rows).to_have_count(10)
    for digit in range(10):
        expect(rows.nth(digit)).to_be_in_viewport(ratio=1)


def test_without_data_every_page_says_so(
    visit: Callable[..., Any], serve: Callable[..., str], tmp_path: Path
) -> None:
    url = serve(SOFTMAX_DATA_DIR=str(tmp_path))
    page = visit(url=url)
    for path in app.PAGES.values():
        page.goto(url + path)
        expect(page.get_by_text("The images cannot be read.")).to_be_visible()
        expect(page.get_by_text("train-images-idx3-ubyte: no such file")).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
