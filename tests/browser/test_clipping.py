"""Every chapter on a projector and on a phone: no formula, number or switch is clipped.

Half a number is another number, and nobody notices that a box scrolls.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import PHONE
from tests.browser.test_lesson_presented import STEPS, walk
from tests.browser.test_presenting import PROJECTOR

# The switches that highlight the terms of a formula, or change its numbers.
SWITCHES = ("data_axis", "logistic_term", "many_term", "softmax_term", "cross_entropy_step",
            "rule_term")  # fmt: skip


def expect_nothing_clipped(page: Page, when: str) -> None:
    assert app.layout_faults(page) == [], when


def check_every_state(page: Page, look: Callable[[str], None]) -> None:
    """At first, and with each option of its switches chosen."""
    expect(page.locator(".st-key-lesson-end")).to_be_visible()
    expect(page.locator(".katex-display").first).to_be_visible()
    app.expect_settled(page)
    look("at first")
    for key in SWITCHES:
        for option in page.locator(f".st-key-{key}").get_by_role("radio").all():
            option.click()
            expect(option).to_be_checked()
            app.expect_settled(page)
            look(f"{key}: {option.text_content()}")


def test_nothing_is_clipped_on_a_projector(visit: Callable[..., Any]) -> None:
    """At each step of each chapter, and with each option of the switches that it shows."""
    page = visit("/learn_1_data?view=present", **PROJECTOR)
    for chapter, k in walk(page, STEPS, "n"):
        here = f"{chapter.name}, step {k}"
        app.expect_settled(page)
        assert app.layout_faults(page) == [], here
        for key in SWITCHES:
            for option in page.locator(f".st-key-{key}").get_by_role("radio").all():
                if option.is_visible():
                    option.click()
                    expect(option).to_be_checked()
                    app.expect_settled(page)
                    assert app.layout_faults(page) == [], f"{here}, {option.text_content()}"


@pytest.mark.parametrize("chapter", app.CHAPTERS)
def test_nothing_is_clipped_on_a_phone(chapter: str, visit: Callable[..., Any]) -> None:
    page = visit(app.CHAPTERS[chapter], **PHONE)
    check_every_state(page, lambda when: expect_nothing_clipped(page, when))
