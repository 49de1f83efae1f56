"""A run from the first button to its test accuracy, as the pages show it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.browser import app
from tests.browser.app import Page, expect

PLACES = (".st-key-transport", ".st-key-curves", "ten-pictures")


def test_the_button_of_the_start_page_starts_a_run(
    page: Page, record_property: Callable[[str, object], None]
) -> None:
    app.button(page, "Watch it learn").click()
    expect(app.state(page)).to_have_text("Training")
    app.expect_page(page, "Train")
    app.grows(page, "samples seen")
    loss, early = app.value(page, "training loss"), app.picture(page, 3)

    rate = app.paints_per_s(page, "ten-pictures")
    record_property("painted_updates_per_s", round(rate, 1))
    print(f"painted updates per second: {rate:.1f}")
    assert rate > 1

    assert app.value(page, "training loss") < loss
    assert app.picture(page, 3) != early


def test_pause_stops_the_run_and_its_curves_can_be_read_and_looked_at_closely(
    page: Page, record_property: Callable[[str, object], None]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    app.button(page, "Watch it learn").click()
    app.grows(page, "samples seen")
    page.evaluate(
        "document.addEventListener('pointerdown', () => { window.pressed = performance.now(); },"
        " { capture: true, once: true })"
    )
    strip = page.locator("ten-strip").element_handle()
    app.button(page, "Pause").click()
    latency_ms = page.wait_for_function(
        "(strip) => strip.shadowRoot.querySelector('.cell').textContent === 'Paused'"
        " && performance.now() - window.pressed",
        arg=strip,
    ).json_value()
    record_property("pause_latency_ms", round(latency_ms))
    print(f"from the press to Paused: {latency_ms:.0f} ms")
    assert latency_ms < 3_000

    note = page.locator("ten-curves text.title tspan").first
    expect(note).to_have_text("mean per image, in nats")
    reader = page.get_by_role("slider", name="Step on the curves")
    reader.hover(position={"x": 60, "y": 150})
    expect(note).to_have_text(re.compile(r"at step \d+"))
    page.get_by_role("heading").first.hover()
    expect(note).to_have_text("mean per image, in nats")
    reader.focus()
    page.keyboard.press("Home")
    expect(note).to_have_text("at step 0")
    expect(reader).to_have_attribute("aria-valuetext", re.compile("loss .* after step 0$"))
    page.keyboard.press("ArrowRight")
    expect(note).to_have_text(re.compile("at step [1-9]"))
    page.keyboard.press("Escape")
    expect(note).to_have_text("mean per image, in nats")

    assert not any("Plotly" in url for url in asked), "1.2 MB that few need"
    app.button(page, "Look closely").click()
    figure = page.get_by_role("figure", name="Loss and accuracy")
    expect(figure).to_be_visible()
    assert any("Plotly" in url for url in asked)
    figure.hover()
    for tool in ("Zoom", "Download plot as a PNG"):
        expect(figure.get_by_role("button", name=tool, exact=True)).to_be_visible()
    # The tools stand in the right margin, and cover neither the headings nor the unit of an axis.
    tools = figure.locator(".modebar-group").first.bounding_box()
    assert tools is not None
    for words in figure.locator(".annotation-text").all():
        text = words.bounding_box()
        assert text is not None
        apart = text["x"] + text["width"] <= tools["x"] or text["y"] >= tools["y"] + tools["height"]
        assert apart or text["y"] + text["height"] <= tools["y"], words.text_content()
    live, still = app.boxes(page, "ten-curves", ".st-key-curves-over")
    assert (still["x"], still["y"]) == (live["x"], live["y"])
    app.button(page, "Back to the curves").click()
    expect(figure).not_to_be_attached()


def test_step_trains_one_mini_batch_and_reset_starts_over(page: Page) -> None:
    app.go(page, "Train")
    for samples in ("128", "256"):
        app.button(page, "Step").click()
        expect(app.cell(page, "samples seen")).to_have_text(samples)
    expect(app.state(page)).to_have_text("Paused")
    batch = page.locator("ten-batch")
    expect(batch).to_contain_text("For step 3 of")
    # Two updates in a row: the caption waits until the images of its own step are decoded.
    at_once = batch.evaluate(
        """(batch) => {
          const { sprite, ...data } = batch.data;
          batch.show({ ...data, step: 500, sprite: batch.inkedCanvas.toDataURL() });
          return batch.shadowRoot.querySelector(".note").textContent; }"""
    )
    assert at_once.startswith("For step 3 of")
    expect(batch).to_contain_text("For step 500 of")
    app.button(page, "Reset").click()
    expect(app.cell(page, "samples seen")).to_have_text("0")
    expect(app.state(page)).to_have_text("Ready")


def test_nothing_moves_on_the_page_and_the_run_ends_with_a_good_test_accuracy(page: Page) -> None:
    app.go(page, "Train")
    expect(app.state(page)).to_have_text("Ready")
    before = app.boxes(page, *PLACES)
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Training")
    app.grows(page, "samples seen")
    assert app.boxes(page, *PLACES) == before

    app.choose(page, "Full")
    expect(app.state(page)).to_have_text("Finished")
    assert app.value(page, "test accuracy") >= 92.0
    expect(app.button(page, "Look closely")).to_be_visible()
    assert app.boxes(page, *PLACES) == before
    expect(app.button(page, "Train again")).to_be_visible()
    expect(app.button(page, "Step")).to_be_disabled()


def test_nothing_moves_on_narrow_screens_nor_under_a_note(visit: Callable[..., Any]) -> None:
    short = "epochs=1&train_size=2000"
    page = visit(f"/train?{short}&learning_rate=50&view=present")
    app.expect_settled(page)
    before = app.boxes(page, *PLACES)
    app.button(page, "Step").click()
    expect(page.get_by_text("The step is too large")).to_be_visible()
    assert app.boxes(page, *PLACES) == before
    for width in (820, 390):
        page = visit(f"/train?{short}&pace=full", viewport={"width": width, "height": 900})
        app.expect_settled(page)
        expect(page.get_by_role("radio", name="Full")).to_be_visible()
        page.wait_for_function(
            "() => document.querySelector('.stMain').getBoundingClientRect().left < 1"
        )
        before = app.boxes(page, *PLACES)
        app.button(page, "Play").click()
        expect(app.state(page)).to_have_text("Finished")
        expect(app.button(page, "Look closely")).to_be_visible()
        assert app.boxes(page, *PLACES) == before
        page = visit(f"/train?{short}&learning_rate=50", viewport={"width": width, "height": 900})
        app.button(page, "Step").click()
        expect(page.get_by_text("The step is too large")).to_be_visible()
        assert app.boxes(page, *PLACES) == before


def test_the_gradient_is_shown_without_the_biases_of_the_weights(page: Page) -> None:
    app.go(page, "Train")
    app.button(page, "Step").click()
    expect(app.state(page)).to_have_text("Paused")
    biases = page.locator("ten-pictures figcaption").get_by_text("bias")
    expect(biases).to_have_count(10)
    expect(biases.first).to_be_visible()
    page.get_by_role("button", name="Batch gradient").click()
    expect(page.get_by_role("img", name="Gradient of digit 3", exact=True)).to_be_visible()
    expect(biases.first).to_be_hidden()


def test_the_run_goes_on_across_pages_and_every_page_can_pause_it(page: Page) -> None:
    app.go(page, "Train")
    app.choose(page, "10")
    app.button(page, "Play").click()
    samples = app.grows(page, "samples seen")
    for name in ("Weights", "Draw", "Start", "Train"):
        app.go(page, name)
        expect(app.state(page)).to_have_text("Training")
        now = app.grows(page, "samples seen")
        assert now > samples
        app.button(page, "Pause").click()
        expect(app.state(page)).to_have_text("Paused")
        samples = app.value(page, "samples seen")
        app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Training")


def test_another_optimizer_sets_its_suggested_rate(page: Page) -> None:
    app.go(page, "Train")
    slider = page.get_by_role("slider", name="Learning rate")
    expect(slider).to_have_attribute("aria-valuetext", "0.4")
    page.get_by_role("combobox", name="Optimizer").click()
    page.get_by_role("option", name="Adam", exact=True).click()
    expect(slider).to_have_attribute("aria-valuetext", "0.015")
    app.button(page, "Step").click()
    expect(app.cell(page, "samples seen")).to_have_text("128")
    expect(slider).to_have_attribute("aria-valuetext", "0.015")
    expect(page.locator("ten-batch")).to_contain_text("at a rate of 0.015")
