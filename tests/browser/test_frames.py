"""The live pictures: by their own websocket, in a hidden tab, at Pause, and without the websocket."""

from __future__ import annotations

from typing import Any

from pages.server.frame_sockets import IN_FLIGHT
from pages.shared.live.frames import FALLBACK_S
from tests.browser import app
from tests.browser.app import Page, expect

# Whether the tab is hidden, which a test cannot bring about.
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
# What is on the screen once the run is paused, and again once the page is drawn again.
SHOWN = """(state) => {
  const found = {};
  const look = (root) => root.querySelectorAll("*").forEach((node) => {
    if (node.localName.startsWith("ten-")) found[node.localName] = node;
    if (node.shadowRoot) look(node.shadowRoot);
  });
  look(document);
  const strip = found["ten-strip"].shadowRoot;
  if (strip.querySelector(".cell").textContent !== state) return false;
  return {
    numbers: [...strip.querySelectorAll(".value b")].map((b) => b.textContent),
    pictures: [...found["ten-pictures"].shadowRoot.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()),
    batch: found["ten-batch"].latest.step, // its images take a moment to decode
    points: found["ten-curves"].data.points,
  };
}"""


NOTE_SENT = """() => {
  window.sent = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (message) { window.sent.push(message); return send.call(this, message); };
}"""


def test_frames_come_while_the_tab_is_seen_and_pause_shows_where_the_run_stands(page: Page) -> None:
    frames: list[bytes] = []

    def listen(socket: Any) -> None:
        if socket.url.endswith("/frames"):
            socket.on("framereceived", lambda frame: frames.append(frame))

    page.on("websocket", listen)
    page.evaluate(NOTE_SENT)
    app.go(page, "Train")
    app.button(page, "Play").click()
    app.grows(page, "samples seen")
    assert app.paints_per_s(page, "ten-pictures") > 3 / FALLBACK_S

    page.evaluate(HIDE, True)
    before = len(frames)
    page.evaluate("window.sent = []")
    page.wait_for_function("window.sent.includes('here')")
    assert len(frames) - before <= IN_FLIGHT
    page.evaluate(HIDE, False)
    app.grows(page, "samples seen")

    app.button(page, "Pause").click()
    at_once = page.wait_for_function(SHOWN, arg="Paused").json_value()
    expect(app.button(page, "Play")).to_be_visible()
    app.expect_settled(page)
    assert page.evaluate(SHOWN, "Paused") == at_once


def test_a_page_without_the_websocket_repaints_once_a_second(page: Page) -> None:
    def refuse(socket: Any) -> None:
        socket.close()

    page.route_web_socket("**/frames", refuse)
    app.go(page, "Train")
    app.button(page, "Play").click()
    for _ in range(2):
        app.grows(page, "samples seen")
    app.button(page, "Pause").click()
    expect(app.state(page)).to_have_text("Paused")
    app.choose(page, "Full")
    app.button(page, "Play").click()
    expect(app.state(page)).to_have_text("Finished")
    expect(app.button(page, "Train again")).to_be_visible()
