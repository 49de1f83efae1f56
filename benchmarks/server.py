"""A server of the app on this machine, for the benchmarks that visit it: started, watched through
/proc (so on Linux), and stopped."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.visitor import get

ROOT = Path(__file__).parents[1]
START_S = 60.0
STOP_S = 20.0
# As in deploy/: glibc returns freed memory to the system.
MALLOC = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
TICK_HZ = os.sysconf("SC_CLK_TCK")
# The lines that the app writes at the start and at the end of a run.
STARTED, ENDED = re.compile(r"event=start run=(\w+)"), re.compile(r"event=end run=(\w+)")


class Server:
    """The app, started as for a host."""

    def __init__(
        self,
        port: int,
        log: Path,
        environment: dict[str, str] | None = None,
        descriptors: int | None = None,
    ) -> None:
        self.port, self.log = port, log
        self._limit = ["prlimit", f"--nofile={descriptors}"] if descriptors else []
        self._environment = MALLOC | os.environ | (environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    async def start(self) -> float:
        """Start it and wait for its health.

        Returns:
            The seconds that it took.

        Raises:
            RuntimeError: it does not come up.
        """
        began = time.monotonic()
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [
                    *self._limit,
                    sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true",
                    f"--server.port={self.port}", "--server.address=127.0.0.1",
                ],
                cwd=ROOT, env=self._environment, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        while time.monotonic() - began < START_S:
            with contextlib.suppress(OSError):
                if (await get(self.port, "/_stcore/health")).status == 200:
                    return time.monotonic() - began
            if self._process.poll() is not None:
                break
            await asyncio.sleep(0.1)
        raise RuntimeError(f"the server did not come up; see {self.log}")

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> float:
        """Send the signal and wait for the end.

        Returns:
            The seconds that it took.
        """
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(how)
        while self._process.poll() is None:
            if time.monotonic() - began > STOP_S:
                self._process.kill()
            await asyncio.sleep(0.05)
        return time.monotonic() - began

    @property
    def rss_mb(self) -> float:
        """Memory in use, in MB of 10^6 bytes."""
        return int(self._stat()[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    @property
    def cpu_s(self) -> float:
        """Processor time used so far."""
        stat = self._stat()
        return (int(stat[11]) + int(stat[12])) / TICK_HZ

    def _stat(self) -> list[str]:
        assert self._process is not None
        return Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()

    @property
    def live_runs(self) -> int:
        """Runs that have begun and not ended, by the log."""
        text = self.log.read_text(errors="replace")
        return len(STARTED.findall(text)) - len(ENDED.findall(text))


@contextlib.asynccontextmanager
async def serving(
    port: int,
    log: Path,
    environment: dict[str, str] | None = None,
    descriptors: int | None = None,
) -> AsyncIterator[Server]:
    """A server that is stopped at the end; it may open so many files and connections."""
    server = Server(port, log, environment, descriptors)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
