"""The websocket of the frames, spoken to as a server would (ASGI)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from starlette.websockets import WebSocket
from streamlit import config

from pages.server import frame_sockets, startup
from pages.server.frame_sockets import BUSY, DONE, GONE, IN_FLIGHT, REFUSED
from softmax.data import Dataset
from softmax.limits import FRAME_MESSAGE, FRAME_SOCKETS
from softmax.scheduling import Pool
from softmax.training import Config, Run

PATIENCE_S = 20.0
HOST = {"host": "app.test:8501"}


class Page:
    """The other end of one socket."""

    def __init__(self, **headers: str) -> None:
        self.accepted = False
        self.code: int | None = None
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})
        raw = [(name.encode(), value.encode()) for name, value in (HOST | headers).items()]
        scope = {"type": "websocket", "path": "/frames", "headers": raw}
        socket = WebSocket(scope, self._said.get, self._hear)
        self.served = asyncio.create_task(frame_sockets.serve(socket))

    async def _hear(self, message: Any) -> None:
        self.accepted |= message["type"] == "websocket.accept"
        if message["type"] == "websocket.send":
            self.frames.put_nowait(message["bytes"])
        if message["type"] == "websocket.close":
            self.code = message["code"]

    def say(self, text: str) -> None:
        self._said.put_nowait({"type": "websocket.receive", "text": text})

    def greet(self, run: str, *wants: str) -> None:
        self.say(json.dumps({"run": run, "wants": wants or ["strip"], "presented": False}))

    async def frame(self) -> dict[str, Any]:
        """The header of the next frame."""
        message = await asyncio.wait_for(self.frames.get(), PATIENCE_S)
        header: dict[str, Any] = json.loads(message[4 : 4 + int.from_bytes(message[:4], "little")])
        return header

    async def closed(self) -> int | None:
        """The code that the server closed the socket with."""
        await asyncio.wait_for(self.served, PATIENCE_S)
        return self.code

    async def leave(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.served, PATIENCE_S)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """The pool of the process, without workers."""
    made = Pool(workers=0)
    monkeypatch.setattr("softmax.scheduling.shared", lambda: made)
    monkeypatch.setattr(startup, "is_ready", lambda: True)
    for spacing in ("SPACING_S", "SPACING_OF_ALL_S", "NUMBERS_S"):
        monkeypatch.setattr(frame_sockets, spacing, 0)
    yield made
    assert not frame_sockets._open


@pytest.fixture
def run(small: Dataset) -> Run:
    run = Run(Config(train_size=640, batch_size=64, epochs=40, learning_rate=0.01), small)
    run.play()
    return run


def conversation(test: Callable[[Pool, Run], Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that talks to the server."""

    def test_of_it(pool: Pool, run: Run) -> None:
        asyncio.run(test(pool, run))

    test_of_it.__name__, test_of_it.__doc__ = test.__name__, test.__doc__
    return test_of_it


@conversation
async def test_a_foreign_page_is_refused(pool: Pool, run: Run) -> None:
    for origin in ("http://evil.test", "http://app.test:80", "null"):
        page = Page(origin=origin)
        assert await page.closed() == REFUSED
        assert not page.accepted
    page = Page(origin="http://app.test:8501")
    page.greet(pool.add(run))
    assert (await page.frame())["state"] == "running"
    await page.leave()


@conversation
async def test_only_a_token_of_a_run_admits(pool: Pool, run: Run) -> None:
    pool.add(run)
    for token in ("", "guessed", "x" * 22):
        page = Page()
        page.greet(token)
        assert await page.closed() == GONE
        assert page.frames.empty()


@conversation
async def test_whatever_else_a_page_says_closes_the_socket(pool: Pool, run: Run) -> None:
    token = pool.add(run)
    for said in ("", "[", "[" * 400, "{}", '{"run": 1}', "x" * (FRAME_MESSAGE.value + 1)):
        first, later = Page(), Page()
        first.say(said)
        assert await first.closed() == REFUSED
        later.greet(token)
        await later.frame()
        later.say(said)
        assert await later.closed() in (REFUSED, frame_sockets.TOO_LARGE)


@conversation
async def test_sockets_of_a_run_are_counted(pool: Pool, run: Run) -> None:
    token = pool.add(run)
    pages = [Page() for _ in range(FRAME_SOCKETS.value)]
    for page in pages:
        page.greet(token)
        await page.frame()
    one_more = Page()
    one_more.greet(token)
    assert await one_more.closed() == BUSY
    for page in pages:
        await page.leave()


@conversation
async def test_a_page_that_does_not_acknowledge_gets_the_newest_frame_when_it_does(
    pool: Pool, run: Run
) -> None:
    page = Page()
    page.greet(pool.add(run), "pictures")
    for _ in range(IN_FLIGHT):
        run.advance(1)
        await page.frame()
    for _ in range(5):
        run.advance(1)
        for _ in range(20):  # turns of the server's loop
            await asyncio.sleep(0)
    assert page.frames.empty()
    page.say("ack")
    assert (await page.frame())["parts"]["pictures"]["version"] == run.progress.version
    await page.leave()


@conversation
async def test_the_last_frame_is_the_run_as_it_stands_and_then_the_socket_closes(
    pool: Pool, run: Run
) -> None:
    """Also for a page that comes after the end, and one that lags until then."""
    token = pool.add(run)
    slow = Page()
    slow.greet(token)
    for _ in range(IN_FLIGHT):
        run.advance(1)
        await slow.frame()
    run.advance(1)
    pool.pause(token)
    late = Page()
    late.greet(token)
    slow.say("ack")
    for page in (slow, late):
        frame = await page.frame()
        assert (frame["state"], frame["parts"]["strip"]["title"]) == ("paused", "Paused")
        assert frame["parts"]["strip"]["version"] == run.progress.version
        assert await page.closed() == DONE


@conversation
async def test_a_page_that_says_that_it_is_here_keeps_its_run(pool: Pool, run: Run) -> None:
    token = pool.add(run)
    entry = pool._entries[token]
    page = Page()
    page.greet(token)
    await page.frame()
    entry.seen_at = 0.0
    page.say("here")
    await page.leave()
    assert entry.seen_at > 0
    pool.remove(token)
    again = Page()
    again.greet(token)
    assert await again.closed() == GONE


def test_the_route_is_below_the_base_path(monkeypatch: pytest.MonkeyPatch) -> None:
    for base, path in (("", "/frames"), ("/ten/pictures/", "/ten/pictures/frames")):
        monkeypatch.setattr(config, "get_option", lambda _, base=base: base)
        assert [route.path for route in frame_sockets.routes()] == [path]
