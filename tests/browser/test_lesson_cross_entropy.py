"""Chapters 5 and 6 in a browser: typing into cells, clicking them, dragging a point, keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Page, expect

ONE_HOT, CROSS_ENTROPY = "One-hot", "Cross-entropy"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def open_chapter(visit: Callable[..., Any]) -> Callable[..., Page]:
    def opened(title: str, **options: Any) -> Page:
        page = visit("/learn", **options)
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        return page

    return opened


def expect_losses(page: Page, *losses: str) -> None:
    expect(page.locator("ten-loss-matrices")).to_have_attribute(
        "data-losses", json.dumps(losses, ensure_ascii=False, separators=(",", ":"))
    )


def expect_total(page: Page, total: str) -> None:
    expect(page.locator("ten-loss-matrices")).to_have_attribute("data-total", total)


def test_a_click_in_y_moves_the_one_and_the_nonzero_term(
    open_chapter: Callable[..., Page],
) -> None:
    page = open_chapter(CROSS_ENTROPY)
    expect_losses(page, "0.357", "0.511", "0.916", "1.386")
    page.get_by_role("radio", name="Label of sample 3 is class 0").click()
    expect_losses(page, "0.357", "0.511", "1.204", "1.386")
    expect_total(page, "3.458")
    lit = page.locator("ten-loss-matrices .lit")
    expect(lit).to_have_count(3)
    expect(page.get_by_label("Output of sample 3 for class 0")).to_have_class(re.compile("lit"))


def test_an_invalid_row_gets_a_note_and_can_be_normalised(
    open_chapter: Callable[..., Page],
) -> None:
    page = open_chapter(CROSS_ENTROPY)
    cell = page.get_by_label("Output of sample 2 for class 2")
    cell.fill("a third")
    cell.press("Tab")
    expect(page.get_by_text("“a third” is not a number")).to_be_visible()
    expect(cell).to_have_attribute("aria-invalid", "true")
    expect_total(page, "?")
    cell.fill("1.6")
    cell.press("Enter")
    page.get_by_role("button", name="Divide row 2 by its sum").click()
    expect(cell).to_have_value("0.800")
    expect_losses(page, "0.357", "0.223", "0.916", "1.386")


def test_dragging_the_point_keeps_the_sum_of_the_row(
    open_chapter: Callable[..., Page],
) -> None:
    page = open_chapter(CROSS_ENTROPY)
    point = page.get_by_role("slider", name="Probability of the true class of sample 1")
    point.scroll_into_view_if_needed()
    box, svg = point.bounding_box(), page.locator("ten-log-curve svg").bounding_box()
    assert box is not None
    assert svg is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(svg["x"] + svg["width"] * 0.3, box["y"], steps=8)
    page.mouse.up()
    curve = page.locator("ten-log-curve")
    pulled = float(curve.get_attribute("data-point") or "nan")
    assert 0.1 < pulled < 0.4
    cells = [page.get_by_label(f"Output of sample 1 for class {j}") for j in range(3)]
    expect(cells[0]).to_have_value(f"{pulled:.3f}")
    assert sum(float(cell.input_value()) for cell in cells) == pytest.approx(1, abs=1e-9)
    point.press("End")
    expect(cells[0]).to_have_value("1.000")
    point.press("Home")
    expect_total(page, "∞")
    expect(page.get_by_text("−log 0 is infinite")).to_be_visible()
    expect(page.get_by_role("button", name="7 The gradient")).to_be_visible()


def test_stepping_highlights_one_sample_after_the_other(open_chapter: Callable[..., Page]) -> None:
    page = open_chapter(CROSS_ENTROPY)
    table = page.locator("ten-loss-matrices")
    for chosen in ("0", "1", "2", "3", "sum", "mean"):
        expect(table).to_have_attribute("data-chosen", chosen)
        app.button(page, "Step").click()
    expect(table).to_have_attribute("data-chosen", "0")


def test_a_label_is_typed_clicked_and_moved_by_arrow_keys(
    open_chapter: Callable[..., Page],
) -> None:
    page = open_chapter(ONE_HOT)
    matrix = page.locator("ten-one-hot")
    expect(matrix).to_have_attribute("data-labels", "[0,1,3,2]")
    label = page.get_by_label("Label of sample 1", exact=True)
    label.fill("7")
    label.press("Enter")
    expect(page.get_by_text("“7” has no column")).to_be_visible()
    expect(matrix).to_have_attribute("data-labels", "[null,1,3,2]")
    app.choose(page, "10")
    expect(matrix).to_have_attribute("data-labels", "[7,1,3,2]")
    cell = page.get_by_role("radio", name="Sample 4, class 5", exact=True)
    cell.click()
    expect(matrix).to_have_attribute("data-labels", "[7,1,3,5]")
    cell.press("ArrowRight")
    expect(matrix).to_have_attribute("data-labels", "[7,1,3,6]")


@pytest.mark.parametrize("title", [ONE_HOT, CROSS_ENTROPY])
def test_on_a_phone_nothing_scrolls_sideways(open_chapter: Callable[..., Page], title: str) -> None:
    page = open_chapter(title, **PHONE)
    images = "Labels of test images" if title == ONE_HOT else "Four test images"
    app.button(page, images).click()
    expect(page.locator("ten-one-hot canvas, ten-loss-matrices canvas")).to_have_count(4)
    over = page.locator(".stMain").evaluate("(main) => main.scrollWidth - main.clientWidth")
    assert over <= 0
