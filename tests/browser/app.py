"""The pages of the app for tests: locators, actions and expectations.

Streamlit's elements and ours have open shadow roots, which Playwright's locators pierce.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

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
# With the chapters, and the pages that are not in the navigation.
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
    """Open a page by the navigation at the top."""
    page.get_by_role("navigation", name="App pages").get_by_role("link", name=name).click()
    expect_page(page, name)


def expect_page(page: Page, name: str) -> None:
    """The page is open, with any settings in its address."""
    expect(page).to_have_url(re.compile(rf"^https?://[^/]+{ALL_PAGES[name]}(\?[^/]*)?$"))


def button(page: Page, name: str) -> Locator:
    """One of Streamlit's buttons, with or without a shortcut after its name. (The canvas has a hidden
    Undo button, which is not one.)"""
    named = re.compile(f"^{re.escape(name)}( ?Shortcut .+)?$")
    return page.locator(".stButton").get_by_role("button", name=named)


def choose(page: Page, name: str) -> None:
    """Click a segment of a segmented control."""
    page.get_by_role("radio", name=name, exact=True).click()


def expect_settled(page: Page) -> None:
    """The script run is over, and each of our elements on the page has been painted."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.locator(".stMain h1, .stMain h2, ten-strip").first).to_be_attached()
    page.wait_for_function(
        """() => {
          const within = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
            [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
          // An element inside another one is painted by that one, if at all.
          const placed = (node) => node.localName.startsWith("ten-")
            && !(node.getRootNode().host?.localName || "").startsWith("ten-");
          return within(document).filter(placed).every((node) => node.dataset.paints > 0);
        }"""
    )


LAYOUT_FAULTS = (Path(__file__).parent / "layout_faults.js").read_text()


def layout_faults(page: Page) -> list[str]:
    """What is cut, broken or covered on the page at the width of its window."""
    return page.evaluate(LAYOUT_FAULTS)


# -- the status bar -----------------------------------------------------------------------------


def state(page: Page) -> Locator:
    """The state of the run in the status bar: Ready, Training, Paused, Finished."""
    return page.locator("ten-strip .cell").first


def cell(page: Page, label: str) -> Locator:
    """A number of the status bar, by its label."""
    cells = page.locator("ten-strip .cell")
    return cells.filter(has=page.get_by_text(label, exact=True)).locator(".value b")


def value(page: Page, label: str) -> float:
    """A number of the status bar as a float."""
    return _number(cell(page, label).text_content())


def _number(text: str | None) -> float:
    return float((text or "nan").replace(",", "").removesuffix(" %"))


def grows(page: Page, label: str) -> float:
    """Wait until a number of the status bar changes; it must have grown. Returns it."""
    before = cell(page, label).text_content() or ""
    expect(cell(page, label)).not_to_have_text(before)
    now = value(page, label)
    assert now > _number(before)
    return now


# -- paints ---------------------------------------------------------------------------------------


def paints(page: Page, tag: str) -> int:
    """How many times the element has been painted."""
    return int(page.locator(tag).get_attribute("data-paints") or 0)


def paints_per_s(page: Page, tag: str, window_s: float = 3.0) -> float:
    """The rate over a time window, by the browser's clock."""
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
    """One of the ten pictures, as a data URI."""
    canvas = page.get_by_role("img", name=f"Weights of digit {digit}")
    return canvas.evaluate("(canvas) => canvas.toDataURL()")


def boxes(page: Page, *selectors: str) -> list[dict[str, float]]:
    """Bounding boxes, rounded to whole pixels."""
    found = [page.locator(selector).bounding_box() or {} for selector in selectors]
    return [{side: round(px) for side, px in box.items()} for box in found]


# -- the pad ------------------------------------------------------------------------------------


def answer(page: Page) -> Locator:
    return page.locator("ten-answer")


def probabilities(page: Page) -> list[float]:
    return json.loads(answer(page).get_attribute("data-probabilities") or "[]")


def expect_source(page: Page, source: str) -> None:
    """``browser`` while the bars follow the pen, ``server`` once the server has answered."""
    expect(answer(page)).to_have_attribute("data-source", source)


def expect_blank(page: Page) -> None:
    """The prompt to draw is shown, and no answer."""
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
    """The upper left corner of the pad on the screen, once it is there."""
    canvas = page.locator("canvas.dc-canvas").last
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box is not None
    return box["x"], box["y"]


def press(page: Page, stroke: Stroke) -> None:
    """Press the mouse button and draw; it stays pressed."""
    x0, y0 = pad(page)
    page.mouse.move(x0 + stroke[0][0], y0 + stroke[0][1])
    page.mouse.down()
    press_on(page, stroke[1:])


def press_on(page: Page, stroke: Stroke) -> None:
    """Draw on, with the mouse button already pressed."""
    x0, y0 = pad(page)
    for x, y in stroke:
        page.mouse.move(x0 + x, y0 + y, steps=6)


def draw(page: Page, strokes: Sequence[Stroke]) -> None:
    """Draw with the mouse; the server answers each stroke before the next begins."""
    for stroke in strokes:
        press(page, stroke)
        expect_source(page, "browser")
        page.mouse.up()
        expect_source(page, "server")


class Touches:
    """Touches on the pad, as the system reports them. Places are pixels of the pad."""

    def __init__(self, page: Page) -> None:
        self._device = page.context.new_cdp_session(page)
        self._corner = pad(page)
        self._down: dict[int, dict[str, float]] = {}

    def at(self, finger: int, x: float, y: float, radius: float = 8) -> None:
        """Put a finger down, or move it."""
        kind = "touchMove" if finger in self._down else "touchStart"
        place = {"x": self._corner[0] + x, "y": self._corner[1] + y}
        self._down[finger] = place | {"id": finger, "radiusX": radius, "radiusY": radius}
        self._send(kind, [*self._down.values()])

    def along(self, finger: int, stroke: Stroke, radius: float = 8) -> None:
        for x, y in stroke:
            self.at(finger, x, y, radius)

    def lift(self, finger: int) -> None:
        self._send("touchEnd", [self._down.pop(finger)])

    def cancel(self) -> None:
        """The system takes all touches away."""
        self._down.clear()
        self._send("touchCancel", [])

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self._device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def touch(page: Page, strokes: Sequence[Stroke]) -> None:
    """Draw by touch; the server answers each stroke before the next begins."""
    touches = Touches(page)
    for stroke in strokes:
        touches.along(0, stroke)
        expect_source(page, "browser")
        touches.lift(0)
        expect_source(page, "server")


def on_the_pad(page: Page) -> int:
    """The number of inked pixels on the pad."""
    return page.evaluate(
        """() => {
          const layers = [], look = (root) => { for (const node of root.querySelectorAll("*")) {
            if (node.matches("canvas.dc-canvas")) layers.push(node);
            if (node.shadowRoot) look(node.shadowRoot);
          } };
          look(document);
          const alpha = ({ data }) => data.filter((v, i) => i % 4 === 3 && v > 127).length;
          return layers.reduce((sum, canvas) => sum + alpha(
            canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)), 0);
        }"""
    )


def record_answers(page: Page) -> None:
    """Record every answer that is shown from now on, with its source."""
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
    """The recorded probabilities from a source."""
    return [a["p"] for a in page.evaluate("window.answers") if a["source"] == source and a["p"]]
