"""Images that open on Draw, and words that explain themselves: by keyboard, mouse and touch."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser import app
from tests.browser.app import Page, expect
from tests.browser.conftest import PHONE


def asked(page: Page) -> list[str]:
    """Both digits of "Why ... and not ...?"."""
    boxes = [page.get_by_role("combobox", name=name) for name in ("The digit", "The other digit")]
    return [box.input_value() for box in boxes]


def product(page: Page) -> tuple[float, float, float]:
    """Weight, ink and share of the pixel, as printed."""
    text = page.locator("ten-why .pixel b").text_content() or ""
    weight, ink, share = (float(n) for n in re.split(" × | = ", text.replace("−", "-")))
    return weight, ink, share


def test_an_image_opens_on_draw_by_keyboard_and_back_has_the_focus_on_it(page: Page) -> None:
    app.go(page, "Mistakes")
    page.get_by_role("gridcell", name=re.compile("images of 4 read as 9$")).click()
    expect(page.locator("ten-misread h2")).to_have_text("4 read as 9")
    image = page.locator("ten-misread").get_by_role("link", name="A 4, read as 9").nth(2)
    name = image.get_attribute("aria-label")
    image.press("Enter")
    app.expect_page(page, "Draw")
    expect(page.get_by_text("A test image, labelled 4")).to_be_visible()
    app.expect_answered(page)
    expect(app.answer(page)).to_have_attribute("data-source", "server")
    expect(app.answer(page)).to_have_attribute("data-prediction", "9")
    assert asked(page) == ["9", "4"]

    picture = page.get_by_role("application", name="Which pixels speak for 9 and which for 4")
    picture.focus()  # on the pixel with the largest share
    weight, ink, share = product(page)
    assert abs(share) > 0.1
    assert abs(weight * ink - share) <= 0.0005 + 1e-9
    picture.press("ArrowDown")
    assert product(page) != (weight, ink, share)

    app.button(page, "Back to Mistakes").click()
    app.expect_page(page, "Mistakes")
    again = page.locator("ten-misread").get_by_role("link", name=name or "", exact=True)
    expect(again).to_be_focused()

    app.go(page, "Train")
    batch = page.locator("ten-batch")
    batch.locator("canvas").press("ArrowRight")
    said = batch.get_by_text("Labelled").text_content() or ""
    batch.locator("canvas").press("Enter")
    app.expect_page(page, "Draw")
    label = re.findall(r"\d", said)[0]
    expect(page.get_by_text(f"A training image, labelled {label}")).to_be_visible()
    page.go_back()
    app.expect_page(page, "Train")
    expect(batch.get_by_text(said)).to_be_visible()
    expect(batch.locator("canvas")).to_be_focused()


def test_touch_opens_an_image_and_explains_a_word(visit: Callable[..., Any]) -> None:
    page = visit("/train", **PHONE)
    app.expect_settled(page)
    word = page.locator("ten-strip").get_by_role("button", name="training loss")
    word.tap()
    note = page.locator("ten-strip").get_by_role("note").filter(has_text="cross-entropy")
    expect(note).to_be_visible()
    expect(note.get_by_role("link", name="Chapter 6")).to_have_attribute(
        "href", re.compile(r"/learn_6_cross_entropy$")
    )
    box = note.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()

    page.locator("ten-batch canvas").tap(position={"x": 20, "y": 20})
    app.expect_page(page, "Draw")
    expect(page.get_by_text("A training image, labelled")).to_be_visible()
