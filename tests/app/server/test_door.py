"""The door by itself: a fake server in front, a fake app behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from pages.server import door
from pages.server.door import Bucket, Door
from pages.streamlit_patches import script_threads, slow_connections
from softmax import limits

Message = dict[str, Any]


def test_a_bucket_gives_what_it_has_and_then_lets_wait() -> None:
    bucket = Bucket(per_s=10, size=5)
    assert [bucket.take(1, 0.0) for _ in range(5)] == [0] * 5
    assert bucket.take(1, 0.0) == pytest.approx(0.1)
    assert bucket.take(2, 0.0) == pytest.approx(0.3)
    assert bucket.take(1, 100.0) == 0  # full again, and not fuller than full
    assert bucket.take(5, 100.0) == pytest.approx(0.1)


class Browser:
    """One websocket before a door: what it sends arrives at ``app``."""

    def __init__(self, at: Door, messages: list[Message]) -> None:
        self.sent: list[Message] = []
        self._messages = asyncio.Queue[Message]()
        for message in messages:
            self._messages.put_nowait(message)
        self.done = asyncio.create_task(
            at({"type": "websocket", "path": door.STREAM}, self._receive, self.send)
        )

    async def _receive(self) -> Message:
        return await self._messages.get()

    async def send(self, message: Message) -> None:
        self.sent.append(message)


def rerun(size: int = 10) -> Message:
    return {"type": "websocket.receive", "bytes": bytes(size)}


LEAVES = {"type": "websocket.disconnect", "code": 1001}


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the door waits, without waiting."""
    seconds: list[float] = []
    sleep = asyncio.sleep

    async def note(wait_s: float) -> None:
        seconds.append(wait_s)
        await sleep(0)

    monkeypatch.setattr(door.asyncio, "sleep", note)
    monkeypatch.setattr(door.time, "monotonic", lambda: 0.0)
    return seconds


def received(messages: list[Message]) -> list[Message]:
    """What the app is given of what one browser sends."""
    got: list[Message] = []

    async def app(_scope: Any, receive: Callable[[], Awaitable[Message]], _send: Any) -> None:
        while not got or got[-1]["type"] != "websocket.disconnect":
            got.append(await receive())

    async def visit() -> None:
        await Browser(Door(app), [*messages, LEAVES]).done

    asyncio.run(visit())
    return got


def test_a_page_that_asks_often_is_slowed_down_and_loses_nothing(slept: list[float]) -> None:
    burst = limits.MESSAGES_AT_ONCE.value
    assert len(received([rerun()] * (burst + 30))) == burst + 31
    assert slept[:burst] == [0] * burst
    assert slept[-1] == pytest.approx(30 / limits.MESSAGES_PER_S.value)


def test_a_large_message_counts_as_many(slept: list[float]) -> None:
    received([rerun(100 * limits.MESSAGE_BYTES_COUNTED.value)])
    assert slept[0] > 1


def test_text_closes_the_connection_without_a_traceback(slept: list[float]) -> None:
    got = received([{"type": "websocket.receive", "text": "hello"}])
    assert [message["type"] for message in got] == ["websocket.disconnect"]


@pytest.mark.parametrize("error", [OSError, RuntimeError])
def test_of_a_closed_connection_nothing_more_is_read(error: type[Exception]) -> None:
    got: list[str] = []

    async def closed(_message: Message) -> None:
        raise error("Unexpected ASGI message, after sending 'websocket.close'.")

    async def always() -> Message:
        return rerun()

    async def app(_scope: Any, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        for _ in range(2):
            got.append((await receive())["type"])
            await send({"type": "websocket.send", "bytes": b""})

    asyncio.run(Door(app)({"type": "websocket", "path": door.STREAM}, always, closed))  # type: ignore[arg-type]
    assert got == ["websocket.receive", "websocket.disconnect"]


def test_of_pages_that_do_not_wait_for_their_scripts_one_is_drawn_at_a_time() -> None:
    """Each of these scripts runs until the other pages have asked, too; a patient page waits for
    none of them."""
    running: list[str] = []
    most = 0
    patient = asyncio.Event()

    async def visit() -> None:
        turns = 0

        async def app(scope: Any, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
            nonlocal most, turns
            scripts = script_threads._scripts.get()
            name = "patient" if scope["path"].startswith("/patient") else f"flood {id(scripts)}"
            while (await receive())["type"] == "websocket.receive":
                turns += 1
                alive = SimpleNamespace(is_alive=lambda: True)
                scripts.runners.append(SimpleNamespace(_script_thread=alive))
                running.append(name)
                if name == "patient":
                    patient.set()
                if turns > 4 * (limits.MESSAGES_TOO_EARLY.value + 2):
                    most = max(most, len([one for one in running if one != "patient"]))

                def end(alive: Any = alive, name: str = name) -> None:
                    alive.is_alive = lambda: False
                    running.remove(name)

                asyncio.get_running_loop().call_later(0.01, end)

        at = Door(app)
        floods = [Browser(at, [rerun()] * 20) for _ in range(4)]
        while turns < 40:
            await asyncio.sleep(0.005)
        await at(
            {"type": "websocket", "path": f"/patient{door.STREAM}"},
            Browser(at, [rerun()])._receive,
            floods[0].send,
        )

    async def briefly() -> None:
        visiting = asyncio.create_task(visit())
        await asyncio.wait_for(patient.wait(), 20)
        visiting.cancel()

    asyncio.run(briefly())
    assert most <= 2  # one, and one that has just ended


def test_a_full_server_says_so(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    monkeypatch.setattr(slow_connections, "descriptors", lambda: limits.SPARE_DESCRIPTORS.value + 1)

    async def app(scope: Any, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
        else:
            await send({"type": "http.response.start", "status": 200})

    async def visit() -> None:
        at = Door(app)
        held = Browser(at, [])
        await asyncio.sleep(0)
        for _ in range(2):
            refused = Browser(at, [{"type": "websocket.connect"}])
            await refused.done
            assert refused.sent[0]["type"] == "websocket.http.response.start"
            assert refused.sent[0]["status"] == 503
            assert b"load this one again" in refused.sent[1]["body"]
        for headers, status in (([(b"accept", b"text/html")], 503), ([], 200)):
            scope = {"type": "http", "path": "/", "method": "GET", "headers": headers}
            await at(scope, refused._receive, refused.send)
            assert [m["status"] for m in refused.sent if "status" in m][-1] == status
        held.done.cancel()

    asyncio.run(visit())
    assert len(caplog.records) == 1


def test_who_uploads_slowly_does_not_keep_others_from_uploading() -> None:
    taken: list[bytes] = []

    async def app(scope: Any, receive: Callable[[], Awaitable[Message]], send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        taken.append(body)

    async def upload(at: Door, messages: list[Message]) -> None:
        waiting: asyncio.Queue[Message] = asyncio.Queue()
        for message in messages:
            waiting.put_nowait(message)
        scope = {"type": "http", "method": "PUT", "path": f"{door.UPLOADS}a/b"}
        await at(scope, waiting.get, None)  # type: ignore[arg-type]

    async def visit() -> None:
        at = Door(app)
        first = {"type": "http.request", "body": b"half", "more_body": True}
        slow = [asyncio.create_task(upload(at, [first])) for _ in range(5)]
        await asyncio.sleep(0)
        await upload(at, [first, {"type": "http.request", "body": b" and half"}])
        for task in slow:
            task.cancel()

    asyncio.run(asyncio.wait_for(visit(), 20))
    assert taken == [b"half and half"]
