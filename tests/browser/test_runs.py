"""The Runs page: saved runs, a sweep whose points can be chosen, and the race."""

from __future__ import annotations

import json
import re

from tests.browser import app
from tests.browser.app import Page, expect

LINES = "ten-lines"
# A race takes ten seconds on an idle machine.
RACE_MS = 240_000


def train_a_second(page: Page) -> None:
    """Train, pause, choose another batch size, train again, pause."""
    app.go(page, "Train")
    app.button(page, "Play").click()
    app.grows(page, "samples seen")
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")
    page.get_by_role("combobox", name="Batch size").click()
    page.get_by_role("option", name="512", exact=True).click()
    app.button(page, "Reset").click()
    expect(app.state(page)).to_have_text("Ready")
    app.button(page, "Play").click()
    app.grows(page, "samples seen")
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")


def test_two_runs_are_compared_named_and_deleted(page: Page) -> None:
    app.go(page, "Runs")
    expect(app.button(page, "Train a first run")).to_be_visible()
    train_a_second(page)
    app.go(page, "Runs")
    for chart in page.locator(LINES).all():
        expect(chart).to_have_attribute("data-lines", "2")
    table = page.locator("ten-runs")
    expect(table).to_have_attribute("data-rows", "2")
    expect(table.get_by_role("columnheader", name="batch")).to_be_visible()
    expect(page.locator("ten-versus").get_by_role("img", name=re.compile("digit 7"))).to_have_count(
        3
    )

    # Pointing at a row highlights its line in every chart, and pointing at a line its row.
    row = table.get_by_role("row").nth(2)
    row.hover()
    for chart in page.locator(LINES).all():
        expect(chart.locator("svg.pointed g.line.at .name")).to_have_text(re.compile("^2 "))
    end = page.locator(LINES).first.locator("g.line.at circle").bounding_box()
    assert end is not None
    page.mouse.move(end["x"] + 5, end["y"] + 5)
    expect(page.locator(LINES).first.locator(".title tspan")).to_contain_text(
        re.compile(r"^2 .*\d")
    )
    expect(row).to_have_class("at")
    page.mouse.move(5, 5)
    expect(row).not_to_have_class("at")

    name = table.get_by_role("textbox").first
    name.fill("<b>small</b> batches")
    name.press("Enter")
    expect(page.locator(LINES).first.get_by_text("<b>small</b>")).to_be_visible()  # as it was typed

    pin = table.get_by_role("button", name="Keep <b>small</b> batches for good")
    pin.click()
    expect(pin).to_have_attribute("aria-pressed", "true")

    table.get_by_role("button", name="Delete <b>small</b> batches").click()
    expect(table).to_have_attribute("data-rows", "1")
    expect(page.locator(LINES).first).to_have_attribute("data-lines", "1")
    expect(table.get_by_text("Deleted: <b>small</b> batches")).to_be_visible()
    table.get_by_role("button", name="Undo").click()
    expect(table).to_have_attribute("data-rows", "2")
    expect(table.get_by_role("textbox").first).to_have_value("<b>small</b> batches")


def test_a_point_of_a_sweep_sets_the_learning_rate(page: Page) -> None:
    app.go(page, "Runs")
    app.choose(page, "Learning rate")
    app.choose(page, "8")
    app.button(page, "Sweep").click()
    sweep = page.locator("ten-sweep")
    expect(sweep).to_have_attribute("data-done", "1")
    expect(app.button(page, "Sweep again")).to_be_visible()
    points = sweep.get_by_role("button", name=re.compile("^rate "))
    expect(points).to_have_count(8)
    assert int(sweep.get_attribute("data-diverging") or 0) >= 1
    expect(points.last).to_have_attribute("aria-label", re.compile("too large$"))

    points.nth(2).focus()
    page.keyboard.press("ArrowRight")
    rate = re.findall(r"rate ([\d.]+)", points.nth(3).get_attribute("aria-label") or "")[0]
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"The Train page is set to {rate}")).to_be_visible()
    app.go(page, "Train")
    expect(page.get_by_role("slider", name="Learning rate")).to_have_attribute(
        "aria-valuetext", rate
    )


def test_the_race_of_the_presets_runs_to_its_end(page: Page) -> None:
    app.go(page, "Runs")
    app.button(page, "Race the presets").click()
    expect(app.button(page, "Race again")).to_be_visible(timeout=RACE_MS)
    for chart in page.locator(LINES).all():
        expect(chart).to_have_attribute("data-lines", "6")
        counts = json.loads(chart.get_attribute("data-points") or "[]")
        assert min(counts) > 10
    expect(page.locator("ten-runs").get_by_role("row", name=re.compile("L-BFGS"))).to_contain_text(
        "%"
    )
