"""The Mistakes page: the images of a cell, temperature scaling, and the threshold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser import app
from tests.browser.app import Locator, Page, expect
from tests.browser.conftest import PHONE


def cell(page: Page, label: int, predicted: int) -> Locator:
    return page.get_by_role("gridcell", name=re.compile(f"images of {label} read as {predicted}$"))


def heading(page: Page) -> Locator:
    return page.locator("ten-misread h2")


def images(page: Page) -> Locator:
    return page.locator("ten-misread").get_by_role("link")


def number(where: Locator) -> float:
    return float(re.sub(r"[^\d.].*", "", (where.text_content() or "").replace(",", "")))


def figure(page: Page, name: str) -> Locator:
    """The row of a figure below the reliability diagram: as trained, and at T."""
    return page.locator("ten-reliability").get_by_role("row", name=name).get_by_role("cell")


def test_a_cell_is_chosen_by_mouse_and_by_keyboard(page: Page) -> None:
    app.go(page, "Mistakes")
    expect(heading(page)).to_have_text("The most confident mistakes")
    expect(images(page)).to_have_count(24)

    cell(page, 4, 9).click()
    expect(heading(page)).to_have_text("4 read as 9")
    many = min(24, int(number(cell(page, 4, 9))))
    expect(images(page)).to_have_count(many)
    for image in images(page).all():
        name = re.compile(r"^A 4, read as 9, with \d+\.\d % confidence$")
        expect(image).to_have_accessible_name(name)
    ink = images(page).first.evaluate(
        "(c) => c.getContext('2d').getImageData(0, 0, 28, 28).data.filter((v, i) => i % 4 === 3 && v).length"
    )
    assert 30 < ink < 500  # a stroke, neither blank nor a block

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(cell(page, 6, 8)).to_be_focused()
    expect(heading(page)).to_have_text("4 read as 9")  # an arrow key moves the focus only
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("6 read as 8")
    expect(cell(page, 6, 8)).to_have_attribute("aria-selected", "true")
    expect(cell(page, 4, 9)).to_have_attribute("aria-selected", "false")
    page.get_by_role("button", name="All mistakes").click()
    expect(heading(page)).to_have_text("The most confident mistakes")


def test_the_images_of_a_cell_are_paged_through(page: Page) -> None:
    app.go(page, "Mistakes")
    page.get_by_role("gridcell", name=re.compile("images of 0 read correctly")).click()
    expect(heading(page)).to_have_text("0 read correctly")
    note = page.locator("ten-misread .note")
    expect(note).to_contain_text(re.compile(r"^1–24 of \d+, the narrowest escape first"))
    page.get_by_role("button", name="The next images").click()
    expect(note).to_contain_text("25–48 of ")
    page.get_by_role("button", name="The images before").click()
    expect(note).to_contain_text("1–24 of ")
    expect(page.get_by_role("button", name="The images before")).to_be_disabled()


def test_fit_changes_the_calibration_error_and_not_the_accuracy(page: Page) -> None:
    app.go(page, "Mistakes")
    expect(figure(page, "ECE").nth(0)).to_have_text(re.compile(r"^\d+\.\d %$"))
    expect(figure(page, "ECE").nth(1)).to_have_text("")
    app.button(page, "Fit T").click()
    expect(figure(page, "ECE").nth(1)).to_have_text(re.compile(r"^\d+\.\d %$"))
    expect(page.get_by_text("T is fitted to the 5,000 validation images")).to_be_visible()
    before, after = (number(figure(page, "ECE").nth(k)) for k in (0, 1))
    assert before != after
    assert figure(page, "accuracy").nth(0).text_content() == (
        figure(page, "accuracy").nth(1).text_content()
    )
    dots = page.locator("ten-reliability circle.after")
    dots.last.hover()
    says = page.locator("ten-reliability .says")
    expect(says).to_contain_text(re.compile(r"^Of [\d,]+ images read with 90 % to 100 %"))


def test_a_higher_threshold_answers_fewer_images_more_accurately(page: Page) -> None:
    app.go(page, "Mistakes")
    doubt = page.locator("ten-doubt")
    slider = doubt.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(doubt.locator(".answered")).to_contain_text("100.0 %10,000 of 10,000 images")
    expect(doubt.locator(".refused")).to_have_text("0")
    all_right = number(doubt.locator(".right"))
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "99.9 %")
    assert number(doubt.locator(".answered")) < 60
    assert number(doubt.locator(".right")) > all_right
    app.go(page, "Draw")
    app.go(page, "Mistakes")
    expect(page.locator("ten-doubt").get_by_role("slider")).to_have_attribute(
        "aria-valuetext", "99.9 %"
    )


def test_the_page_follows_a_run_to_its_end(page: Page) -> None:
    app.go(page, "Train")
    app.choose(page, "Full")
    app.go(page, "Mistakes")
    judged = page.locator("ten-confusion .judged")
    expect(judged).to_contain_text("trained with the default settings")
    app.button(page, "Train your own").click()
    expect(app.state(page)).to_have_text("Finished")
    expect(judged).to_contain_text(re.compile(r"your own run, after ([\d,]+) of its \1 steps"))
    misread = 100 - app.value(page, "test accuracy")
    shown = number(page.locator("ten-confusion .summary")) / 100
    assert abs(shown - misread) < 0.06  # both are rounded to 0.1 %
    expect(app.button(page, "Train your own")).to_have_count(0)


def test_a_tap_on_a_cell_shows_its_images_on_a_phone(visit: Callable[..., Any]) -> None:
    page = visit("/mistakes", **PHONE)
    cell(page, 7, 9).tap()
    expect(heading(page)).to_have_text("7 read as 9")
    expect(heading(page)).to_be_in_viewport()
