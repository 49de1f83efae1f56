"""The websocket that brings the frames of a run to an open page.

The page's first message names the run by its token, which cannot be guessed, and the elements it
has; another such message, after the page was drawn again, asks for everything anew. Each frame is
answered by "ack" once it is painted, and a page with IN_FLIGHT unanswered frames gets none until
then: so a hidden tab gets none, and a slow one the newest. The last frame shows the run as it
stands, and the server closes the socket after it.
"""

import asyncio
import contextlib
import json
import time
import weakref
from collections import Counter
from typing import TYPE_CHECKING, Any

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config

from pages.server import startup
from pages.streamlit_patches import origin
from softmax.limits import FRAME_MESSAGE, FRAME_SOCKETS

if TYPE_CHECKING:
    from pages.shared.live.watched import Viewer, Watched

# Seconds between two frames of a page, and of all pages together.
SPACING_S = 1 / 32
SPACING_OF_ALL_S = 1 / 1_500
# Of a page that shows only the numbers of a run.
NUMBERS_S = 0.2
# Seconds until a pause is noticed.
NOTICED_S = 0.04
IN_FLIGHT = 3
HELLO_S = 10.0
# Reasons for closing a socket; frames.js knows them.
DONE, REFUSED, TOO_LARGE, BUSY, GONE = 1000, 1008, 1009, 1013, 4404
ACK, HERE = "ack", "here"

_watched: "weakref.WeakValueDictionary[str, Watched]" = weakref.WeakValueDictionary()
_open: Counter[str] = Counter()


def routes() -> list[WebSocketRoute]:
    """For streamlit.App, below server.baseUrlPath like Streamlit's own."""
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    return [WebSocketRoute(f"{base and '/' + base}/frames", serve)]


async def serve(socket: WebSocket) -> None:
    """One socket, until either side closes it."""
    if not origin.is_allowed(socket.headers):
        await socket.close(REFUSED)
        return
    await socket.accept()
    with contextlib.suppress(WebSocketDisconnect):
        code = await _converse(socket)
        await socket.close(code)


async def _converse(socket: WebSocket) -> int:
    """Returns the code to close the socket with."""
    try:
        hello = _hello(await asyncio.wait_for(_received(socket), HELLO_S))
    except (TimeoutError, ValueError):
        return REFUSED
    token = hello["run"]
    if not startup.is_ready() or _open[token] >= FRAME_SOCKETS.value:
        return BUSY
    watched = _watch(token)
    if watched is None:
        return GONE
    _open[token] += 1
    try:
        return await _Connection(socket, watched, token).run(hello)
    finally:
        _open[token] -= 1
        if not _open[token]:
            del _open[token]


def _watch(token: str) -> "Watched | None":
    # They import torch, and the port opens before that is loaded.
    from pages.shared.live.watched import Watched
    from pages.shared.state.run_handle import RunHandle
    from softmax.scheduling import shared

    run = shared().get(token)
    if run is None:
        return None
    watched = _watched.get(token) or Watched(RunHandle(token, run, shared()))
    _watched[token] = watched
    return watched


async def _received(socket: WebSocket) -> str:
    """The next message.

    Raises:
        ValueError: it is no text, or too long.
        WebSocketDisconnect: the other side has closed the socket.
    """
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    text = message.get("text")
    if text is None or len(text) > FRAME_MESSAGE.value:
        raise ValueError("no short text")
    return str(text)


def _hello(text: str) -> dict[str, Any]:
    """The first message, and each that asks for everything anew.

    Raises:
        ValueError: it is something else.
    """
    match json.loads(text):
        case {"run": str(run), "wants": list(wants), "presented": bool(presented)}:
            return {"run": run, "wants": [str(tag) for tag in wants], "presented": presented}
        case _:
            raise ValueError("not what a page says")


class _Connection:
    """A page that watches a run."""

    def __init__(self, socket: WebSocket, watched: "Watched", token: str) -> None:
        self._socket, self._watched, self._token = socket, watched, token
        self._viewer: Viewer
        self._in_flight = 0

    async def run(self, hello: dict[str, Any]) -> int:
        """Until the run is over or the page is closed; returns the code to close with."""
        self._greet(hello)
        tasks = [asyncio.create_task(self._hear()), asyncio.create_task(self._send())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            return done.pop().result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _greet(self, hello: dict[str, Any]) -> None:
        from pages.shared.live.watched import Viewer

        self._viewer = Viewer(hello["wants"], hello["presented"])
        self._watched.run.heartbeat()

    async def _hear(self) -> int:
        while True:
            try:
                text = await _received(self._socket)
                if text == ACK:
                    self._in_flight = max(0, self._in_flight - 1)
                elif text != HERE:
                    self._greet(_hello(text))
            except ValueError:
                return TOO_LARGE
            self._watched.run.heartbeat()

    async def _send(self) -> int:
        due = time.monotonic()
        while True:
            spacing = max(SPACING_S, SPACING_OF_ALL_S * _open.total())
            if "pictures" not in self._viewer.wants:
                spacing = max(spacing, NUMBERS_S)
            wait = spacing / 4
            is_due = time.monotonic() >= due or not self._watched.run.running
            if is_due and self._in_flight < IN_FLIGHT:
                message, last = self._watched.message(self._viewer)
                if message:
                    self._in_flight += 1
                    await self._socket.send_bytes(message)
                    wait, due = spacing, time.monotonic() + spacing
                if last:
                    return DONE
            if self._token not in self._watched.run.pool:
                return GONE
            await asyncio.sleep(min(wait, NOTICED_S))
