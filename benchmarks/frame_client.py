"""The second websocket of a simulated visitor, which brings the frames of its run: decodes and
acknowledges them as the page does, and notes when they came.

A browser acknowledges a frame when it is painted; here that is at once.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

HERE_S = 3.0


@dataclass
class Watched:
    """What was seen of one run from a press of Play to its end, or till now.

    Args:
        pressed_at: when the visitor pressed Play, by the monotonic clock.
        pictures_at: when each frame with changed pictures came.
    """

    pressed_at: float
    total_steps: int = 0
    first_step: int | None = None
    last_step: int = 0
    pictures_at: list[float] = field(default_factory=list)

    def see(self, step: int) -> None:
        """Note a frame with pictures after so many steps; those of no step change nothing."""
        if not step:
            return
        if self.first_step is None:
            self.first_step = step
        self.last_step = step
        self.pictures_at.append(time.monotonic())

    @property
    def seconds(self) -> float:
        """From the press of Play to the last picture."""
        return self.pictures_at[-1] - self.pressed_at if self.pictures_at else 0.0

    @property
    def steps(self) -> int:
        return self.last_step - (self.first_step or 0)


def decoded(message: bytes) -> tuple[str, dict[str, Any]]:
    """The state of the run, and the parts without their arrays."""
    header = json.loads(message[4 : 4 + int.from_bytes(message[:4], "little")])
    return header["state"], header["parts"]


async def watch(
    host: str, cookie: str, hello: dict[str, Any],
    heard: Callable[[bytes], Awaitable[None]],
) -> None:  # fmt: skip
    """Hand over each frame of the run until the server closes the socket."""
    try:
        async with connect(
            f"ws://{host}/frames", origin=f"http://{host}",  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie} if cookie else {},
            max_size=None, ping_interval=None, compression=None, proxy=None,
        ) as socket:  # fmt: skip
            await socket.send(json.dumps(hello))
            alive = asyncio.create_task(_say_here(socket))
            try:
                async for message in socket:
                    assert isinstance(message, bytes)
                    await heard(message)
                    await socket.send("ack")
            finally:
                alive.cancel()
    except ConnectionClosed:
        pass
    except (OSError, WebSocketException, TimeoutError) as error:
        raise ConnectionError(str(error)) from error


async def _say_here(socket: ClientConnection) -> None:
    while True:
        await asyncio.sleep(HERE_S)
        await socket.send("here")
