"""Chapter 8 in a browser: one step, either head, and a learning rate that is too high."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser import app
from tests.browser.app import Page, expect


@pytest.fixture
def chapter(page: Page) -> Page:
    page.get_by_role("navigation", name="App pages").get_by_role(
        "link", name="Learn", exact=True
    ).click()
    page.get_by_role("link", name=re.compile("The learning rule")).click()
    expect(page.locator("ten-microscope .cell")).to_have_count(40)
    return page


def cells(page: Page, row: int) -> list[str]:
    return page.locator(f"ten-microscope .cell[data-row='{row}']").all_text_contents()


def picture(page: Page, row: int, digit: int) -> str:
    canvas = page.locator(f"ten-microscope .picture[data-row='{row}'][data-digit='{digit}'] canvas")
    return canvas.evaluate("(canvas) => canvas.toDataURL()")


def step(page: Page) -> list[float]:
    """Make the first step; returns the loss before and after it."""
    losses = page.locator("ten-losses")
    expect(losses.get_by_text("loss now")).to_be_visible()
    app.button(page, "Make one step").click()
    expect(losses.get_by_text("loss before")).to_be_visible()
    before, after = json.loads(losses.get_attribute("data-losses") or "[]")
    return [before, after]


def test_one_step_lowers_the_loss_and_undo_restores_it(chapter: Page) -> None:
    following = chapter.locator(".st-key-lesson_next button")
    expect(following).to_have_attribute("kind", "secondary")
    logits = cells(chapter, 1)
    truth = cells(chapter, 3).index("1")
    error = picture(chapter, 5, truth)
    before, after = step(chapter)
    assert after < before
    assert cells(chapter, 1) != logits
    assert picture(chapter, 5, truth) != error
    expect(following).to_have_attribute("kind", "primary")
    app.button(chapter, "Undo").click()
    expect(chapter.locator("ten-microscope .cell[data-row='1']")).to_have_text(logits)
    expect(app.button(chapter, "Undo")).to_be_disabled()


def test_rate_10_ruins_the_weights_and_start_over_restores_them(chapter: Page) -> None:
    others = chapter.locator("ten-losses .others")
    weights = [picture(chapter, 0, digit) for digit in range(10)]
    app.choose(chapter, "10")
    step(chapter)
    found = re.findall(r"([\d.]+) %", others.text_content() or "")
    now, before = map(float, found)
    assert now < before - 10
    assert [picture(chapter, 0, digit) for digit in range(10)] != weights
    app.button(chapter, "Start over").click()
    expect(others).to_contain_text(f"{before} % are read right.")
    assert [picture(chapter, 0, digit) for digit in range(10)] == weights


def test_the_head_changes_the_probabilities_and_keeps_the_logits(chapter: Page) -> None:
    logits, probabilities = cells(chapter, 1), cells(chapter, 2)
    app.choose(chapter, "Sigmoid")
    expect(chapter.locator("ten-microscope .label i")).not_to_have_text("sum 1.00")
    assert cells(chapter, 1) == logits
    assert cells(chapter, 2) != probabilities
    before, after = step(chapter)
    assert after < before


def test_a_column_is_chosen_by_mouse_and_by_key(chapter: Page) -> None:
    digit = chapter.locator("ten-microscope .head[data-digit='0']")
    expect(digit).to_have_attribute("aria-pressed", "false")
    digit.focus()
    chapter.keyboard.press("Enter")
    expect(digit).to_have_attribute("aria-pressed", "true")
    expect(chapter.locator("ten-table th", has_text="error a₀")).to_be_visible()
    chapter.locator("ten-microscope .cell[data-row='1'][data-digit='7']").click()
    expect(chapter.locator("ten-table th", has_text="error a₇")).to_be_visible()


def test_on_a_phone_the_columns_are_in_two_blocks(chapter: Page) -> None:
    chapter.set_viewport_size({"width": 390, "height": 844})
    expect(chapter.locator("ten-microscope .block")).to_have_count(2)
    chapter.wait_for_function(
        "() => document.querySelector('.stMain').scrollWidth <= innerWidth + 1"
    )
    for cell in chapter.locator("ten-microscope .cell").all():
        box = cell.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
