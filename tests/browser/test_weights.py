"""The Weights page: from the invitation to single weights."""

from __future__ import annotations

import re

from tests.browser import app
from tests.browser.app import Page, expect


def test_from_the_invitation_to_single_weights(page: Page) -> None:
    app.go(page, "Weights")
    expect(page.get_by_role("heading", name="Nothing learned yet")).to_be_visible()
    heatmaps = page.get_by_role("figure", name="heatmaps")
    expect(heatmaps).to_have_count(0)
    app.button(page, "Train it now").click()
    expect(app.state(page)).to_have_text("Training")
    app.grows(page, "samples seen")
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")

    expect(heatmaps.locator(".hm image")).to_have_count(10)
    # in the middle of the first digit's picture, on which plotly lays what catches the pointer
    heatmaps.locator(".hm image").first.hover(force=True)
    hover = page.locator(".hoverlayer .hovertext")
    expect(hover).to_contain_text(re.compile(r"digit 0.*row 1\d, column 1\d.*weight [+−-]0\.\d{4}"))

    app.chosen(page, "Smooth")
    expect(page.locator("ten-pictures[smooth]")).to_be_visible()
    expect(heatmaps).to_have_count(0)
    app.chosen(page, "Pixels")
    expect(heatmaps.locator(".hm image")).to_have_count(10)
