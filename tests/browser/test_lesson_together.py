"""Chapters 3 and 9 in a browser: composing a pair, and two heads that train side by side."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.browser import app
from tests.browser.app import Locator, Page, expect
from tests.browser.conftest import PHONE


def open_chapter(page: Page, name: str) -> None:
    """From the Start page, by the list of the chapters."""
    page.get_by_role("navigation", name="App pages").get_by_role(
        "link", name="Learn", exact=True
    ).click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def heads(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-{key} ten-heads")


def values(element: Locator) -> list[list[float]]:
    return json.loads(element.get_attribute("data-values") or "[]")


def steps(page: Page) -> list[int]:
    return json.loads(page.locator("ten-race").get_attribute("data-steps") or "[]")


def test_two_digits_may_both_be_true(page: Page) -> None:
    open_chapter(page, "Many of them")
    both = heads(page, "many-both")
    expect(both).to_have_attribute("data-values", re.compile(r"\d"))
    label, sigmoids, softmax = values(both)
    assert [j for j, one in enumerate(label) if one] == [0, 7]
    assert min(sigmoids[0], sigmoids[7]) > 0.5
    assert sum(sigmoids) > 1.5
    assert sum(softmax) == pytest.approx(1)
    before = both.get_attribute("data-values") or ""

    page.locator(".st-key-many_left").get_by_role("radio", name="2", exact=True).click()
    expect(both).not_to_have_attribute("data-values", before)
    assert [j for j, one in enumerate(values(both)[0]) if one] == [2, 7]


def test_a_class_is_chosen_by_keyboard(page: Page) -> None:
    open_chapter(page, "Many of them")
    ten = heads(page, "many-heads")
    button = ten.get_by_role("button", name="class 4")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")


def test_both_heads_train_live_and_one_button_pauses_both(page: Page) -> None:
    open_chapter(page, "Putting it together")
    expect(page.locator("ten-race")).to_have_attribute("data-steps", "[0,0]")
    blank = heads(page, "together-bars-blank")
    expect(blank).to_have_attribute("data-values", re.compile(r"\d"))
    untrained = blank.get_attribute("data-values") or ""
    assert values(blank) == [[0.5] * 10, [0.1] * 10]

    app.button(page, "Train both").click()
    page.wait_for_function(
        "() => { const find = (root) => { for (const node of root.querySelectorAll('*')) {"
        " if (node.tagName === 'TEN-RACE') return node;"
        " const inner = node.shadowRoot && find(node.shadowRoot); if (inner) return inner; } };"
        " const race = find(document);"
        " return race && JSON.parse(race.dataset.steps || '[0]').every((step) => step > 20); }"
    )
    expect(blank).not_to_have_attribute("data-values", untrained)
    app.button(page, "Pause").click()
    expect(app.button(page, "Go on")).to_be_visible()
    # The button is drawn before the steps of the last slice are.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    stopped = steps(page)
    sigmoids, softmax = values(blank)
    assert sum(softmax) == pytest.approx(1, abs=1e-3)
    assert sum(sigmoids) != pytest.approx(1, abs=0.05)

    app.button(page, "Other images").click()
    expect(page.locator(".st-key-together-two ten-composed")).to_be_visible()
    assert steps(page) == stopped


@pytest.mark.parametrize(
    ("name", "last"), [("Many of them", "many-both"), ("Putting it together", "together-two")]
)
def test_on_a_phone_nothing_scrolls_sideways(
    visit: Callable[..., Page], name: str, last: str
) -> None:
    page = visit("/learn", **PHONE)
    page.get_by_role("link", name=name).click()
    expect(page.locator(f".st-key-{last}")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 390
