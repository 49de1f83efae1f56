from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from benchmarks.attacks import HALVES
from pages.streamlit_patches import slow_connections
from softmax import limits
from softmax.limits import Limit

HOST = "127.0.0.1"
BIG = 20_000_000


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answers with a big file, after the whole body."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": bytes(BIG)})


@contextlib.asynccontextmanager
async def serving() -> AsyncIterator[int]:
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            HOST,
            0,
            ws="websockets-sansio",
            http="httptools",
            lifespan="off",
            log_level="error",
        )
    )
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        await task


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for owner in (HttpToolsProtocol, WebSocketsSansIOProtocol):
        for name, value in vars(owner).items():
            if callable(value):
                monkeypatch.setattr(owner, name, value)
    for name in ("HEADER_S", "BODY_S", "UNREAD_S"):
        monkeypatch.setattr(limits, name, Limit(0, "seconds", ""))
    monkeypatch.setattr(slow_connections, "LOOK_EVERY_S", 0.05)


BODY = b"PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf"


async def answers(port: int, halves: tuple[bytes, ...], patience_s: float) -> list[bytes | None]:
    """How each connection with half a request ends: with an answer, or None, not at all."""
    pairs = [await asyncio.open_connection(HOST, port) for _ in halves]
    for (_, writer), half in zip(pairs, halves, strict=True):
        writer.write(half)

    async def end(reader: asyncio.StreamReader) -> bytes | None:
        try:
            return await asyncio.wait_for(reader.read(), patience_s)
        except TimeoutError:
            return None

    found = await asyncio.gather(*(end(reader) for reader, _ in pairs))
    for _, writer in pairs:
        writer.transport.abort()
    return found


def test_uvicorn_waits_for_ever_for_the_rest_of_a_request() -> None:
    """Where this fails, uvicorn does better now, and the patch can go."""

    async def visit() -> list[bytes | None]:
        async with serving() as port:
            return await answers(port, (*HALVES, BODY), 0.5)

    assert asyncio.run(visit()) == [None] * (len(HALVES) + 1)


def test_half_a_request_is_answered_and_closed() -> None:
    slow_connections.patch()

    async def visit() -> list[bytes | None]:
        async with serving() as port, slow_connections.closing():
            return await answers(port, (*HALVES, BODY), 10)

    for answer in asyncio.run(visit()):
        assert answer is not None
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert answer.endswith(slow_connections.LATE)


def test_who_does_not_read_is_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(limits, "HEADER_S", Limit(20, "seconds", ""))
    monkeypatch.setattr(limits, "BODY_S", Limit(20, "seconds", ""))
    slow_connections.patch()

    async def visit() -> int:
        async with serving() as port, slow_connections.closing():
            reader, writer = await asyncio.open_connection(HOST, port, limit=1_000)
            writer.write(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
            while not caplog.records:
                await asyncio.sleep(0.05)
            got = 0
            with contextlib.suppress(ConnectionError):
                got = len(await reader.read())
            writer.transport.abort()
            return got

    assert asyncio.run(asyncio.wait_for(visit(), 20)) < BIG


def test_a_closing_connection_that_is_not_read_is_closed_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Transport:
        is_aborted = False

        def is_closing(self) -> bool:
            return True

        def get_write_buffer_size(self) -> int:
            return 100

        def abort(self) -> None:
            self.is_aborted = True

    class Connection:
        transport = Transport()

    async def visit() -> None:
        async with slow_connections.closing():
            while not Connection.transport.is_aborted:
                await asyncio.sleep(0.01)

    connection = Connection()
    watched = slow_connections.Watched(-100.0)
    monkeypatch.setitem(slow_connections._watched, connection, watched)
    watched.has_stalled(100, -100.0)
    asyncio.run(asyncio.wait_for(visit(), 10))


def test_a_reader_is_slow_or_none() -> None:
    watched = slow_connections.Watched(0.0)
    limit = float(limits.UNREAD_S.value)
    assert not watched.has_stalled(100, 0.0)
    assert watched.has_stalled(100, limit + 1)
    assert not watched.has_stalled(99, limit + 2)  # it has read something
    assert not watched.has_stalled(0, limit + 3)
    assert watched.has_stalled(50, limit + 4)


def test_above_the_limit_of_files_a_connection_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    slow_connections.patch()
    monkeypatch.setattr(slow_connections, "descriptors", lambda: slow_connections.RESERVED)

    async def visit() -> list[bytes | None]:
        async with serving() as port:
            return await answers(port, (b"",), 10)

    (answer,) = asyncio.run(visit())
    assert answer is not None
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert answer.endswith(slow_connections.FULL)
