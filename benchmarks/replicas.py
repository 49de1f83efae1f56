"""Two replicas behind a proxy with sticky sessions: ``python -m benchmarks.replicas``.

Measures them under load, then kills one. Needs haproxy; without it, prints so and exits. All on
127.0.0.1.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks import room
from benchmarks.load import enter, errors, everyone_leaves, train
from benchmarks.measure import machine, say, table
from benchmarks.rows import Row, at_least, at_most, none_of
from benchmarks.server import ROOT, serving
from benchmarks.visitor import Log, Visitor, get

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"
COOKIE = "ten_pictures"
VISITORS, SECONDS = 60, 20.0
BACK_S = 10.0


async def proxy_is_up(port: int) -> None:
    """Wait until the proxy has found a replica.

    Raises:
        RuntimeError: it does not, for 20 seconds.
    """
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            if (await get(port, "/_stcore/health")).status == 200:
                return
        await asyncio.sleep(0.2)
    raise RuntimeError("the proxy does not answer")


async def come_back(visitor: Visitor, log: Log) -> float:
    """Reconnect as the page in a browser does after it lost its socket, with retries.

    Returns:
        The seconds until the page was there again; infinite if it was not.
    """
    began = time.monotonic()
    visitor.drop()
    while time.monotonic() - began < 3 * BACK_S:
        try:
            await visitor.open()
            return time.monotonic() - began
        except (OSError, TimeoutError, ValueError):
            visitor.drop()
            await asyncio.sleep(0.5)
    log.errors["not back"] += 1
    return float("inf")


async def measure(ports: tuple[int, int, int], folder: Path) -> list[Row]:
    """Under load, and after one of the two was killed."""
    proxy_port, *backend = ports
    # Replicas sign their cookies with one secret.
    secret = {"STREAMLIT_SERVER_COOKIE_SECRET": "for the length of this benchmark"}
    log = Log()
    async with (
        serving(backend[0], folder / "one.log", secret) as one,
        serving(backend[1], folder / "two.log", secret),
    ):
        proxy = subprocess.Popen(
            ["haproxy", "-db", "-f", str(CONFIGURATION)],
            env=os.environ
            | dict(zip(("PROXY_PORT", "PORT_1", "PORT_2"), map(str, ports), strict=True)),
        )
        try:
            await proxy_is_up(proxy_port)
            for port in backend:  # the first visitor of each waits for torch
                await Visitor(port, Log()).open()
            crowd = [Visitor(proxy_port, log) for _ in range(VISITORS)]
            arrival = asyncio.create_task(enter(crowd, 5, log))
            await train(crowd, 5 + SECONDS)
            await arrival
            rows = under_load(crowd, log)
            rows += await after_a_kill(crowd, log, one.stop(signal.SIGKILL))
            await everyone_leaves(crowd)
            return rows
        finally:
            proxy.terminate()
            proxy.wait(10)


def under_load(crowd: list[Visitor], log: Log) -> list[Row]:
    """Latencies and errors under load, and how evenly the visitors are distributed."""
    test = f"{VISITORS} visitors, {SECONDS:.0f} s"
    share = Counter(visitor.cookies.get(COOKIE, "none") for visitor in crowd)
    spread = min(share["one"], share["two"]) / VISITORS
    return [
        at_least(test, "of the visitors, on the emptier replica", spread, 0.4),
        at_most(test, "page load", log.p95("load"), 1, "s"),
        at_most(test, "rerun", log.p95("rerun"), 1, "s"),
        *room.rows(test, crowd, 10),
        none_of(test, "errors", errors(log)),
    ]


async def after_a_kill(
    crowd: list[Visitor], log: Log, kill: asyncio.Future[float] | object
) -> list[Row]:
    """Kill a replica; its visitors reconnect to the other, which says that their runs are gone."""
    orphans = [visitor for visitor in crowd if visitor.cookies.get(COOKIE) == "one"]
    others = [visitor for visitor in crowd if visitor not in orphans]
    sessions = [visitor.session for visitor in others]
    await kill  # type: ignore[misc]
    back = await asyncio.gather(*(come_back(visitor, log) for visitor in orphans))
    await asyncio.sleep(2)
    told = sum("run that was here is gone" in visitor.notice for visitor in orphans)
    trained = sum(bool(visitor.kept) for visitor in orphans)
    moved = sum(visitor.cookies.get(COOKIE) == "two" for visitor in orphans)
    undisturbed = sum(
        visitor.session == session and visitor.open_now
        for visitor, session in zip(others, sessions, strict=True)
    )
    test = f"one replica killed, {len(orphans)} visitors on it"
    return [
        at_most(test, "the last one back on the other", max(back), BACK_S, "s"),
        at_least(test, "moved", moved / len(orphans), 1),
        at_least(test, "told that the run is gone", told / max(1, trained), 1),
        at_least(test, "of the others, undisturbed", undisturbed / len(others), 1),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=8630, help="the proxy's; two more follow")
    port = parser.parse_args().port
    if shutil.which("haproxy") is None:
        sys.exit("skipped: haproxy is not installed (apt install haproxy)")
    folder = Path(tempfile.mkdtemp(prefix="replicas-"))
    rows = asyncio.run(measure((port, port + 1, port + 2), folder))
    say(f"the replicas' logs are in {folder}")
    print(f"{machine()}.\n")
    lines = [
        [row.test, row.figure, row.measured, row.hoped, "yes" if row.met else "**no**"]
        for row in rows
    ]
    print(table(["test", "p95 of, or", "measured", "hoped for", "met"], lines))


if __name__ == "__main__":
    main()
