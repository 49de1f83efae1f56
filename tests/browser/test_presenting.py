"""The presenter's view: keys, size of type, the QR code and the preflight."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.browser import app
from tests.browser.app import Page, expect

PROJECTOR = {"viewport": {"width": 1280, "height": 720}}
# What must be readable from ten metres, in pixels of a screen that is 1280 wide.
LEAST_PX = 22
READ_FROM_AFAR = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
  const own = (node) => [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
  return within(document.querySelector(".stMainBlockContainer"))
    .filter((node) => own(node) && node.checkVisibility({ visibilityProperty: true, opacityProperty: true })
      && !["STYLE", "SCRIPT", "KBD"].includes(node.tagName) && !node.closest(".st-key-presenter-bar, .katex, annotation"))
    .filter((node) => { const box = node.getBoundingClientRect(); return box.width > 2 && box.height > 2; })
    .map((node) => [parseFloat(getComputedStyle(node).fontSize) * (node.currentCSSZoom || 1), node.textContent.trim().slice(0, 40)])
    .filter(([px]) => px && px < LEAST - 0.5);  // without a size it is for screen readers alone
}""".replace("LEAST", str(LEAST_PX))


def expect_presented(page: Page) -> None:
    """All of the page is there, and enlarged."""
    app.expect_settled(page)
    expect(page.locator(".stMainBlockContainer")).to_have_css("zoom", "1.4")


def draw_a_seven(page: Page) -> None:
    """On the enlarged pad."""
    app.expect_blank(page)
    app.pad(page)
    side = (page.locator("canvas.dc-canvas").last.bounding_box() or {})["width"]
    app.draw(page, [[(x * side / 280, y * side / 280) for x, y in s] for s in app.DIGITS[7]])


def running(page: Page) -> None:
    expect(app.state(page)).to_have_text("Training")


def paused(page: Page) -> None:
    expect(app.state(page)).to_have_text("Paused")


# -- the keys -----------------------------------------------------------------------------------


def test_the_keys_of_the_train_page(visit: Callable[..., Any]) -> None:
    page = visit("/train")
    app.expect_settled(page)
    app.choose(page, "1 step/s")
    page.keyboard.press("Space")  # and not the segment that was clicked last
    running(page)
    page.keyboard.press("Space")
    paused(page)
    before = app.cell(page, "samples seen").text_content() or ""
    page.keyboard.press("s")
    expect(app.cell(page, "samples seen")).not_to_have_text(before)
    page.keyboard.press("0")
    expect(app.state(page)).to_have_text("Ready")

    # A slider and a toggle keep the focus after they were used, and are inputs.
    slider = page.get_by_role("slider", name="Learning rate")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "0.2")
    page.keyboard.press("s")
    expect(app.cell(page, "samples seen")).to_have_text("128")
    page.get_by_text("Deskew", exact=True).click()
    page.keyboard.press("Space")
    running(page)


def test_a_list_names_the_keys_that_work_on_the_page(visit: Callable[..., Any]) -> None:
    page = visit("/train")
    app.expect_settled(page)
    listed = page.get_by_role("dialog", name="Keys on this page")
    page.keyboard.press("?")
    expect(listed.locator("dt")).to_have_text(["Space", "S", "0", "?"])
    expect(listed.locator("dd")).to_have_text(["Play", "Step", "Reset", "this list"])
    # The list follows a page that changes behind it, such as one that is still being drawn.
    step = page.locator(".stButton button").filter(has_text="Step")
    step.evaluate_all("buttons => buttons.forEach(button => { button.disabled = true; })")
    expect(listed.locator("dt")).to_have_text(["Space", "0", "?"])
    step.evaluate_all("buttons => buttons.forEach(button => { button.disabled = false; })")
    expect(listed.locator("dt")).to_have_text(["Space", "S", "0", "?"])
    page.keyboard.press("s")  # nothing acts behind the list
    page.keyboard.press("Escape")
    expect(listed).to_have_count(0)
    expect(app.cell(page, "samples seen")).to_have_text("0")
    seed = page.get_by_role("spinbutton", name="Seed")
    seed.press("?")
    expect(listed).to_have_count(0)
    app.go(page, "Draw")
    app.expect_blank(page)
    page.get_by_role("button", name="Present").click()
    page.get_by_role("button", name="Keys on this page").click()
    expect(listed.locator("dd")).to_have_text(["Undo the last stroke", "this list"])
    listed.get_by_role("button", name="Close").click()
    expect(listed).to_have_count(0)


def test_no_shortcut_acts_while_typing(visit: Callable[..., Any]) -> None:
    page = visit("/train")
    app.expect_settled(page)
    seed = page.get_by_role("spinbutton", name="Seed")
    seed.fill("")
    seed.press_sequentially("5s0 ")
    seed.press("Enter")
    app.expect_settled(page)
    expect(app.state(page)).to_have_text("Ready")
    expect(app.cell(page, "samples seen")).to_have_text("0")


def test_space_presses_the_button_with_keyboard_focus(visit: Callable[..., Any]) -> None:
    page = visit("/train")
    app.expect_settled(page)
    app.button(page, "Step").click()
    paused(page)
    app.button(page, "Step").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # by Tab, so that the browser shows the focus
    app.button(page, "Reset").focus()
    page.keyboard.press("Space")
    expect(app.state(page)).to_have_text("Ready")


def test_in_the_presenters_view_the_keys_act_on_every_page(visit: Callable[..., Any]) -> None:
    page = visit("/?view=present", **PROJECTOR)
    app.expect_settled(page)
    expect(page.get_by_role("button", name=re.compile("^Next"))).to_be_visible()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/learn\\?view=present$"))
    expect(page.get_by_role("heading", name="From a pixel")).to_be_visible()
    app.expect_settled(page)
    page.keyboard.press("s")
    expect(app.state(page)).to_have_text("Paused")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/train\\?view=present$"))
    paused(page)
    app.go(page, "Mistakes")
    app.expect_settled(page)
    page.keyboard.press("Space")
    running(page)
    page.keyboard.press("Space")
    paused(page)
    page.keyboard.press("n")
    app.expect_page(page, "Runs")
    app.expect_settled(page)
    page.keyboard.press("0")
    expect(app.state(page)).to_have_count(0)  # a run that has not begun has no status bar here


def test_the_key_plays_both_runs_of_chapter_9(visit: Callable[..., Any]) -> None:
    page = visit("/learn_9_together?view=present", **PROJECTOR)
    app.expect_settled(page)
    expect(app.button(page, "Train both")).to_be_enabled()
    page.keyboard.press("Space")
    expect(app.button(page, "Pause")).to_be_visible()
    # A button gets its shortcut shortly after it is drawn.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.keyboard.press("Space")
    expect(app.button(page, "Go on")).to_be_visible()
    expect(page.locator("ten-race")).to_have_attribute(
        "data-steps", re.compile(r"^\[[1-9]\d*,[1-9]")
    )
    expect(app.state(page)).to_have_count(0)  # the visitor's own run has not begun


# -- the size of things -------------------------------------------------------------------------


def test_all_type_is_large_enough_for_a_projector(visit: Callable[..., Any], server: str) -> None:
    page = visit("/train?view=present", **PROJECTOR)
    expect_presented(page)
    app.button(page, "Step").click()
    paused(page)
    too_small = {"Train": page.evaluate(READ_FROM_AFAR)}
    for name, path in app.ALL_PAGES.items():
        page.goto(f"{server}{path}?view=present")
        expect_presented(page)
        too_small[name] = page.evaluate(READ_FROM_AFAR)
        if name == "Draw":
            draw_a_seven(page)
            too_small["Draw, with a digit"] = page.evaluate(READ_FROM_AFAR)
        if name == "Runs":
            for view in ("Learning rate", "Presets", "Best fit"):
                app.choose(page, view)
                app.expect_settled(page)
                if view == "Best fit":  # there once the tab has reported its run
                    expect(page.locator("ten-gaps")).to_be_visible()
                too_small[f"Runs, {view}"] = page.evaluate(READ_FROM_AFAR)
    assert not {name: found for name, found in too_small.items() if found}


def test_all_ten_pictures_are_large_and_on_one_screen(visit: Callable[..., Any]) -> None:
    page = visit("/train?view=present", **PROJECTOR)
    expect_presented(page)
    pictures = page.locator("ten-pictures canvas.picture")
    expect(pictures).to_have_count(10)
    for picture in pictures.all():
        expect(picture).to_be_in_viewport(ratio=1)
        assert (picture.bounding_box() or {})["width"] >= 140


def test_the_whole_confusion_matrix_is_on_one_screen(visit: Callable[..., Any]) -> None:
    page = visit("/train?view=present", **PROJECTOR)
    expect_presented(page)
    app.button(page, "Step").click()
    paused(page)
    app.go(page, "Mistakes")
    expect_presented(page)
    expect(page.locator("ten-strip")).to_be_in_viewport()
    expect(page.locator("ten-confusion td.cell").last).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("rows: written, columns: read as")).to_be_in_viewport(ratio=1)


def test_the_pad_follows_the_pointer_in_the_enlarged_page(visit: Callable[..., Any]) -> None:
    page = visit("/draw?view=present", **PROJECTOR)
    expect_presented(page)
    draw_a_seven(page)
    shown = app.probabilities(page)
    assert int(np.argmax(shown)) == 7


# -- the QR code and the preflight --------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_qr_code_opens_the_same_page(scheme: str, visit: Callable[..., Any]) -> None:
    page = visit("/weights?view=present", color_scheme=scheme, **PROJECTOR)
    app.expect_settled(page)
    page.get_by_role("button", name="Scan to follow").click()
    field = page.get_by_label("Address that phones can reach")
    field.fill("https://pictures.example.org")
    field.press("Enter")
    expect(page.get_by_text("pictures.example.org/weights", exact=True)).to_be_visible()
    code = page.get_by_role("img", name="QR code of https://pictures.example.org/weights")
    expect(code).to_be_visible()
    expect(code).to_be_in_viewport(ratio=0.95)
    code.evaluate("(image) => image.decode()")
    assert (code.bounding_box() or {})["width"] >= 400
    on_screen = np.array(Image.open(io.BytesIO(page.screenshot())).convert("L"))
    (found,) = zxingcpp.read_barcodes(on_screen)
    assert found.text == "https://pictures.example.org/weights"


def test_the_preflight_shows_every_check(visit: Callable[..., Any]) -> None:
    page = visit("/preflight")
    rows = page.locator("ten-preflight tr")
    names = (
        "Data",
        "Threads",
        "Memory",
        "Versions",
        "Default run",
        "Theme",
        "Live runs",
        "Websocket",
    )
    expect(rows.locator("th")).to_have_text(list(names))
    expect(rows.filter(has_text="Data")).to_contain_text("fine")
    expect(rows.filter(has_text="Websocket")).to_contain_text(
        re.compile(r"there and back in \d+ ms")
    )
    page.get_by_role("button", name="Look again").click()
    expect(rows.filter(has_text="Websocket")).to_contain_text(
        re.compile(r"there and back in \d+ ms")
    )


def test_the_next_page_can_be_reached_with_the_navigation_hidden(
    visit: Callable[..., Any],
) -> None:
    page = visit("/?view=present&hide=navigation,settings", **PROJECTOR)
    app.expect_settled(page)
    expect(page.get_by_role("navigation", name="App pages")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Next")).click()
    expect(page).to_have_url(re.compile("/learn\\?"))
