"""Close connections that send a request too slowly, or do not read what they are sent.

Why: uvicorn, Streamlit's server, waits for ever for the rest of a header and of a body, and holds
what a client does not read. Each such connection keeps a file descriptor, and some memory.
How: note when each connection began to send a request; a task looks at all of them every other
second. It also answers at once when hardly a descriptor is left.
Since Streamlit 1.67 (uvicorn 0.54). Not needed once uvicorn has such timeouts; a test that leaves
half a header on an unpatched server fails then.
"""

import asyncio
import contextlib
import logging
import socket
import sys
import time
import weakref
from collections.abc import AsyncIterator
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from softmax import limits

log = logging.getLogger("softmax.pages")

LOOK_EVERY_S = 2.0
# Descriptors for the files that the server opens itself.
RESERVED = 60
UNLIMITED = 65_536
ANSWER = (
    b"HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n"
    b"Connection: close\r\n\r\n%s"
)
LATE = b"The request took too long: check the network, and load the page again."
FULL = b"The server has as many connections as it can take: try again in a minute."


class Watched:
    """One connection: until when its request must be whole, and how it reads."""

    def __init__(self, now: float) -> None:
        self.due: float | None = now + limits.HEADER_S.value
        self._unread, self._read_at = 0, now

    def has_stalled(self, unread: int, now: float) -> bool:
        """Whether of ``unread`` bytes none has been read for UNREAD_S."""
        if not unread or unread < self._unread:
            self._read_at = now
        self._unread = unread
        return now - self._read_at > limits.UNREAD_S.value


_watched: weakref.WeakKeyDictionary[Any, Watched] = weakref.WeakKeyDictionary()


def descriptors() -> int:
    """How many files and connections the process may have open."""
    if sys.platform == "win32":
        return UNLIMITED
    import resource

    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return UNLIMITED if allowed == resource.RLIM_INFINITY else min(allowed, UNLIMITED)


def raise_descriptors() -> None:
    """Let the process have as many as its hard limit allows; many systems begin with 1,024."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = UNLIMITED if most == resource.RLIM_INFINITY else min(most, UNLIMITED)
    if descriptors() < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def patch() -> None:
    """Replace methods of uvicorn's protocols that note what a connection does."""
    http: Any = HttpToolsProtocol
    made, received = http.connection_made, http.data_received
    headers_complete, message_complete = http.on_headers_complete, http.on_message_complete

    def connection_made(self: Any, transport: Any) -> None:
        made(self, transport)
        if len(self.connections) > descriptors() - RESERVED:
            _answer(transport, b"503 Service Unavailable", FULL)
        else:
            _watched[self] = Watched(time.monotonic())

    def data_received(self: Any, data: bytes) -> None:
        watched = _watched.get(self)
        if watched and watched.due is None:
            watched.due = time.monotonic() + limits.HEADER_S.value
        received(self, data)

    def on_headers_complete(self: Any) -> None:
        if watched := _watched.get(self):
            watched.due = time.monotonic() + limits.BODY_S.value
        headers_complete(self)

    def on_message_complete(self: Any) -> None:
        if watched := _watched.get(self):
            watched.due = None
        message_complete(self)

    http.connection_made, http.data_received = connection_made, data_received
    http.on_headers_complete = on_headers_complete
    http.on_message_complete = on_message_complete

    websocket: Any = WebSocketsSansIOProtocol
    opened = websocket.connection_made

    def websocket_made(self: Any, transport: Any) -> None:
        opened(self, transport)
        # By itself it grows to megabytes, all of them drawn before it is noticed that nobody reads.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, limits.UNREAD_BYTES.value)
        _watched[self] = Watched(time.monotonic())
        _watched[self].due = None

    websocket.connection_made = websocket_made


@contextlib.asynccontextmanager
async def closing() -> AsyncIterator[None]:
    """Close such connections, as long as the server runs."""
    task = asyncio.create_task(_look())
    try:
        yield
    finally:
        task.cancel()


async def _look() -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = time.monotonic()
        late = stalled = 0
        for connection, watched in list(_watched.items()):
            transport = connection.transport
            if transport is None:
                continue
            # Also of one that is closing: it stays open until the last byte is read.
            if watched.has_stalled(transport.get_write_buffer_size(), now):
                transport.abort()
                stalled += 1
            elif watched.due is not None and now > watched.due and not transport.is_closing():
                _answer(transport, b"408 Request Timeout", LATE)
                late += 1
        if late or stalled:
            log.warning("event=closed slow_requests=%d not_reading=%d", late, stalled)


def _answer(transport: Any, status: bytes, sentence: bytes) -> None:
    transport.write(ANSWER % (status, len(sentence), sentence))
    transport.close()
