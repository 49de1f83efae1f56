"""A real server under small attacks: it answers everybody else, and its log has no traceback. How
fast it answers meanwhile is measured by ``python -m benchmarks.strangers``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from benchmarks import attacks
from benchmarks.attacks import Stranger
from softmax import limits


async def attack(port: int) -> None:
    await asyncio.gather(attacks.flood(port, 300, 1), attacks.unread(port, 5, 1))
    socket = await attacks.stream(port)
    await socket.send("text")
    with pytest.raises(ConnectionClosed) as closed:
        await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1003
    stranger = Stranger(port, "draw")
    await stranger.open()
    for _ in range(2 * limits.UPLOADS_KEPT.value):
        assert await attacks.upload(stranger, 300_000) == 204
    # Refused; made a picture, and the next one goes on from there.
    for size in (2 * limits.DRAWING_BYTES.value, limits.DRAWING_BYTES.value - 1_000, 150_000):
        await stranger.draw(attacks.big_drawing(size, size))
        assert stranger.open_now
    assert not stranger.log.errors
    await stranger.leave()
    other = Stranger(port)
    await other.open()
    await other.leave()


def test_attacks_leave_the_others_their_pages(serve: Callable[..., str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("w") as file:
        port = int(serve(log=file).rpartition(":")[2].strip("/"))
        # In a thread of its own: in the test's, a browser of other tests has an event loop.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, attack(port)).result()
    assert "Traceback" not in log.read_text()
