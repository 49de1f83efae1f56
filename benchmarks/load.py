"""Many people at once: ``python -m benchmarks.load [--scenario NAME ...]``.

Starts a server of the app on this machine and sends it visitors that speak Streamlit's protocol,
each training and watching, as a workshop does. Prints a markdown table with what was hoped for
beside what was measured; times are the 95th percentile. Everything runs on the same cores, the
visitors too, so a busy machine makes every figure worse: "others" is the share of the machine that
neither the server nor the visitors used.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

from playwright.async_api import Error as PlaywrightError

from benchmarks import first_visits, room
from benchmarks.measure import machine, say, table
from benchmarks.rows import Row, always, at_most, no_less, none_of, of_rounds
from benchmarks.server import Server, serving
from benchmarks.visitor import Log, Visitor, get

T = TypeVar("T")
WATCHED_S, PAINTED_S = 20.0, 8.0
PRESS_EVERY_S = 8.0
BUTTONS = ("Play", "Train again")
LEFT_S = 25.0
VISITS, SETTLED_VISITS = 2_000, 600
DROP_EVERY_S, DROPPED_S = 8.0, 1.0


# -- a crowd ------------------------------------------------------------------------------------


async def enter(
    visitors: Sequence[Visitor], within_s: float, log: Log, files: Sequence[str] = ()
) -> None:
    """All open the page, evenly over so many seconds; each fetches the ``files`` first."""

    async def one(visitor: Visitor, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        if files:
            fetched = await counted(first_visits.browse(files, visitor.port), log)
            log.count["bytes"] += fetched or 0
        await counted(visitor.open(), log)

    delays = [within_s * i / len(visitors) for i in range(len(visitors))]
    await asyncio.gather(*map(one, visitors, delays))


async def counted(visit: Awaitable[T], log: Log) -> T | None:
    """Await a visit; count a connection error or a timeout in the log."""
    try:
        return await visit
    except (OSError, TimeoutError) as error:
        log.errors[type(error).__name__] += 1
        return None


async def train(visitors: Sequence[Visitor], seconds: float) -> None:
    """Each visitor presses Play every PRESS_EVERY_S seconds, with a random phase."""
    until = time.monotonic() + seconds
    chance = random.Random(0)

    async def one(visitor: Visitor, first_s: float) -> None:
        await asyncio.sleep(first_s)
        while time.monotonic() < until:
            await visitor.press(*BUTTONS)
            await asyncio.sleep(PRESS_EVERY_S)

    waits = [chance.uniform(0, min(PRESS_EVERY_S, seconds)) for _ in visitors]
    await asyncio.gather(*map(one, visitors, waits))
    await asyncio.sleep(max(0.0, until - time.monotonic()))


@contextlib.asynccontextmanager
async def watched(server: Server, log: Log) -> AsyncIterator[list[float]]:
    """Ask for the server's health twice a second, and note its memory in MB."""
    memory: list[float] = []

    async def watch() -> None:
        while True:
            began = time.monotonic()
            if await counted(get(server.port, "/_stcore/health"), log):
                log.seconds["health"].append(time.monotonic() - began)
            memory.append(server.rss_mb)
            await asyncio.sleep(0.5)

    task = asyncio.create_task(watch())
    try:
        yield memory
    finally:
        task.cancel()


async def everyone_leaves(visitors: Sequence[Visitor]) -> None:
    """All close their tabs at once."""
    await asyncio.gather(*(visitor.leave() for visitor in visitors))


def errors(log: Log) -> int:
    """The number of errors; prints their types to stderr."""
    if log.errors:
        say(f"errors: {dict(log.errors)}")
    return log.errors.total() + log.count["sockets closed by the server"]


# -- the scenarios ------------------------------------------------------------------------------


async def workshop(
    server: Server, visitors: int, ramp_s: float, limits: tuple[float, float, float],
    pictures_per_s: float, painting: int = 0,
) -> list[Row]:  # fmt: skip
    """So many visitors come, train and watch for 20 seconds; of them so many in a Chromium."""
    log = Log()
    crowd = [Visitor(server.port, log) for _ in range(visitors - painting)]
    files = await first_visits.files_of_train(server.port)
    async with watched(server, log) as memory, room.painters(server.port, painting) as pages:
        arrival = asyncio.create_task(enter(crowd, ramp_s, log, files))
        training = asyncio.create_task(train(crowd, ramp_s + WATCHED_S))
        await arrival
        rates = await asyncio.gather(*(room.painted(page, PAINTED_S) for page in pages))
        await training
    await everyone_leaves(crowd)
    test = f"{visitors} visitors, {WATCHED_S:.0f} s" if visitors > 1 else "one visitor"
    if painting:
        test = f"{len(crowd)} visitors, {painting} Chromiums"
    rows = room.rows(test, crowd, pictures_per_s)
    if rates:
        name = f"pictures painted a second, the slowest of {painting} Chromiums"
        rows.append(no_less(test, name, min(rates), pictures_per_s))
    names = {"load": "page load", "rerun": "rerun", "health": "health"}
    rows += [
        at_most(test, text, log.p95(name), limit, "s")
        for (name, text), limit in zip(names.items(), limits, strict=True)
    ]
    each_mb = log.count["bytes"] / len(crowd) / 1e6
    rows.append(Row(test, "received by a visitor", f"{each_mb:.1f} MB", "", True, each_mb))
    rows.append(none_of(test, "errors", errors(log)))
    if visitors >= 100:
        rows.append(at_most(test, "memory", max(memory), 520, "MB"))
    return rows


async def one(server: Server) -> list[Row]:
    """One visitor trains and watches, and a Chromium after it."""
    rows = await workshop(server, 1, 0, (0.5, 0.5, 0.1), 25)
    async with room.painters(server.port, 1) as (page,):
        rate = await room.painted(page, PAINTED_S)
    name = "pictures painted a second in Chromium"
    return [*rows, no_less("one visitor", name, rate, 25)]


async def fifty(server: Server) -> list[Row]:
    """Fifty visitors train and watch."""
    return await workshop(server, 50, 5, (0.5, 0.5, 0.1), 10)


async def hundred(server: Server) -> list[Row]:
    """A hundred visitors train and watch."""
    return await workshop(server, 100, 5, (1, 1, 0.25), 10)


async def painted(server: Server) -> list[Row]:
    """A hundred, three of them in a Chromium, which takes much of the same two cores."""
    return await workshop(server, 100, 5, (1, 1, 0.25), 10, room.PAINTERS)


async def rush(server: Server) -> list[Row]:
    """A hundred open the page in the same second."""
    log = Log()
    crowd = [Visitor(server.port, log) for _ in range(100)]
    await enter(crowd, 1, log)
    await everyone_leaves(crowd)
    test = "100 in the same second"
    return [
        at_most(test, "page load", log.p95("load"), 2, "s"),
        none_of(test, "errors", errors(log)),
    ]


async def tunnel(server: Server) -> list[Row]:
    """A hundred sockets are lost every 8 seconds, and come back a second later."""
    log = Log()
    crowd = [Visitor(server.port, log) for _ in range(100)]
    await enter(crowd, 5, log)
    chance = random.Random(0)

    async def one(visitor: Visitor, first_s: float) -> None:
        await visitor.press(*BUTTONS)
        await asyncio.sleep(first_s)
        for _ in range(3):
            visitor.drop()
            await asyncio.sleep(DROPPED_S)
            log.count["resumed" if await counted(visitor.resume(), log) else "lost"] += 1
            await asyncio.sleep(DROP_EVERY_S)

    async with watched(server, log):
        await asyncio.gather(*(one(v, chance.uniform(0, DROP_EVERY_S)) for v in crowd))
    await everyone_leaves(crowd)
    test = "100 sockets dropped and resumed"
    return [
        none_of(test, f"sessions lost, of {log.count['resumed'] + log.count['lost']}",
                log.count["lost"]),
        at_most(test, "health", log.p95("health"), 0.25, "s"),
        none_of(test, "errors", errors(log)),
    ]  # fmt: skip


async def empty(server: Server) -> list[Row]:
    """Fifty train, and all leave before they are done."""
    log = Log()
    crowd = [Visitor(server.port, log) for _ in range(50)]
    await enter(crowd, 5, log)
    for visitor in crowd:
        await visitor.press(*BUTTONS)
    until = time.monotonic() + 10
    while server.live_runs < len(crowd) and time.monotonic() < until:
        await asyncio.sleep(0.2)
    begun = server.live_runs
    await everyone_leaves(crowd)
    await asyncio.sleep(LEFT_S - 5)
    cpu = server.cpu_s
    await asyncio.sleep(5)
    share = (server.cpu_s - cpu) / 5 * 100
    test = f"everyone leaves, {begun} runs live; {LEFT_S:.0f} s later"
    return [at_most(test, "CPU", share, 3, "%"), none_of(test, "live runs", server.live_runs)]


async def visits(server: Server, number: int = VISITS) -> list[Row]:
    """One after another they come, train a little and leave."""
    log, settled_mb = Log(), 0.0
    settled = max(1, SETTLED_VISITS * number // VISITS)
    for i in range(number):
        visitor = Visitor(server.port, log)
        await counted(visitor.open(), log)
        await visitor.press(*BUTTONS)
        log.errors["no run"] += not await visitor.sees("running")
        await visitor.leave()
        if (i + 1) % 100 == 0:
            say(f"  {i + 1} visits: {server.rss_mb:.0f} MB")
        if i + 1 == settled:
            settled_mb = server.rss_mb
    test = f"{number:,} visits one after another"
    grown = server.rss_mb - settled_mb
    return [
        at_most(test, f"growth after the first {settled}", grown, 10, "MB"),
        none_of(test, "errors", errors(log)),
    ]


async def reload(server: Server) -> list[Row]:
    """Load the page again while the run plays."""
    log = Log()
    visitor = Visitor(server.port, log)
    await counted(visitor.open(), log)
    before_live = server.live_runs
    await visitor.press(*BUTTONS)
    await visitor.sees("running")
    await asyncio.sleep(2)
    kept, epoch = visitor.kept, float(visitor.strip["cells"][0]["value"])
    await visitor.leave()
    await counted(visitor.open(), log)
    await asyncio.sleep(1)
    same = visitor.kept == kept and float(visitor.strip["cells"][0]["value"]) >= epoch > 0
    live = server.live_runs - before_live
    await visitor.leave()
    test = "reload while training"
    return [
        always(test, "the run is picked up again", "yes" if same else "no", same),
        Row(test, "live runs", str(live), "1", live == 1, abs(live - 1), never=True),
    ]


async def restart(server: Server) -> list[Row]:
    """SIGTERM while somebody trains, and a new start."""
    log = Log()
    visitor = Visitor(server.port, log)
    await counted(visitor.open(), log)
    await visitor.press(*BUTTONS)
    await visitor.sees("running")
    began = time.monotonic()
    await server.stop()
    visitor.drop()
    await server.start()
    await counted(visitor.open(), log)
    seconds = time.monotonic() - began
    await asyncio.sleep(1)
    word = "restarted" in visitor.notice
    await visitor.leave()
    test = "SIGTERM and restart"
    return [
        at_most(test, "page back", seconds, 10, "s"),
        always(test, "an honest word", visitor.notice or "none", word),
    ]


SCENARIOS: dict[str, Callable[[Server], Awaitable[list[Row]]]] = {
    scenario.__name__: scenario
    for scenario in (one, fifty, hundred, painted, rush, tunnel, empty, visits, reload, restart)
}


async def warm(port: int) -> None:
    """Visit once before measuring, because the first visitor waits for the import of torch."""
    visitor = Visitor(port, Log())
    await visitor.open()
    await visitor.press(*BUTTONS)
    await asyncio.sleep(1)
    await visitor.leave()


def cpu_times() -> tuple[int, int]:
    """Ticks of all processors since the machine started, and those of them with nothing to do."""
    values = [int(x) for x in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(values), values[3] + values[4]


async def measure(name: str, port: int, folder: Path, number: int) -> tuple[list[Row], float]:
    """One scenario on a server of its own, and the share of the machine that others used."""
    log = Path(tempfile.mkstemp(".log", f"{name}-", folder)[1])
    async with serving(port, log) as server:
        await warm(port)
        (total, idle), own = cpu_times(), time.process_time() + server.cpu_s
        try:
            if name == "visits":
                rows = await visits(server, number)
            else:
                rows = await SCENARIOS[name](server)
        except (OSError, TimeoutError, PlaywrightError) as error:
            end = str(error) or type(error).__name__
            rows = [Row(name, "ended by", end, "its end", met=False, value=1, never=True)]
        total_, idle_ = cpu_times()
        busy = (total_ - total - idle_ + idle) / 100
        others = busy - (time.process_time() + server.cpu_s - own)
        return rows, max(0.0, others) / ((total_ - total) / 100)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--scenario", action="append", choices=list(SCENARIOS), help="repeatable")
    parser.add_argument("--port", type=int, default=8630)
    parser.add_argument("--rounds", type=int, default=1, help="medians of so many; odd")
    parser.add_argument("--visits", type=int, default=VISITS, help="fewer, for a first look")
    arguments = parser.parse_args()
    lines: list[list[str]] = []
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    for name in arguments.scenario or SCENARIOS:
        say(f"{name}: {SCENARIOS[name].__doc__}")
        rounds = [
            asyncio.run(measure(name, arguments.port, folder, arguments.visits))
            for _ in range(arguments.rounds)
        ]
        others = max(others for _, others in rounds)
        for row in map(of_rounds, zip(*(rows for rows, _ in rounds), strict=False)):
            say(f"  {row.figure}: {row.measured} ({row.hoped})")
            met = "yes" if row.met else "**no**"
            lines.append([row.test, row.figure, row.measured, row.hoped, met, f"{others:.0%}"])
    say(f"the servers' logs are in {folder}")
    print(f"{machine()}.\n")
    print(table(["test", "p95 of, or", "measured", "hoped for", "met", "others"], lines))


if __name__ == "__main__":
    main()
