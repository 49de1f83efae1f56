"""The reader's progress: it survives a reload and a new tab, and links lead to every chapter."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import PHONE

KEPT = "localStorage.getItem('ten-pictures-lesson')"
BLOCKED = """
Object.defineProperty(Storage.prototype, "getItem", { value(key) {
  if (key.startsWith("ten-pictures")) throw new DOMException("blocked", "SecurityError");
  return null; } });
"""


def answer(page: Page, name: str) -> None:
    page.locator(".stRadio").get_by_text(name, exact=False).click()


def test_marks_and_answers_survive_until_they_are_forgotten(visit: Callable[..., Page]) -> None:
    page = visit("/learn_3_many")
    answer(page, "They fall, to make room")
    question = page.locator(".st-key-question-many")
    expect(question.get_by_text("Not quite.")).to_be_visible()
    answer(page, "Nothing at all.")
    expect(question.get_by_text("Yes.")).to_be_visible()
    page.locator(".st-key-many_left").get_by_role("radio", name="3").click()
    expect(page.locator("ten-progress .done")).to_have_count(1)
    page.wait_for_function(f'{KEPT}?.includes(\'"done":["many"]\')')

    page.reload()
    expect(question.get_by_text("Yes.")).to_be_visible()
    expect(page.locator("ten-progress .done")).to_have_count(1)
    other = page.context.new_page()
    other.goto(re.sub(r"/learn.*", "/", page.url))
    other.get_by_role("link", name="Continue with chapter 4").click()
    expect(other.get_by_role("heading", name="Softmax", exact=True)).to_be_visible()
    app.go(other, "Learn")
    expect(other.locator(".st-key-contents-many")).to_contain_text("done")
    expect(app.button(other, "Continue with chapter 4")).to_be_visible()

    other.get_by_role("button", name="Forget my progress").click()
    app.button(other, "Forget it all").click()
    expect(app.button(other, "Begin with chapter 1")).to_be_visible()
    other.reload()
    expect(app.button(other, "Begin with chapter 1")).to_be_visible()
    expect(other.locator(".st-key-contents-many")).not_to_contain_text("done")


def test_every_chapter_is_a_link_as_large_as_a_finger(visit: Callable[..., Page]) -> None:
    page = visit("/learn_2_logistic")
    chapters = page.get_by_role("navigation", name="Chapters").get_by_role("link")
    expect(chapters).to_have_count(len(app.CHAPTERS))
    for size in (PHONE["viewport"], {"width": 1440, "height": 900}):
        page.set_viewport_size(size)
        app.expect_settled(page)
        boxes = [link.bounding_box() or {} for link in chapters.all()]
        assert all(box["width"] >= 44 and box["height"] >= 44 for box in boxes), boxes
    chapters.nth(3).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Softmax", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile("learn_4_softmax"))
    here = page.get_by_role("link", name="Chapter 4, Softmax")
    expect(here).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Chapter 9, Putting it together").click()
    expect(page).to_have_url(re.compile("learn_9_together"))


def test_without_storage_the_lesson_works(visit: Callable[..., Page]) -> None:
    page = visit("/learn_3_many", script=BLOCKED)
    answer(page, "Nothing at all.")
    expect(page.locator(".st-key-question-many").get_by_text("Yes.")).to_be_visible()
    app.go(page, "Learn")
    expect(app.button(page, "Continue with chapter 3")).to_be_visible()
