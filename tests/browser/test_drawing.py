"""The Draw page: a prediction that follows the pen; browser and server compute the same one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.browser import app
from tests.browser.app import Locator, Page, expect
from tests.browser.conftest import PHONE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def draw_page(page: Page) -> Page:
    app.go(page, "Draw")
    app.expect_blank(page)
    return page


@pytest.mark.parametrize("digit", app.DIGITS)
def test_the_bars_follow_the_pen_and_the_server_agrees(digit: int, draw_page: Page) -> None:
    page = draw_page
    *whole, last = app.DIGITS[digit]
    app.draw(page, whole)
    app.record_answers(page)
    middle = len(last) // 2 + 1
    app.press(page, last[:middle])
    app.expect_source(page, "browser")
    app.expect_answered(page)
    half = app.answer(page).get_attribute("data-probabilities") or ""
    app.press_on(page, last[middle - 1 :])
    expect(app.answer(page)).not_to_have_attribute("data-probabilities", half)
    assert not app.recorded(page, "server")  # the mouse button is still pressed

    page.mouse.up()
    app.expect_source(page, "server")
    app.expect_answered(page)
    expect(app.answer(page)).to_have_attribute("data-prediction", str(digit))
    np.testing.assert_allclose(
        app.probabilities(page), app.recorded(page, "browser")[-1], rtol=0, atol=1e-3
    )


def test_clear_empties_the_pad_and_undo_restores_it_stroke_by_stroke(draw_page: Page) -> None:
    page = draw_page
    app.draw(page, app.DIGITS[4][:1])
    one = app.probabilities(page)
    app.draw(page, app.DIGITS[4][1:])
    two = app.probabilities(page)
    assert not np.allclose(one, two, atol=0.01)

    app.button(page, "Clear").click()
    app.expect_blank(page)
    for drawn in (two, one):
        app.button(page, "Undo").click()
        app.expect_probabilities(page, drawn, within=0.01)
    app.button(page, "Undo").click()
    app.expect_blank(page)
    expect(app.button(page, "Undo")).to_be_disabled()


def test_a_test_image_comes_with_its_label(draw_page: Page) -> None:
    page = draw_page
    label = page.get_by_text("A test image, labelled")
    expect(label).to_have_count(0)
    app.button(page, "Test image").click()
    expect(label.locator("strong")).to_have_text(app.ONE_DIGIT)
    app.expect_answered(page)
    app.button(page, "Clear").click()
    app.expect_blank(page)
    expect(label).to_have_count(0)


def test_drawing_works_by_touch(visit: Callable[..., Any]) -> None:
    page = visit("/draw", **PHONE)
    app.expect_blank(page)
    app.touch(page, app.DIGITS[7])
    expect(app.answer(page)).to_have_attribute("data-prediction", "7")


def test_a_cancelled_stroke_vanishes_and_the_next_one_is_whole(visit: Callable[..., Any]) -> None:
    page = visit("/draw", **PHONE)
    app.expect_blank(page)
    touches = app.Touches(page)
    touches.along(0, app.DIGITS[0][0][:5])
    app.expect_source(page, "browser")
    touches.cancel()
    app.expect_blank(page)
    app.expect_source(page, "server")
    expect(app.button(page, "Undo")).to_be_disabled()
    assert app.on_the_pad(page) == 0

    app.touch(page, app.DIGITS[7])
    expect(app.answer(page)).to_have_attribute("data-prediction", "7")
    answered, inked = app.probabilities(page), app.on_the_pad(page)
    # On top of a drawing, and by a mouse or a pen.
    touches.along(0, app.DIGITS[0][0][:5])
    app.expect_source(page, "browser")
    touches.cancel()
    app.expect_probabilities(page, answered, within=1e-4)
    app.expect_source(page, "server")
    app.press(page, app.DIGITS[0][0][:5])
    app.expect_source(page, "browser")
    page.locator("canvas.dc-canvas").last.evaluate(
        """(canvas) => canvas.dispatchEvent(new PointerEvent("pointercancel", {
             pointerId: 1, pointerType: "mouse", bubbles: true, composed: true }))"""
    )
    app.expect_probabilities(page, answered, within=1e-4)
    page.mouse.up()
    assert app.on_the_pad(page) == inked
    app.button(page, "Undo").click()
    app.expect_blank(page)


def test_a_resting_palm_neither_draws_nor_stops_the_finger(visit: Callable[..., Any]) -> None:
    page = visit("/draw", **PHONE)
    app.expect_blank(page)
    touches = app.Touches(page)
    touches.at(1, 240, 260, radius=30)
    for n, end in enumerate(((205, 60), (125, 245))):
        touches.at(1, 240 + n, 255, radius=30)  # it rolls a little
        touches.along(0, [(70, 60), (135, 58), end])
        app.expect_source(page, "browser")
        touches.lift(0)
        app.expect_source(page, "server")  # although the palm is still down
    finger = app.on_the_pad(page)
    touches.lift(1)
    app.expect_source(page, "server")
    assert app.on_the_pad(page) == finger
    # A palm that comes later, and moves, does not draw either.
    touches.along(0, [(40, 40), (40, 80)])
    touches.along(1, [(240, 260), (100, 260)], radius=30)
    touches.lift(1)
    touches.along(0, [(40, 120)])
    touches.lift(0)
    app.expect_source(page, "server")
    assert finger < app.on_the_pad(page) < finger + 20 * 120


def test_ctrl_z_undoes_the_stroke_that_was_just_drawn(draw_page: Page) -> None:
    page = draw_page
    app.draw(page, app.DIGITS[4][:1])
    one = app.probabilities(page)
    app.press(page, app.DIGITS[4][1])
    app.expect_source(page, "browser")
    page.mouse.up()
    page.keyboard.press("Control+z")  # before the server knows the stroke
    app.expect_source(page, "server")
    app.expect_probabilities(page, one, within=0.01)
    page.get_by_role("combobox", name="The digit", exact=True).focus()
    page.keyboard.press("Control+z")
    expect(app.button(page, "Undo")).to_be_enabled()
    page.keyboard.press("Escape")
    page.locator("body").focus()
    page.get_by_role("heading", name="Draw a digit").click()
    page.keyboard.press("Meta+z")
    app.expect_blank(page)
    page.keyboard.press("Control+z")
    app.expect_blank(page)


def test_the_server_answers_if_the_browser_cannot_read_the_pad(
    visit: Callable[..., Any],
) -> None:
    blind = """
      const find = ShadowRoot.prototype.querySelectorAll;
      ShadowRoot.prototype.querySelectorAll = function (what) {
        return what === "canvas.dc-canvas" ? [] : find.call(this, what);
      };"""
    page = visit("/draw", script=blind)
    app.expect_blank(page)
    app.record_answers(page)
    app.press(page, app.DIGITS[1][0])
    page.mouse.up()
    app.expect_answered(page)
    expect(app.answer(page)).to_have_attribute("data-prediction", "1")
    assert not app.recorded(page, "browser")


def test_a_browser_that_hides_the_pixels_is_named(visit: Callable[..., Any]) -> None:
    warning = "Your browser hides drawings from this page"
    noise = """
      const read = CanvasRenderingContext2D.prototype.getImageData;
      CanvasRenderingContext2D.prototype.getImageData = function (...where) {
        const image = read.apply(this, where);
        crypto.getRandomValues(image.data);
        return image;
      };"""
    blank = """
      const write = HTMLCanvasElement.prototype.toDataURL;
      HTMLCanvasElement.prototype.toDataURL = function () {
        return write.call(document.createElement("canvas"));
      };"""
    for script in (noise, blank):
        page = visit("/draw", script=script)
        expect(page.get_by_role("alert")).to_contain_text(warning)
        expect(page.get_by_role("img", name="The pad, to draw on")).to_be_visible()
    page = visit("/draw")
    app.expect_blank(page)
    expect(page.get_by_text(warning)).to_have_count(0)


# -- a model trained on deskewed digits -----------------------------------------------------------


def test_the_bars_follow_the_pen_with_a_deskewing_model_too(page: Page) -> None:
    app.go(page, "Train")
    page.get_by_text("Deskew", exact=True).click()
    app.choose(page, "Full")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text(re.compile("Finished"))
    app.go(page, "Draw")
    app.expect_blank(page)
    app.draw(page, app.DIGITS[7][:-1])
    app.record_answers(page)
    app.press(page, app.DIGITS[7][-1])
    app.expect_source(page, "browser")
    page.mouse.up()
    app.expect_source(page, "server")
    expect(app.answer(page)).to_have_attribute("data-prediction", "7")
    expect(page.get_by_role("img", name=re.compile("Deskew: read as 7. The model"))).to_be_visible()
    np.testing.assert_allclose(
        app.probabilities(page), app.recorded(page, "browser")[-1], rtol=0, atol=1e-3
    )


# -- explanation and perturbation -----------------------------------------------------------------


def push(page: Page) -> Locator:
    return page.locator("ten-push")


def pushed(page: Page) -> list[float]:
    return json.loads(push(page).get_attribute("data-probabilities") or "[]")


def test_another_digit_is_explained_and_a_perturbation_changes_the_answer(draw_page: Page) -> None:
    page = draw_page
    app.draw(page, app.DIGITS[4])
    expect(page.locator("ten-why").get_by_text("ink for 4")).to_be_visible()
    page.get_by_role("combobox", name="The digit", exact=True).fill("2")
    page.keyboard.press("Enter")
    expect(page.locator("ten-why").get_by_text("ink for 2")).to_be_visible()
    expect(
        page.get_by_role("application", name="Which pixels speak for 2 and which for 4")
    ).to_be_visible()
    app.choose(page, "One digit")
    expect(page.locator("ten-why").get_by_text("sum = logit z")).to_be_visible()

    expect(push(page)).to_have_attribute("data-source", "server")
    before = pushed(page)
    np.testing.assert_allclose(before, app.probabilities(page), rtol=0, atol=1e-3)
    slider = page.get_by_role("slider", name="Right")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box() or {}
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.75 * box["width"], y, steps=8)
    expect(push(page)).to_have_attribute("data-source", "browser")
    held = pushed(page)
    assert not np.allclose(held, before, atol=0.05)
    page.mouse.up()
    expect(push(page)).to_have_attribute("data-source", "server")
    np.testing.assert_allclose(pushed(page), held, rtol=0, atol=1e-3)
    strip = push(page).get_by_role("img", name=re.compile("^Right: read as"))
    expect(strip).to_have_attribute("aria-label", re.compile(r"4 from -?[\d.]+ px, \d from"))

    reset = push(page).get_by_role("button", name="Reset")
    reset.click()
    expect(reset).to_be_disabled()
    expect(push(page)).to_have_attribute("data-source", "server")
    np.testing.assert_allclose(pushed(page), before, rtol=0, atol=1e-3)


def test_the_sliders_work_by_keyboard_on_a_phone(visit: Callable[..., Any]) -> None:
    page = visit("/draw", **PHONE)
    app.expect_blank(page)
    app.touch(page, app.DIGITS[7])
    slider = page.get_by_role("slider", name="Turn")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^−3°, read as \d$"))
    expect(push(page)).to_have_attribute("data-source", "server")
    wide = "document.documentElement.scrollWidth <= window.innerWidth"
    assert page.evaluate(wide)


def test_the_test_image_takes_the_ink_of_the_other_theme(draw_page: Page) -> None:
    """Else it could not be seen on the pad."""
    page = draw_page
    app.button(page, "Test image").click()
    app.expect_answered(page)
    darkest = """() => {
      const pads = [], look = (root) => { for (const node of root.querySelectorAll("*")) {
        if (node.matches("canvas.dc-canvas")) pads.push(node);
        if (node.shadowRoot) look(node.shadowRoot);
      } };
      look(document);
      const ink = pads.flatMap((pad) => {
        const { data } = pad.getContext("2d").getImageData(0, 0, pad.width, pad.height);
        const opaque = []; for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 250) opaque.push(data[i]);
        return opaque;
      });
      return ink.length ? ink.reduce((a, b) => a + b) / ink.length : -1;
    }"""
    page.wait_for_function(f"() => {{ const v = ({darkest})(); return v >= 0 && v < 60; }}")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"() => ({darkest})() > 200")
