"""Chapter 10 in a browser: gestures on the plane, and its regions against the library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from softmax.maths import Model
from tests.browser import app
from tests.browser.app import Page, expect

# The greys at the centres of n x n cells, as the index of the class; -1 where a letter, an arrow
# or a line is painted.
PAINTED = """(plane, n) => {
  const canvas = plane.find("canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const greys = [...plane.findAll("thead th span")].map((node) => getComputedStyle(node).backgroundColor);
  const at = (i) => Math.floor(((i + 0.5) / n) * width);
  return Array.from({ length: n * n }, (_, k) => {
    const p = 4 * (at(Math.floor(k / n)) * width + at(k % n));
    return greys.indexOf(`rgb(${data[p]}, ${data[p + 1]}, ${data[p + 2]})`);
  });
}"""


@pytest.fixture
def plane(visit: Callable[..., Any]) -> Page:
    page = visit("/learn_10_plane", viewport={"width": 1440, "height": 1000}, has_touch=True)
    expect(page.locator("ten-plane[data-points]")).to_be_visible()
    app.expect_settled(page)
    page.locator("ten-plane canvas").first.scroll_into_view_if_needed()
    return page


def points(page: Page) -> list[dict[str, float]]:
    found: list[dict[str, float]] = json.loads(
        page.locator("ten-plane").get_attribute("data-points") or "[]"
    )
    return found


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the plane is on the page."""
    box = page.locator("ten-plane canvas").first.bounding_box()
    assert box is not None
    return box["x"] + (x + 2) / 4 * box["width"], box["y"] + (2 - y) / 4 * box["height"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=4)
    page.mouse.up()


def drag_by_finger(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    session = page.context.new_cdp_session(page)
    for kind, at in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
        touches = [{"x": x, "y": y} for x, y in at]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_points_are_dragged_added_removed_and_undone(plane: Page) -> None:
    before, element = points(plane), plane.locator("ten-plane")
    first, end = before[0], plane.locator(".st-key-lesson-end")
    expect(end).to_contain_text("Drag a point")
    drag(plane, place(plane, first["x"], first["y"]), place(plane, 1.5, -1.5))
    assert points(plane)[0] == pytest.approx({"x": 1.5, "y": -1.5, "label": 0}, abs=0.02)
    expect(end).not_to_contain_text("Drag a point")
    drag_by_finger(plane, place(plane, 1.5, -1.5), place(plane, 1.7, 0.1))
    assert points(plane)[0] == pytest.approx({"x": 1.7, "y": 0.1, "label": 0}, abs=0.02)

    element.get_by_role("button", name="D", exact=True).click()
    plane.touchscreen.tap(*place(plane, -1.7, -1.7))
    assert points(plane)[-1] == pytest.approx({"x": -1.7, "y": -1.7, "label": 3}, abs=0.02)
    expect(element.locator(".classes")).to_have_value("4")
    element.get_by_role("button", name="Remove").click()
    plane.mouse.click(*place(plane, -1.7, -1.7))
    assert len(points(plane)) == len(before)
    for _ in range(4):
        element.get_by_role("button", name="Undo").click()
    assert points(plane) == before
    expect(element.get_by_role("button", name="Undo")).to_be_disabled()


def test_all_is_done_by_keyboard_and_survives_a_reload(plane: Page) -> None:
    before, canvas = points(plane), plane.locator("ten-plane canvas").first
    canvas.focus()
    for key in (".", "Enter", "ArrowUp", "Shift+ArrowRight", "Enter", "ArrowUp"):
        plane.keyboard.press(key)
    x, y = before[0]["x"] + 0.02, before[0]["y"] + 0.1
    assert points(plane)[0] == pytest.approx({"x": x, "y": y, "label": 0}, abs=1e-6)
    for key in (*["ArrowDown"] * 20, "b", "Enter"):
        plane.keyboard.press(key)
    assert points(plane)[-1] == pytest.approx({"x": x, "y": y - 1.9, "label": 1}, abs=1e-6)
    plane.keyboard.press("Delete")
    assert len(points(plane)) == len(before)
    plane.keyboard.press("Control+z")
    assert len(points(plane)) == len(before) + 1
    kept = points(plane)
    plane.reload()
    expect(plane.locator("ten-plane[data-points]")).to_be_visible()
    assert points(plane) == kept


def test_every_region_is_that_of_the_library(plane: Page) -> None:
    """The painted greys of both kinds of features against predict_proba, after the training."""
    element = plane.locator("ten-plane")
    for preset, features, rate in (("Overlapping", "plain", "3"), ("Ring", "squares", "10")):
        element.get_by_role("button", name=preset).click()
        element.locator(".rate").select_option(rate)
        element.locator(".l2").select_option("0.01")
        element.locator(".kind").select_option(features)
        expect(element.get_by_role("status")).to_contain_text("At the optimum", timeout=60_000)
        sent = json.loads(element.get_attribute("data-weights") or "{}")["weights"][0]
        painted = np.array(element.evaluate(PAINTED, 41))
        centres = (np.arange(41) + 0.5) / 41 * 4 - 2
        x, y = (axis.ravel() for axis in np.meshgrid(centres, -centres))
        X = np.stack([x, y, x**2, y**2][: len(sent["W"][0])], axis=1)
        a = Model(np.array(sent["W"]), np.array(sent["b"])).predict_proba(X)
        first, second = np.sort(a, axis=1)[:, :-3:-1].T
        clear = (first - second > 0.05) & (painted >= 0)
        assert clear.mean() > 0.6
        assert (painted == a.argmax(axis=1))[clear].all()
        assert len(set(painted[clear])) == a.shape[1]


def test_what_cannot_be_used_is_named_and_loses_nothing(plane: Page) -> None:
    before, element = points(plane), plane.locator("ten-plane")
    element.get_by_text("Your own numbers").click()
    for text, says in (
        ("1, NaN, a", "“NaN” is not a number"),
        ("0 0 a\n" * 10_000, "10,000 lines; the plane holds up to 300 points"),
    ):
        # Playwright's fill types line by line, which takes a minute for 10,000.
        element.get_by_role("textbox").evaluate("(node, text) => { node.value = text; }", text)
        element.get_by_role("button", name="Use these points").click()
        expect(element.get_by_role("status")).to_contain_text(says)
        assert points(plane) == before
    element.get_by_role("textbox").fill("700 700 a\n700 700 b")
    element.get_by_role("button", name="Use these points").click()
    expect(element.get_by_role("status")).to_contain_text("a is A, b is B")
    expect(element.locator(".count")).to_have_text(re.compile("step [1-9]"))
    element.get_by_role("button", name="Undo").click()
    assert points(plane) == before
    app.button(plane, "Set it up").nth(3).click()
    expect(element.get_by_role("status")).to_contain_text("At the optimum", timeout=30_000)
    expect(element.locator(".softmax figcaption")).to_contain_text("26 of 42 right")
