"""What a stranger may do to the app: attacks on 127.0.0.1, bounded in time and in size.

Used by ``benchmarks.strangers`` and by the tests.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import itertools
import json
import random
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.server import Server
from benchmarks.visitor import HOST, Log, Visitor, get

CANVAS = "streamlit-drawable-canvas"
CLICK_EVERY_S, HEALTH_EVERY_S = 0.3, 0.2
PAD = 280


class Stranger(Visitor):
    """A visitor who can also send any message."""

    def __init__(self, port: int, page: str = "train") -> None:
        super().__init__(port, Log(), page)
        self.canvas = ""
        self.names = itertools.count()

    async def _component(self, component: Any) -> None:
        if CANVAS in component.component_name:
            self.canvas = component.id
        await super()._component(component)

    async def say(self, message: BackMsg | bytes) -> bool:
        """Send a message; returns whether the connection is still there."""
        if self._socket is None:
            return False
        data = message if isinstance(message, bytes) else message.SerializeToString()
        try:
            await self._socket.send(data)
        except ConnectionClosed:
            return False
        return True

    def rerun(self, query: str = "") -> BackMsg:
        """A message that has the page drawn."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.query_string = query
        return message

    async def draw(self, drawing: str) -> None:
        """Send what the canvas sends, and wait for the page."""
        if not self.open_now:
            await self.open()
        done = self.log.count["page runs"]
        await self._ask("", WidgetState(id=self.canvas, json_value=drawing))
        until = time.monotonic() + 5
        while self.log.count["page runs"] == done and time.monotonic() < until and self.open_now:
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def bystander(server: Server) -> AsyncIterator[Log]:
    """Somebody who clicks now and then, and the health check meanwhile. The log has their times."""
    log = Log()
    visitor = Visitor(server.port, log)
    await visitor.open()
    log.seconds.clear()

    async def click() -> None:
        for _ in itertools.count():
            done = log.count["page runs"]
            await visitor._ask("")
            while log.count["page runs"] == done:
                await asyncio.sleep(0.005)
            await asyncio.sleep(CLICK_EVERY_S)

    async def check() -> None:
        while True:
            began = time.monotonic()
            try:
                await get(server.port, "/_stcore/health")
            except OSError:
                log.errors["health"] += 1
            log.seconds["health"].append(time.monotonic() - began)
            await asyncio.sleep(HEALTH_EVERY_S)

    tasks = [asyncio.create_task(click()), asyncio.create_task(check())]
    try:
        yield log
    finally:
        for task in tasks:
            task.cancel()
        # What is still waited for counts too.
        log.seconds["rerun"] += [time.monotonic() - at for at in visitor._asked[""]]
        await visitor.leave()


def big_drawing(size: int, seed: int) -> str:
    """What the canvas would send of a drawing of ``size`` bytes, with noise for its pixels."""
    chance = random.Random(seed)
    file = io.BytesIO()
    noise = Image.frombytes("L", (PAD, PAD), chance.randbytes(PAD * PAD))
    ink = Image.new("L", (PAD, PAD))
    Image.merge("RGBA", (ink, ink, ink, noise)).save(file, "PNG")
    data = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    path = []
    left = size - len(data)
    while left > 0:
        path.append(["Q", *(round(chance.uniform(0, PAD), 3) for _ in range(4))])
        left -= len(json.dumps(path[-1])) + 2
    objects = [{"type": "Path", "stroke": "#000", "path": path[i::3]} for i in range(3)]
    return json.dumps({"drawing": {"raw": {"objects": objects}, "data": data}})


async def flood(port: int, per_s: float, seconds: float) -> None:
    """One page asks for reruns that often, each with another link."""
    stranger = Stranger(port)
    await stranger.open()
    began = time.monotonic()
    for i in itertools.count():
        if time.monotonic() - began > seconds:
            break
        with contextlib.suppress(TimeoutError):
            if not await asyncio.wait_for(stranger.say(stranger.rerun(f"seed={i}")), 1.0):
                break
        await asyncio.sleep(max(0.0, began + i / per_s - time.monotonic()))
    stranger.drop()


async def unread(port: int, sockets: int, seconds: float) -> int:
    """So many sockets ask for reruns and never read; returns how many are open at the end."""

    async def one() -> bool:
        socket = await stream(port)
        message = BackMsg()
        message.rerun_script.page_name = "train"
        until = time.monotonic() + seconds
        with contextlib.suppress(ConnectionClosed):
            while time.monotonic() < until:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(socket.send(message.SerializeToString()), 0.5)
                await asyncio.sleep(0.02)
        is_open = not socket.transport.is_closing()
        socket.transport.abort()
        return is_open

    return sum(await asyncio.gather(*(one() for _ in range(sockets))))


async def stream(port: int, **options: Any) -> ClientConnection:
    """A websocket that does not read: what comes stays in the buffers."""
    return await connect(
        f"ws://{HOST}:{port}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        origin=f"http://{HOST}:{port}",  # type: ignore[arg-type]
        ping_interval=None,
        compression=None,
        max_queue=1,
        max_size=None,
        proxy=None,
        **options,
    )


HALVES = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ",
    b"",
    b"\r\n\r\n",
    b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-",
)


async def half_open(
    port: int, connections: int, seconds: float, halves: Sequence[bytes] = HALVES
) -> int:
    """So many connections with a part of a request; returns how many the server has not closed
    after so many seconds."""
    pairs = []
    for i in range(connections):
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(halves[i % len(halves)])
        pairs.append((reader, writer))
    ends = [asyncio.create_task(reader.read()) for reader, _ in pairs]
    _, waiting = await asyncio.wait(ends, timeout=seconds)
    for task in waiting:
        task.cancel()
    for _, writer in pairs:
        writer.transport.abort()
    return len(waiting)


async def upload(stranger: Stranger, size: int, name: str = "a.npz") -> int:
    """Upload a file of so many bytes as the uploader does; returns the status of the answer."""
    edge = "edge"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode() + random.Random(size).randbytes(size)
    body += f"\r\n--{edge}--\r\n".encode()
    token = stranger.cookies.get("_streamlit_xsrf", "").strip('"')
    head = (
        f"PUT /_stcore/upload_file/{stranger.session}/{next(stranger.names)} HTTP/1.1\r\n"
        f"Host: {HOST}:{stranger.port}\r\nCookie: _streamlit_xsrf={token}\r\n"
        f"X-Xsrftoken: {token}\r\nContent-Type: multipart/form-data; boundary={edge}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(HOST, stranger.port)
    try:
        writer.write(head.encode() + body)
        return int((await reader.read()).split()[1])
    finally:
        writer.close()


async def endless(port: int, sockets: int, megabytes: int) -> None:
    """Frames that never end: so many megabytes on so many sockets, or until they are closed."""

    async def one() -> None:
        try:
            socket = await stream(port)

            async def parts() -> AsyncIterator[bytes]:
                for _ in range(megabytes * 4 // sockets):
                    yield bytes(250_000)

            with contextlib.suppress(ConnectionClosed):
                await asyncio.wait_for(socket.send(parts()), 20)
            socket.transport.abort()
        except (WebSocketException, OSError, TimeoutError):
            pass

    await asyncio.gather(*(one() for _ in range(sockets)))


async def crowd(port: int, pages: int) -> tuple[list[ClientConnection], int]:
    """Open so many pages' sockets; returns those, and how many were answered 503."""
    sockets, refused = [], 0
    for _ in range(pages):
        try:
            sockets.append(await stream(port))
        except WebSocketException as error:
            refused += "503" in str(error)
        except OSError:
            pass
    return sockets, refused
