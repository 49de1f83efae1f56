"""An open page ticks more slowly as more runs train, without being redrawn."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser import app
from tests.browser.app import Page, expect

# Counts the messages that the page sends to the server; each tick is one.
COUNTING = """
window.messages = 0;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (...message) { window.messages += 1; return send.apply(this, message); };
"""
WINDOW_MS = 4_000


def messages_per_s(page: Page) -> float:
    """The rate over a time window, by the browser's clock."""
    begin = page.evaluate("[performance.now(), window.messages]")
    end = page.wait_for_function(
        "(end) => performance.now() >= end && [performance.now(), window.messages]",
        arg=begin[0] + WINDOW_MS,
    ).json_value()
    return (end[1] - begin[1]) / (end[0] - begin[0]) * 1_000


def test_an_open_page_ticks_more_slowly_when_more_runs_train(
    visit: Callable[..., Page], serve: Callable[..., str]
) -> None:
    url = serve()
    first = visit("/train", url=url, script=COUNTING)
    app.choose(first, "10")
    app.button(first, "Play").click()
    app.grows(first, "samples seen")
    alone = messages_per_s(first)
    others = [visit("/train", url=url) for _ in range(4)]
    for other in others:
        app.choose(other, "10")
        app.button(other, "Play").click()
        expect(app.state(other)).to_have_text("Training")
    app.grows(first, "samples seen")
    assert messages_per_s(first) < min(alone, 2.5), "five runs: a tick every half second, or fewer"

    app.button(first, "Pause").click()
    expect(app.state(first)).to_have_text("Paused")
    assert messages_per_s(first) < 1, "a paused page does not tick"
