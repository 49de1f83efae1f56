"""The Weights page: single weights, the time machine, and the images with extreme logits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import app
from tests.browser.app import Locator, Page, expect


@pytest.fixture
def paused(page: Page) -> Page:
    """The Weights page of a paused run."""
    return pause(page)


def pause(page: Page) -> Page:
    app.go(page, "Weights")
    app.button(page, "Train it now").click()
    expect(app.state(page)).to_have_text("Training")
    expect(page.locator("ten-time[live]")).to_be_visible()
    app.grows(page, "samples seen")
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")
    expect(page.locator("ten-time:not([live])")).to_be_visible()
    return page


def rail(page: Page) -> Locator:
    return page.get_by_role("slider", name="Moment of the run")


def step(page: Page) -> int:
    return int(page.locator("ten-time").get_attribute("data-step") or -1)


def probabilities(page: Page) -> list[float]:
    """The probabilities that are shown for the visitor's image."""
    return json.loads(page.locator("ten-mine").get_attribute("data-probabilities") or "[]")


def shown(page: Page) -> dict[str, Any]:
    """Everything that changes with the time machine."""
    against = page.get_by_role("img", name=re.compile("Weights of 3 less those of 8"))
    return {
        "step": step(page),
        "mark": page.locator("ten-time .knob").get_attribute("cx"),
        "loss": page.locator("ten-time .now span").text_content(),
        "pictures": [app.picture(page, digit) for digit in range(10)],
        "biases": page.locator("ten-rows figcaption i").all_text_contents(),
        "against": against.evaluate("(canvas) => canvas.toDataURL()"),
        "probabilities": probabilities(page),
    }


def test_from_the_invitation_to_single_weights(page: Page) -> None:
    app.go(page, "Weights")
    expect(page.get_by_role("heading", name="Nothing learned yet")).to_be_visible()
    heatmaps = page.get_by_role("figure", name="heatmaps")
    pause(page)
    expect(heatmaps).to_have_count(0)

    app.choose(page, "Pixels")
    expect(heatmaps.locator(".hm image")).to_have_count(10)
    # the middle of the first picture; plotly covers it with a layer that catches the pointer
    heatmaps.locator(".hm image").first.hover(force=True)
    hover = page.locator(".hoverlayer .hovertext")
    expect(hover).to_contain_text(re.compile(r"digit 0.*row 1\d, column 1\d.*weight [+−-]0\.\d{4}"))

    app.choose(page, "Smooth")
    expect(page.locator("ten-rows[smooth]")).to_be_visible()
    expect(heatmaps).to_have_count(0)


def test_the_figure_covers_the_pictures_exactly(paused: Page) -> None:
    app.choose(paused, "Pixels")
    expect(paused.locator(".hm image")).to_have_count(10)
    for digit in (0, 4, 5, 9):
        ours = paused.locator("ten-rows canvas").nth(digit).bounding_box()
        plotlys = paused.locator(".hm image").nth(digit).bounding_box()
        assert ours is not None
        assert plotlys is not None
        for side, px in ours.items():
            assert plotlys[side] == pytest.approx(px, abs=3), (digit, side)


def test_dragging_the_time_machine_changes_everything_without_the_server(paused: Page) -> None:
    app.button(paused, "Take a test image").click()
    expect(paused.locator("ten-mine")).to_be_visible()
    before = shown(paused)
    paused.evaluate(
        """() => {
          const send = WebSocket.prototype.send;
          window.sent = 0;
          WebSocket.prototype.send = function (...what) { window.sent++; return send.apply(this, what); };
        }"""
    )
    box = rail(paused).bounding_box()
    assert box is not None
    paused.mouse.move(box["x"] + box["width"] - 40, box["y"] + 60)
    paused.mouse.down()
    paused.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60, steps=8)
    halfway = shown(paused)
    paused.mouse.move(box["x"] + 2, box["y"] + 60, steps=8)
    paused.mouse.up()
    start = shown(paused)
    assert before["step"] > halfway["step"] > start["step"] == 0
    for name in before:
        assert before[name] != halfway[name] != start[name], name
    changed = [a != b for a, b in zip(before["pictures"], start["pictures"], strict=True)]
    assert all(changed)  # a bias may print as 0.00 after a few steps, too
    assert start["probabilities"] == [0.1] * 10
    assert paused.evaluate("window.sent") == 0


def test_the_keyboard_and_the_replay_move_the_time_machine(paused: Page) -> None:
    last = step(paused)
    rail(paused).focus()
    paused.keyboard.press("Home")
    expect(rail(paused)).to_have_attribute("aria-valuenow", "0")
    expect(rail(paused)).to_have_attribute("aria-valuetext", re.compile("^step 0, validation loss"))
    for key, value in (("ArrowRight", "1"), ("PageUp", "11"), ("ArrowLeft", "10")):
        paused.keyboard.press(key)
        expect(rail(paused)).to_have_attribute("aria-valuenow", value)
    paused.keyboard.press("End")
    assert step(paused) == last
    rows = paused.locator("ten-rows")
    expect(rows).to_have_attribute("data-step", str(last))
    picture = app.picture(paused, 3)
    machine = paused.locator("ten-time")
    machine.evaluate(
        """(element) => {
          window.steps = [];
          new MutationObserver(() => window.steps.push(Number(element.dataset.step)))
            .observe(element, { attributeFilter: ["data-step"] });
        }"""
    )
    paused.get_by_role("button", name="Replay").click()
    expect(paused.locator("ten-time:not([playing])")).to_be_visible()
    expect(machine).to_have_attribute("data-step", str(last))
    steps = paused.evaluate("window.steps")
    moments = int(rail(paused).get_attribute("aria-valuemax") or 0) + 1
    assert steps == sorted(steps)
    assert steps[0] == 0
    assert len(set(steps)) == moments
    expect(rows).to_have_attribute("data-step", str(last))
    assert app.picture(paused, 3) == picture


def test_with_reduced_motion_the_replay_shows_a_few_snapshots(visit: Callable[..., Page]) -> None:
    page = pause(visit(reduced_motion="reduce"))
    pictured = page.locator("ten-time .small").count()
    last = step(page)
    machine = page.locator("ten-time")
    machine.evaluate(
        """(element) => {
          window.steps = new Set();
          new MutationObserver(() => window.steps.add(element.dataset.step))
            .observe(element, { attributeFilter: ["data-step"] });
        }"""
    )
    page.get_by_role("button", name="Replay").click()
    expect(machine).to_have_attribute("data-step", "0")
    expect(machine).to_have_attribute("data-step", str(last))
    assert page.evaluate("window.steps.size") == pictured


def test_a_row_opens_the_images_with_its_extreme_logits(paused: Page) -> None:
    ask = paused.get_by_role(
        "button", name="Test images with the highest and lowest logit of row 4"
    )
    ask.focus()
    paused.keyboard.press("Enter")
    expect(paused.get_by_role("heading", name="What row 4 likes")).to_be_visible()
    likes = paused.locator("ten-likes")
    expect(likes.get_by_role("link", name=re.compile(r"^Labelled \d"))).to_have_count(18)
    # They follow the time machine when it is released: all logits are 0 at the start.
    expect(paused.get_by_text(re.compile(f"after step {step(paused):,}\\."))).to_be_visible()
    rail(paused).focus()
    paused.keyboard.press("Home")
    expect(paused.get_by_text("after step 0.")).to_be_visible()
    expect(likes.locator("em").first).to_have_text("0.0")
    app.button(paused, "Back").click()
    expect(paused.get_by_role("heading", name="One against the other")).to_be_visible()
    assert step(paused) == 0


def test_a_click_on_a_pixel_opens_the_row_too(paused: Page) -> None:
    app.choose(paused, "Pixels")
    picture = paused.locator(".hm image").nth(7)
    expect(picture).to_be_visible()
    picture.click(force=True)
    expect(paused.get_by_role("heading", name="What row 7 likes")).to_be_visible()


def test_the_time_machine_is_dragged_by_touch_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit("/weights", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    app.button(page, "Train it now").click()
    expect(page.locator("ten-time[live]")).to_be_visible()
    app.button(page, "Pause").click()
    expect(page.locator("ten-time:not([live])")).to_be_visible()
    rail(page).scroll_into_view_if_needed()
    box = rail(page).bounding_box()
    assert box is not None
    device = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        device.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    y = box["y"] + 50
    send("touchStart", {"x": box["x"] + 300, "y": y})
    for x in (240, 160, 80, 3):
        send("touchMove", {"x": box["x"] + x, "y": y})
    send("touchEnd")
    expect(page.locator("ten-time")).to_have_attribute("data-step", "0")
    rows, machine = (page.locator(tag).bounding_box() for tag in ("ten-rows", "ten-time"))
    assert rows is not None
    assert machine is not None
    assert machine["y"] + machine["height"] - rows["y"] < 844, "both are on the screen together"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
