"""Page objects of the app: how to find and operate what is on its pages.

Streamlit's elements and ours have open shadow roots, which Playwright's locators pierce.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence

import pytest

from pages.learn.chapters import all_chapters

try:
    from playwright.sync_api import Locator, Page, expect
except ImportError:
    if os.environ.get("CI_BROWSER") == "required":
        raise
    pytest.skip(
        "Playwright is missing: pip install -r requirements-dev.txt", allow_module_level=True
    )

PAGES = {
    "Start": "/",
    "Train": "/train",
    "Weights": "/weights",
    "Draw": "/draw",
    "Mistakes": "/mistakes",
    "Runs": "/runs",
}
# Every page, with the chapters and the pages that the navigation does not list.
CHAPTERS = {chapter.url_path: f"/{chapter.url_path}" for chapter in all_chapters()}
ALL_PAGES = PAGES | {"Learn": "/learn", "Preflight": "/preflight"} | CHAPTERS

ONE_DIGIT = re.compile(r"^\d$")

Stroke = Sequence[tuple[float, float]]

# Pen strokes in the pixels of the pad (280 x 280).
DIGITS: dict[int, list[Stroke]] = {
    0: [[(140, 40), (85, 70), (65, 140), (90, 215), (140, 240), (195, 210), (215, 140),
         (195, 70), (140, 40)]],
    1: [[(145, 40), (140, 140), (135, 240)]],
    4: [[(105, 45), (90, 95), (80, 145), (200, 145)], [(185, 50), (175, 140), (168, 245)]],
    7: [[(70, 60), (135, 58), (205, 60), (170, 130), (145, 190), (125, 245)]],
}  # fmt: skip


def go(page: Page, name: str) -> None:
    """Open a page with the navigation at the top."""
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=name).click()
    expect_page(page, name)


def expect_page(page: Page, name: str) -> None:
    """The page is open, with any settings in its address."""
    expect(page).to_have_url(re.compile(rf"^https?://[^/]+{PAGES[name]}(\?[^/]*)?$"))


def button(page: Page, name: str) -> Locator:
    """One of Streamlit's buttons, with or without a keyboard shortcut after its name.

    (The pad has a hidden Undo of its own, which is not one of these.)
    """
    named = re.compile(f"^{re.escape(name)}( ?Shortcut .+)?$")
    return page.locator(".stButton").get_by_role("button", name=named)


def chosen(page: Page, name: str) -> None:
    """Choose an option of a segmented control."""
    page.get_by_role("radio", name=name, exact=True).click()


def expect_settled(page: Page) -> None:
    """The script has ended, and each of our elements on the page has been painted."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".stMain h1, .stMain h2, ten-strip").first).to_be_attached()
    page.wait_for_function(
        """() => {
          const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
            [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
          // An element inside another is painted by that one, and only if it is needed.
          const placed = (node) => node.localName.startsWith("ten-")
            && !(node.getRootNode().host?.localName || "").startsWith("ten-");
          return within(document).filter(placed).every((node) => node.dataset.paints > 0);
        }"""
    )


# -- the status bar -----------------------------------------------------------------------------


def state(page: Page) -> Locator:
    """The state of the run in the status bar: Ready, Training, Paused or Finished."""
    return page.locator("ten-strip .cell").first


def cell(page: Page, label: str) -> Locator:
    """A number in the status bar, by the label below it."""
    cells = page.locator("ten-strip .cell")
    return cells.filter(has=page.get_by_text(label, exact=True)).locator(".value b")


def strip_value(page: Page, label: str) -> float:
    """The number that ``cell`` shows."""
    return _number(cell(page, label).text_content())


def _number(text: str | None) -> float:
    return float((text or "nan").replace(",", "").removesuffix(" %"))


def grows(page: Page, label: str) -> float:
    """Wait until the number in the status bar changes; it must have grown. Return it."""
    before = cell(page, label).text_content() or ""
    expect(cell(page, label)).not_to_have_text(before)
    now = strip_value(page, label)
    assert now > _number(before)
    return now


# -- paints ---------------------------------------------------------------------------------------


def paints(page: Page, tag: str) -> int:
    """How many times the element has been painted."""
    return int(page.locator(tag).get_attribute("data-paints") or 0)


def paints_per_s(page: Page, tag: str, window_s: float = 3.0) -> float:
    """Paints per second over a time window, by the browser's clock."""
    element = page.locator(tag).element_handle()
    begin = "(element) => [performance.now(), Number(element.dataset.paints)]"
    start_ms, start = page.evaluate(begin, element)
    over = page.wait_for_function(
        """([element, end]) => performance.now() >= end
           && [performance.now(), Number(element.dataset.paints)]""",
        arg=[element, start_ms + 1_000 * window_s],
    )
    end_ms, end = over.json_value()
    return (end - start) / (end_ms - start_ms) * 1_000


def picture(page: Page, digit: int) -> str:
    """The weights of a digit as painted on its canvas, as a data URI."""
    canvas = page.get_by_role("img", name=f"Weights of digit {digit}")
    return canvas.evaluate("(canvas) => canvas.toDataURL()")


def boxes(page: Page, *selectors: str) -> list[dict[str, float]]:
    """The bounding boxes of elements, rounded to pixels."""
    found = [page.locator(selector).bounding_box() or {} for selector in selectors]
    return [{side: round(px) for side, px in box.items()} for box in found]


# -- the pad ------------------------------------------------------------------------------------


def answer(page: Page) -> Locator:
    return page.locator("ten-answer")


def probabilities(page: Page) -> list[float]:
    return json.loads(answer(page).get_attribute("data-probabilities") or "[]")


def expect_source(page: Page, source: str) -> None:
    """``browser`` while the bars follow the pen, ``server`` after the server has answered."""
    expect(answer(page)).to_have_attribute("data-source", source)


def expect_blank(page: Page) -> None:
    """The pad is empty: there is the prompt to draw, and no answer."""
    expect(answer(page).get_by_text("Draw a digit on the pad.")).to_be_visible()
    expect(answer(page)).to_have_attribute("data-probabilities", "")


def expect_answered(page: Page) -> None:
    expect(answer(page)).not_to_have_attribute("data-probabilities", "")


def expect_probabilities(page: Page, expected: Sequence[float], within: float) -> None:
    page.wait_for_function(
        """([element, expected, within]) => {
          const shown = JSON.parse(element.dataset.probabilities || "[]");
          return shown.length && shown.every((p, i) => Math.abs(p - expected[i]) <= within);
        }""",
        arg=[answer(page).element_handle(), list(expected), within],
    )


def pad(page: Page) -> tuple[float, float]:
    """The upper left corner of the pad on the screen, once the pad is there."""
    canvas = page.locator("canvas.dc-canvas").last
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def press(page: Page, stroke: Stroke) -> None:
    """Press the mouse button and draw a stroke, without releasing it."""
    x0, y0 = pad(page)
    page.mouse.move(x0 + stroke[0][0], y0 + stroke[0][1])
    page.mouse.down()
    press_on(page, stroke[1:])


def press_on(page: Page, stroke: Stroke) -> None:
    """Continue a stroke whose mouse button is still pressed."""
    x0, y0 = pad(page)
    for x, y in stroke:
        page.mouse.move(x0 + x, y0 + y, steps=6)


def draw(page: Page, strokes: Sequence[Stroke]) -> None:
    """Draw with the mouse; each stroke waits until the server has answered the one before."""
    for stroke in strokes:
        press(page, stroke)
        expect_source(page, "browser")
        page.mouse.up()
        expect_source(page, "server")


def touch(page: Page, strokes: Sequence[Stroke]) -> None:
    """Draw by touch."""
    device = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    for stroke in strokes:
        x0, y0 = pad(page)
        first, *others = ({"x": x0 + x, "y": y0 + y} for x, y in stroke)
        send("touchStart", first)
        for point in others:
            send("touchMove", point)
        send("touchEnd")
        expect_source(page, "server")


def record_answers(page: Page) -> None:
    """Start to record every answer that is shown, with its source."""
    answer(page).evaluate(
        """(element) => {
          window.answers = [];
          const note = () => window.answers.push({
            source: element.dataset.source, p: JSON.parse(element.dataset.probabilities || "null"),
          });
          new MutationObserver(note).observe(
            element, { attributeFilter: ["data-source", "data-probabilities"] });
        }"""
    )


def recorded(page: Page, source: str) -> list[list[float]]:
    """The recorded answers of that source."""
    return [a["p"] for a in page.evaluate("window.answers") if a["source"] == source and a["p"]]
