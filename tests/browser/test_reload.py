"""A reload finds the run and the drawing again, in the same tab only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser import app
from tests.browser.app import Page, expect

STEPS = "samples seen"
KEPT = "sessionStorage.getItem('ten-pictures-run')"


def remembering(run: str) -> str:
    """A script for a tab that remembers a run. (Frames inside the page have no storage.)"""
    return f"if (location.port) sessionStorage.setItem('ten-pictures-run', {run!r});"


def test_a_reload_finds_the_run_again_and_the_controls_follow(page: Page) -> None:
    app.go(page, "Train")
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("5")
    epochs.press("Enter")
    expect(app.button(page, "Play")).to_be_visible()
    app.choose(page, "10")
    app.button(page, "Play").click()
    seen, kept = app.grows(page, STEPS), page.evaluate(KEPT)
    expect(page.get_by_text("of 5", exact=True)).to_be_visible()
    page.reload()
    expect(app.state(page)).to_have_text("Training")
    expect(page.get_by_role("radio", name="10", exact=True)).to_be_checked()
    expect(epochs).to_have_value("5")
    assert app.grows(page, STEPS) > seen
    assert page.evaluate(KEPT) == kept

    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")
    text = app.cell(page, STEPS).text_content() or ""
    page.reload()
    expect(app.state(page)).to_have_text("Paused")
    expect(app.cell(page, STEPS)).to_have_text(text)


def test_a_reload_does_not_make_a_second_run(
    visit: Callable[..., Page], serve: Callable[..., str]
) -> None:
    url = serve(SOFTMAX_CAPACITY="1")  # a second live run has to wait
    page = visit("/train", url=url)
    app.choose(page, "10")
    app.button(page, "Play").click()
    app.grows(page, STEPS)
    for _ in range(2):
        page.reload()
        expect(app.state(page)).to_have_text("Training")
        app.grows(page, STEPS)

    other = visit("/train", url=url)
    app.button(other, "Play").click()
    expect(app.state(other)).to_have_text("Waiting")
    expect(other.get_by_text("you are number 1", exact=False)).to_be_visible()
    app.button(page, "Pause").click()
    expect(app.state(other)).to_have_text("Training")
    app.grows(other, STEPS)


def test_a_duplicated_tab_has_a_run_of_its_own(page: Page) -> None:
    app.go(page, "Train")
    app.choose(page, "10")
    app.button(page, "Play").click()
    app.grows(page, STEPS)
    kept = page.evaluate(KEPT)
    other = page.context.new_page()
    # What a browser does when it duplicates a tab.
    other.add_init_script(remembering(kept))
    other.goto(page.url)
    expect(app.state(other)).to_have_text("Ready")
    other.wait_for_function(f"{KEPT} === null")
    expect(app.state(other)).to_have_text("Ready")
    app.grows(page, STEPS)


def test_a_lost_run_is_reported(visit: Callable[..., Any]) -> None:
    page = visit("/train", script=remembering("before gone"))
    expect(
        page.get_by_text("The server was restarted; the run that was here is gone")
    ).to_be_visible()
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Training")
    expect(page.get_by_text("The server was restarted")).to_have_count(0)


def test_a_reload_finds_the_drawing_again(page: Page) -> None:
    app.go(page, "Draw")
    app.expect_blank(page)
    app.draw(page, app.DIGITS[7])
    app.expect_answered(page)
    page.reload()
    app.expect_answered(page)
    expect(app.button(page, "Undo")).to_be_enabled()
    app.go(page, "Train")
    page.reload()  # and also from another page
    app.expect_settled(page)
    app.go(page, "Draw")
    app.expect_answered(page)
    app.button(page, "Clear").click()
    app.expect_blank(page)
    page.reload()
    app.expect_blank(page)
