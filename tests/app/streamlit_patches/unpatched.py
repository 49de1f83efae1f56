"""Streamlit without our patches: its own runtime, with browsers that only keep its messages."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime import RuntimeConfig

PATIENCE_S = 20.0


async def until(met: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < deadline, f"waited {PATIENCE_S:g} s in vain for {what}"
        await asyncio.sleep(0.005)


class Browser:
    """The client of one session: asks for script runs, and keeps the messages that it is sent."""

    client_context = None

    def __init__(self, runtime: Runtime) -> None:
        self.messages: list[ForwardMsg] = []
        self._runtime = runtime
        self._session = runtime.connect_session(self, {})

    def write_forward_msg(self, message: ForwardMsg) -> None:
        self.messages.append(message)

    def of_type(self, kind: str) -> list[Any]:
        """The contents of the messages of this type."""
        return [getattr(m, kind) for m in self.messages if m.WhichOneof("type") == kind]

    def ask_for_run(self, fragment_id: str = "") -> None:
        """Ask for a run of the script, or of one fragment."""
        state = {"fragment_id": fragment_id, "is_auto_rerun": bool(fragment_id)}
        self._runtime.handle_backmsg(self._session, BackMsg(rerun_script=state))

    async def run(self, fragment_id: str = "") -> None:
        """Run the script, or one fragment, to its end."""
        before = len(self.of_type("script_finished"))
        self.ask_for_run(fragment_id)
        await until(lambda: len(self.of_type("script_finished")) > before, "the script's end")
        await until(lambda: not script_threads(), "the script's thread to end")


def script_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if "ScriptRunner" in thread.name]


@contextlib.asynccontextmanager
async def serving(script: Path) -> AsyncIterator[Callable[[], Browser]]:
    """Serve a script in this process; yield what connects another browser."""
    stores = MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/upload")
    runtime = Runtime(RuntimeConfig(str(script), *stores))
    try:
        await runtime.start()
        yield lambda: Browser(runtime)
    finally:
        runtime.stop()
        await runtime.stopped
        Runtime._instance = None
    await until(lambda: not script_threads(), "the scripts' threads to end")
