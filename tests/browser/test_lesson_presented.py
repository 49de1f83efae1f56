"""The lesson on a projector: each step of each chapter is one sentence and one object, whole."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from pages.learn.chapters import Chapter, all_chapters
from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.test_presenting import PROJECTOR, READ_FROM_AFAR

SMALL = {"width": 1024, "height": 768}
LEAST_SHARE = 0.4
# The steps in the order in which N goes through them.
STEPS = [(chapter, k) for chapter in all_chapters() for k in range(1, len(chapter.text.steps) + 1)]
# What is wrong with the screen as it is.
FAULTS = """(least) => {
  const main = document.querySelector(".stMain");
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const boxes = [...document.querySelectorAll(".stMainBlockContainer .stElementContainer")]
    .filter((node) => seen(node) && !node.closest(".st-key-lesson-steps, .st-key-presenter-bar, .st-key-remote"))
    .map((node) => node.getBoundingClientRect()).filter((box) => box.width > 2 && box.height > 2);
  if (!boxes.length) return ["nothing is shown"];
  const left = Math.min(...boxes.map((box) => box.left)), right = Math.max(...boxes.map((box) => box.right));
  const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
  const share = (right - left) * (bottom - top) / (innerWidth * innerHeight);
  const prose = [...document.querySelectorAll(".stMarkdown p")].filter((node) => seen(node)
    && !node.closest(".st-key-presenter-bar, button, label") && /[.?!]\\s*$/.test(node.textContent));
  return [
    main.scrollHeight > main.clientHeight && `scrolls by ${main.scrollHeight - main.clientHeight}`,
    main.scrollWidth > main.clientWidth && `scrolls sideways by ${main.scrollWidth - main.clientWidth}`,
    (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) && `reaches to ${right}, ${bottom}`,
    share < least && `covers ${share.toFixed(2)} of the screen`,
    prose.length && `another sentence: ${prose[0].textContent}`,
  ].filter(Boolean);
}"""
# A key is pressed, and before anything else can happen the step is read.
PRESSED = """(key) => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
  return document.querySelector("ten-steps, .stApp").closest(".stApp").dataset.step;
}"""


def expect_step(page: Page, chapter: Chapter, k: int) -> None:
    """The bar names the chapter and the step, and its one sentence is there."""
    bar = page.locator("ten-steps")
    expect(bar.locator(".title")).to_have_text(f"{chapter.number}  {chapter.text.title}")
    expect(bar.locator(".place")).to_have_text(f"step {k} of {len(chapter.text.steps)}")
    expect(bar.locator("p")).to_have_text(chapter.text.steps[k - 1].sentence.replace("*", ""))
    expect(bar.locator("p")).to_be_in_viewport(ratio=1)


def faults(page: Page, least: float) -> list[str]:
    """What is still wrong with the screen once it has had time to come to rest."""
    app.expect_settled(page)
    handle = page.evaluate_handle("() => ({ tries: 0 })")
    page.wait_for_function(
        f"([waited, least]) => !({FAULTS})(least).length || ++waited.tries > 60",
        arg=[handle, least],
    )
    found: list[str] = page.evaluate(FAULTS, least)
    return found


def values(page: Page) -> list[list[float]]:
    """The rows z, e^z and a of chapter 4."""
    found: list[list[float]] = json.loads(
        page.locator("ten-columns").get_attribute("data-values") or "[]"
    )
    return found


def pull_a_logit(page: Page) -> None:
    """Probabilities follow while the handle is held."""
    before = values(page)
    box = page.locator("ten-columns [data-handle='0']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 30, steps=3)
    held = values(page)
    assert held[0][0] > before[0][0] + 1
    assert held[2][0] > before[2][0]
    assert held[2][1] < before[2][1]
    assert abs(sum(held[2]) - 1) < 1e-9
    page.mouse.up()


def walk(page: Page, steps: list[tuple[Chapter, int]], key: str) -> Iterator[tuple[Chapter, int]]:
    """Yield at each step; go from one to the next by the key."""
    for here, (chapter, k) in enumerate(steps):
        expect_step(page, chapter, k)
        yield chapter, k
        if here + 1 < len(steps):
            after = steps[here + 1]
            pressed = page.evaluate(PRESSED, key)
            # Inside a chapter the browser needs no answer of the server.
            assert after[0] != chapter or pressed == str(after[1])


def test_every_step_of_the_lesson_is_one_screen(visit: Callable[..., Any]) -> None:
    page = visit("/learn_1_data?view=present", **PROJECTOR)
    wrong: dict[str, list[object]] = {}
    pulled: list[list[float]] = []
    for chapter, k in walk(page, STEPS, "n"):
        found = [*faults(page, LEAST_SHARE), *page.evaluate(READ_FROM_AFAR)]
        if found:
            wrong[f"{chapter.number} {chapter.name}, step {k}"] = found
        if (chapter.name, k) == ("softmax", 1):
            pull_a_logit(page)
        if (chapter.name, k) == ("softmax", 2):  # where the last move has been painted
            pulled = values(page)
        if (chapter.name, k) == ("softmax", 3):
            assert values(page)[0] == pulled[0]
    page.set_viewport_size(SMALL)
    for chapter, k in walk(page, STEPS[::-1], "p"):
        if found := faults(page, 0.2):
            wrong[f"{chapter.number} {chapter.name}, step {k}, small"] = found
        if (chapter.name, k) == ("softmax", 3):
            assert values(page)[0] == pulled[0]
    assert not wrong


def test_the_address_holds_the_step(visit: Callable[..., Any]) -> None:
    page = visit("/learn_4_softmax?view=present&step=3", **PROJECTOR)
    softmax = next(chapter for chapter in all_chapters() if chapter.name == "softmax")
    expect_step(page, softmax, 3)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("view=present&step=4$"))
    page.reload()
    expect_step(page, softmax, 4)
    page.locator(".st-key-presenter-bar").get_by_role("button", name=re.compile("^Present")).click()
    page.locator(".st-key-follow_from_panel button").click()
    # The panel has made room for the dialog, which shows the step's address.
    code = page.get_by_role("dialog").get_by_role("img", name=re.compile("QR code of .*step=4"))
    expect(code).to_be_visible()
    expect(page.get_by_text("Presenter's view: large type")).to_have_count(0)
    code.hover()
    expect(page.get_by_role("button", name="Fullscreen")).to_have_count(0)
    code.click()
    expect(code).to_be_visible()
    page.keyboard.press("n")  # not while a dialog is open
    page.keyboard.press("Escape")
    expect_step(page, softmax, 4)
