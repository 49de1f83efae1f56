"""A simulated visitor: a client of Streamlit's protocol (1.67) over HTTP and a websocket, with
fragment timers, cookies and a tab's sessionStorage.

It connects to 127.0.0.1 only.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks.frame_client import Watched, decoded, watch

HOST = "127.0.0.1"
# The timeout of a request.
PATIENCE_S = 30.0


@dataclass
class Log:
    """Latencies, counts and errors of all visitors of a scenario."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    count: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    def p95(self, name: str) -> float:
        """The 95th percentile in seconds; infinite where there was nothing to measure."""
        values = sorted(self.seconds[name])
        return values[min(len(values) - 1, int(0.95 * len(values)))] if values else float("inf")


class Answer:
    """An HTTP answer: status, cookies and body."""

    def __init__(self, raw: bytes) -> None:
        head, _, self.body = raw.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(status.split()[1])
        headers = (line.partition(": ") for line in lines)
        set_cookie = [value for name, _, value in headers if name.lower() == "set-cookie"]
        pairs = (value.partition(";")[0].partition("=") for value in set_cookie)
        self.cookies = {name: value for name, _, value in pairs}


async def get(port: int, path: str, cookies: dict[str, str] | None = None) -> Answer:
    """One GET, on a connection of its own.

    Raises:
        OSError: the server is unreachable.
    """
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        cookie = f"Cookie: {_joined(cookies)}\r\n" if cookies else ""
        ask = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{cookie}Connection: close\r\n\r\n"
        writer.write(ask.encode())
        raw = await asyncio.wait_for(reader.read(), PATIENCE_S)
    finally:
        writer.close()
    if not raw:
        raise ConnectionError("closed without an answer")
    return Answer(raw)


def _joined(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


class Visitor:
    """One tab. ``kept`` outlives a reload, as sessionStorage does; cookies too."""

    def __init__(self, port: int, log: Log, page: str = "train") -> None:
        self.port, self.log, self.page = port, log, page
        self.cookies: dict[str, str] = {}
        self.kept = ""  # the run of this tab
        self.session = ""  # Streamlit's name for the session, with which a socket is resumed
        self.notice = ""
        self._tasks: set[asyncio.Task[None]] = set()
        self._forget()

    def _forget(self) -> None:
        """Reset the state of one page load."""
        self._socket: ClientConnection | None = None
        self._page_hash = ""
        self._widgets: dict[str, tuple[str, str]] = {}  # label or name -> (id, fragment)
        self._cache: dict[str, ForwardMsg] = {}
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._asked: dict[str, list[float]] = defaultdict(list)  # by fragment; "" is the page
        self._began: dict[str, float] = {}
        self._told = ""
        self._frames: tuple[str, asyncio.Task[None]] | None = None  # of this run
        self._pressed_at = 0.0
        self.watched: list[Watched] = []
        self.strip: dict[str, Any] = {}
        self.loaded = asyncio.Event()

    # -- what a visitor does --------------------------------------------------------------------

    async def open(self) -> None:
        """Load the page, and wait for it.

        Raises:
            OSError: it does not come, or not in time.
        """
        self._forget()
        self.session = ""
        health = await get(self.port, "/_stcore/health", self.cookies)
        self.cookies |= health.cookies
        answer = await get(self.port, f"/{self.page}", self.cookies)
        self.cookies |= answer.cookies
        if answer.status != 200:
            self.log.errors[f"HTTP {answer.status}"] += 1
        await self._connect()
        await asyncio.wait_for(self.loaded.wait(), PATIENCE_S)

    async def resume(self) -> bool:
        """Connect again after ``drop``.

        Returns:
            Whether the server still knew the session.
        """
        before, self.loaded = self.session, asyncio.Event()
        self._asked.clear()
        await self._connect(before)
        await asyncio.wait_for(self.loaded.wait(), PATIENCE_S)
        return self.session == before

    def drop(self) -> None:
        """Abort the connection without a close frame, as when the network is lost."""
        socket, self._socket = self._socket, None
        if socket:
            socket.transport.abort()
        self._stop()

    async def leave(self) -> None:
        """Close the tab."""
        socket, self._socket = self._socket, None
        if socket:
            await socket.close()
        self._stop()

    async def press(self, *labels: str) -> bool:
        """Press the first button there is of these.

        Returns:
            Whether there was one.
        """
        for label in labels:
            if label in self._widgets:
                self.log.count["presses"] += 1
                self._pressed_at = time.monotonic()
                name, fragment = self._widgets[label]
                await self._ask(fragment, WidgetState(id=name, trigger_value=True))
                return True
        return False

    async def sees(self, state: str, seconds: float = PATIENCE_S) -> bool:
        """Wait until the status bar shows this state of the run.

        Returns:
            Whether it did, in that time.
        """
        until = time.monotonic() + seconds
        while self.strip.get("state") != state and time.monotonic() < until:
            await asyncio.sleep(0.01)
        return self.strip.get("state") == state

    @property
    def open_now(self) -> bool:
        """Whether the websocket is open."""
        return bool(self._tasks)

    # -- the protocol ---------------------------------------------------------------------------

    async def _connect(self, session: str = "") -> None:
        token = self.cookies.get("_streamlit_xsrf", "").strip('"') or "none"
        try:
            self._socket = await connect(
                f"ws://{HOST}:{self.port}/_stcore/stream",
                subprotocols=["streamlit", token, *([session] if session else [])],  # type: ignore[list-item]
                additional_headers={"Cookie": _joined(self.cookies)} if self.cookies else {},
                origin=f"http://{HOST}:{self.port}",  # type: ignore[arg-type]
                max_size=None,
                ping_interval=None,
                compression=None,
                open_timeout=PATIENCE_S,
                proxy=None,
            )
        except (WebSocketException, TimeoutError) as error:
            raise ConnectionError(str(error)) from error
        self._spawn(self._read(self._socket))
        await self._ask("")

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _stop(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        self._timers.clear()
        self._socket = None

    async def _ask(
        self, fragment: str, widget: WidgetState | None = None, tick: bool = False
    ) -> None:
        """Have the page, or one fragment of it, run."""
        message = BackMsg()
        ask = message.rerun_script
        if self._page_hash:
            ask.page_script_hash = self._page_hash
        else:
            ask.page_name = self.page
        ask.fragment_id, ask.is_auto_rerun = fragment, tick
        if widget is not None:
            ask.widget_states.widgets.append(widget)
        ask.cached_message_hashes.extend(self._cache)
        ask.context_info.timezone, ask.context_info.locale = "Europe/Zurich", "en"
        ask.context_info.url = f"http://{HOST}:{self.port}/{self.page}"
        self.log.count["ticks"] += tick
        self._asked[fragment].append(time.monotonic())
        if self._socket:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(message.SerializeToString())

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                assert isinstance(data, bytes)
                message = ForwardMsg.FromString(data)
                self.log.count["bytes"] += len(data)
                if message.metadata.cacheable and message.hash:
                    self._cache[message.hash] = message
                await self._hear(message)
        except ConnectionClosed:
            pass
        if socket is self._socket:  # else this side closed it
            self.log.count["sockets closed by the server"] += 1
        for _, timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    async def _hear(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "ref_hash":
                await self._hear(self._cache[message.ref_hash])
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                await self._element(message)
            case "new_session":
                self._starts(message)
            case "script_finished":
                self._ends(message)
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "auto_rerun":
                self._tick(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self._untick(fragment)

    def _starts(self, message: ForwardMsg) -> None:
        self.session = message.new_session.initialize.session_id
        fragments = list(message.metadata.run.fragment_ids)
        for fragment in fragments or [""]:
            self._began[fragment] = time.monotonic()
        if not fragments:
            self._page_hash = message.new_session.page_script_hash
            self._widgets.clear()
            for fragment in list(self._timers):
                self._untick(fragment)

    def _ends(self, message: ForwardMsg) -> None:
        fragments = list(message.metadata.run.fragment_ids)
        if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            self.log.count["ticks that drew the page"] += bool(fragments)
            return
        self.log.count["tick runs" if fragments else "page runs"] += 1
        kind = "tick" if fragments else "rerun" if self.loaded.is_set() else "load"
        for fragment in fragments or [""]:
            self._answered(fragment, kind)
        if not fragments:
            self.loaded.set()
            # A full rerun replaces the pending ticks.
            for fragment in list(self._asked):
                self._answered(fragment, None)

    def _answered(self, fragment: str, kind: str | None) -> None:
        now = time.monotonic()
        began = self._began.get(fragment, now)
        asked = self._asked[fragment]
        if kind:
            self.log.seconds[kind] += [now - at for at in asked if at <= began]
        self._asked[fragment] = [at for at in asked if at > began]

    async def _element(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.log.errors[f"{element.exception.type} on the page"] += 1
        elif kind == "button":
            self._widgets[element.button.label] = (element.button.id, message.delta.fragment_id)
        elif kind == "text" and "run that was here" in element.text.body:
            self.notice = element.text.body
        elif kind == "bidi_component":
            await self._component(element.bidi_component)

    async def _component(self, component: Any) -> None:
        if component.component_name == "ten_tab":
            data = json.loads(component.bytes)
            if data["run"]:
                self.kept = data["run"]
            elif self.kept and self.kept not in (data["gone"], self._told):
                self._told = self.kept
                found = json.dumps({"found": [self.kept, time.time_ns()]})
                await self._ask("", WidgetState(id=component.id, json_value=found))
        elif component.component_name == "ten_strip":
            self.strip = json.loads(component.bytes)
        elif component.component_name == "ten_frames":
            self._watch(component.id, json.loads(component.bytes))

    # -- the frames -----------------------------------------------------------------------------

    def _watch(self, name: str, data: dict[str, Any]) -> None:
        """As the page was drawn last: watch its run, or none."""
        run, before = data.pop("run"), self._frames
        if before and (before[0] != run or before[1].done()):
            before[1].cancel()
            self._frames = None
        if run and not self._frames:
            if not self.watched or self.watched[-1].pressed_at != self._pressed_at:
                self.watched.append(Watched(self._pressed_at))
            hello = {"run": run, "wants": data["wants"], "presented": data["presented"]}
            self._frames = run, self._spawn(self._watching(name, hello, self.watched[-1]))

    async def _watching(self, name: str, hello: dict[str, Any], watched: Watched) -> None:
        async def heard(message: bytes) -> None:
            self.log.count["bytes"] += len(message)
            state, parts = decoded(message)
            self.strip = parts.get("strip", self.strip)
            watched.total_steps = parts.get("batch", {}).get("steps", watched.total_steps)
            if "pictures" in parts:
                watched.see(round(self.strip["done"] * watched.total_steps))
            if state != "running":
                ended = json.dumps({"ended": [time.time_ns()]})
                await self._ask("", WidgetState(id=name, json_value=ended))

        try:
            host = f"{HOST}:{self.port}"
            await watch(host, _joined(self.cookies), hello, heard)
        except ConnectionError as error:
            self.log.errors[f"frames: {error}"] += 1

    def _tick(self, fragment: str, interval_s: float) -> None:
        if fragment in self._timers and self._timers[fragment][0] == interval_s:
            return
        self._untick(fragment)
        self._timers[fragment] = (interval_s, self._spawn(self._ticking(fragment, interval_s)))

    async def _ticking(self, fragment: str, interval_s: float) -> None:
        due = time.monotonic()
        while True:
            due = max(due + interval_s, time.monotonic() - 5 * interval_s)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await self._ask(fragment, tick=True)

    def _untick(self, fragment: str) -> None:
        if fragment in self._timers:
            self._timers.pop(fragment)[1].cancel()
