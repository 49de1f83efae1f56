"""An open page asks for less as more runs play, without being drawn again."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import app
from tests.browser.app import Page, expect

# Counts what the page asks the server for: each tick is a message on its websocket.
COUNTING = """
window.asked = 0;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (...message) { window.asked += 1; return send.apply(this, message); };
"""
WINDOW_MS = 4_000


def asked_per_s(page: Page) -> float:
    """Messages a second over a window of the browser's own clock."""
    begin = page.evaluate("[performance.now(), window.asked]")
    end = page.wait_for_function(
        "(end) => performance.now() >= end && [performance.now(), window.asked]",
        arg=begin[0] + WINDOW_MS,
    ).json_value()
    return (end[1] - begin[1]) / (end[0] - begin[0]) * 1_000


def test_an_open_page_ticks_more_slowly_when_others_come(
    visit: Callable[..., Page], serve: Callable[..., str]
) -> None:
    url = serve()
    first = visit("/train", url=url, script=COUNTING)
    app.chosen(first, "10")
    app.button(first, "Play").click()
    app.grows(first, "samples seen")
    alone = asked_per_s(first)
    others = [visit("/train", url=url) for _ in range(4)]
    for other in others:
        app.chosen(other, "10")
        app.button(other, "Play").click()
        expect(app.state(other)).to_have_text("Training")
    app.grows(first, "samples seen")
    assert asked_per_s(first) < min(alone, 2.5), "five runs: a tick every half second, or fewer"

    app.button(first, "Pause").click()
    expect(app.state(first)).to_have_text("Paused")
    assert asked_per_s(first) < 1, "where nothing plays nothing ticks"
