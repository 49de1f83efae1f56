"""Where all requests and messages come in: how often a page may ask, and how many may be open.

Each message of a browser's websocket runs a page or a part of it. Who asks too often is slowed
down by reading its messages later; none is lost. It is counted by connection, because a hundred
phones may share one address.
"""

import asyncio
import logging
import math
import time

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.streamlit_patches import script_threads, slow_connections
from softmax import limits

log = logging.getLogger("softmax.pages")

FULL = (
    "As many pages are open as this server can take: close pages you do not use, and load this "
    "one again in a minute."
)
LOGGED_EVERY_S = 60.0
# So that a page that has calmed down is soon drawn as all others.
MAX_COUNTED = 16
LOST: Message = {"type": "websocket.disconnect", "code": 1006}
STREAM, UPLOADS = "/_stcore/stream", "/_stcore/upload_file/"


class Bucket:
    """A token bucket. It may go into debt: who takes waits until the debt is paid."""

    def __init__(self, per_s: float, size: float) -> None:
        self._per_s, self._size = per_s, size
        self._level, self._at = size, -math.inf

    def take(self, tokens: float, now: float) -> float:
        """Take tokens, at the time ``now`` in seconds; returns the seconds to wait."""
        refilled = self._level + (now - self._at) * self._per_s
        self._level, self._at = min(self._size, refilled) - tokens, now
        return max(0.0, -self._level / self._per_s)


class Door:
    """The middleware, before all others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._pages = 0
        self._flood = asyncio.Lock()
        self._uploads = asyncio.Semaphore(limits.UPLOADS_AT_ONCE.value)
        self._logged_at = -math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, in turn, or say that the server is full."""
        if scope["type"] == "websocket":
            await self._page(scope, receive, send)
        elif scope["type"] == "http" and UPLOADS in scope["path"] and scope["method"] == "PUT":
            # Before its turn, which one who sends slowly must not take from the others.
            body = await _whole(receive)
            async with self._uploads:
                await self._app(scope, _again(body, receive), send)
        elif self._is_full and "text/html" in Headers(scope=scope).get("accept", ""):
            await _refuse(send, "http")
        else:
            await self._app(scope, receive, send)

    @property
    def _is_full(self) -> bool:
        return self._pages >= slow_connections.descriptors() - limits.SPARE_DESCRIPTORS.value

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_full:
            self._log_full()
            await receive()
            await _refuse(send, "websocket.http")
            return
        self._pages += 1
        try:
            if scope["path"].endswith(STREAM):
                page = Page(receive, send, self._flood)
                receive, send = page.receive, page.send
            await self._app(scope, receive, send)
        finally:
            self._pages -= 1

    def _log_full(self) -> None:
        now = time.monotonic()
        if now - self._logged_at > LOGGED_EVERY_S:
            self._logged_at = now
            log.warning("event=full pages=%d: raise the limit of open files", self._pages)


async def _whole(receive: Receive) -> list[Message]:
    """The messages of a request's body; of one that is too large, those up to there."""
    messages, size = [await receive()], 0
    while messages[-1].get("more_body") and size <= limits.UPLOAD_BYTES.value:
        messages.append(await receive())
        size += len(messages[-1].get("body", b""))
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """Receives what was received already, then the rest."""
    waiting = iter(messages)

    async def replay() -> Message:
        message = next(waiting, None)
        return await receive() if message is None else message

    return replay


class Page:
    """One websocket: hands a message on when it is its turn. Of all pages that ask again and again
    before they are drawn, one is drawn at a time, with a pause as long after it: ``flood``."""

    def __init__(self, receive: Receive, send: Send, flood: asyncio.Lock) -> None:
        self._receive, self._send, self._flood = receive, send, flood
        self._messages = Bucket(limits.MESSAGES_PER_S.value, limits.MESSAGES_AT_ONCE.value)
        self._too_early = 0
        self._is_lost = False
        self._is_read = asyncio.Event()
        self._is_read.set()
        self._scripts = script_threads.of_this_task()
        self._pausing: asyncio.Task[None] | None = None

    async def receive(self) -> Message:
        """The next message, at the earliest when the page may ask again."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        if message.get("bytes") is None:  # of text Streamlit would log a traceback
            await self.send({"type": "websocket.close", "code": 1003})
            return LOST
        tokens = 1 + len(message["bytes"]) // limits.MESSAGE_BYTES_COUNTED.value
        await asyncio.sleep(self._messages.take(tokens, time.monotonic()))
        await self._is_read.wait()
        await self._in_turn()
        # What a flood has left behind is not read to its end.
        return LOST if self._is_lost else message

    async def _in_turn(self) -> None:
        early = self._scripts.run
        self._too_early = min(self._too_early + 1, MAX_COUNTED) if early else self._too_early // 2
        await self._scripts.ended()
        if self._too_early > limits.MESSAGES_TOO_EARLY.value:
            await self._flood.acquire()
            self._pausing = asyncio.create_task(self._pause())

    async def _pause(self) -> None:
        began = time.monotonic()
        try:
            await asyncio.sleep(0)  # in which the message starts its script
            await self._scripts.ended()
            await asyncio.sleep(time.monotonic() - began)
        finally:
            self._flood.release()

    async def send(self, message: Message) -> None:
        """Send; while that waits, the browser does not read, and nothing is done for it."""
        self._is_read.clear()
        try:
            await self._send(message)
        except (OSError, RuntimeError):
            self._is_lost = True  # ``receive`` says so; Streamlit would log a traceback
        finally:
            self._is_read.set()


async def _refuse(send: Send, prefix: str) -> None:
    """Answer 503 with one sentence, over HTTP or to the handshake of a websocket."""
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"retry-after", b"60")]
    start = {"type": f"{prefix}.response.start", "status": 503, "headers": headers}
    await send(start)
    await send({"type": f"{prefix}.response.body", "body": FULL.encode()})
