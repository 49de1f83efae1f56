"""Strangers on a public host: ``python -m benchmarks.strangers [--attack NAME ...]``.

Each attack has a server of its own on 127.0.0.1 and takes less than a minute. Meanwhile somebody
clicks now and then, and the health check is asked five times a second; their times are the 95th
percentile. Attacker, visitor and server share the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import mkdtemp

from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks import attacks
from benchmarks.attacks import Stranger, bystander
from benchmarks.measure import machine, say, table
from benchmarks.rows import Row, always, at_most, none_of
from benchmarks.server import Server, serving
from benchmarks.visitor import get
from softmax import limits

DRAWING, SMALL_DRAWING = 1_900_000, 550_000
LEFT_S = 60.0
RERUN_S, HEALTH_S = 0.3, 0.1
DESCRIPTORS = 1_024

Attack = Callable[[Server], Awaitable[list[Row]]]


async def disturbed(
    server: Server, test: str, attack: Awaitable[object], rerun_s: float = RERUN_S
) -> list[Row]:
    """What a visitor and the health check see of an attack."""
    async with bystander(server) as log:
        await attack
    return [
        at_most(test, "another's rerun", log.p95("rerun"), rerun_s, "s"),
        at_most(test, "health", log.p95("health"), HEALTH_S, "s"),
    ]


async def fast(server: Server) -> list[Row]:
    """One page asks for 200 reruns a second, each with another link."""
    return await disturbed(server, "200 reruns a second", attacks.flood(server.port, 200, 10))


async def flood(server: Server) -> list[Row]:
    """One page asks for 1,000 reruns a second."""
    return await disturbed(server, "1,000 reruns a second", attacks.flood(server.port, 1_000, 10))


async def unread(server: Server) -> list[Row]:
    """Twenty sockets ask for reruns and never read."""
    test = "20 sockets that never read"
    still_open = asyncio.create_task(attacks.unread(server.port, 20, 40))
    rows = await disturbed(server, test, still_open, rerun_s=0.5)
    return [*rows, none_of(test, "still open after 40 s", still_open.result())]


async def drawings(server: Server) -> list[Row]:
    """One session sends 50 drawings, large and larger; twenty others leave one each."""
    one, others = "50 drawings of 1.9 MB", "20 sessions leave one"
    stranger = Stranger(server.port, "draw")
    await stranger.open()
    for size in (200_000, SMALL_DRAWING):
        await stranger.draw(attacks.big_drawing(size, 0))
    before, most = server.rss_mb, 0.0
    for i in range(50):
        size = DRAWING if i % 2 else SMALL_DRAWING
        await stranger.draw(attacks.big_drawing(size, i))
        most = max(most, server.rss_mb)
    await stranger.leave()

    async def leave_one(seed: int) -> None:
        visitor = Stranger(server.port, "draw")
        await visitor.open()
        await visitor.draw(attacks.big_drawing(SMALL_DRAWING, seed))
        await visitor.draw(attacks.big_drawing(DRAWING, seed))
        await visitor.leave()

    for i in range(20):
        await leave_one(i)
    await asyncio.sleep(LEFT_S)
    left = server.rss_mb - before
    return [
        at_most(one, "memory more", most - before, 40, "MB"),
        at_most(others, "memory more, a minute later", left, 40, "MB"),
    ]


async def halves(server: Server) -> list[Row]:
    """200 connections with half a header."""
    began = time.monotonic()
    still_open = await attacks.half_open(server.port, 200, limits.HEADER_S.value + 5)
    test = "200 connections with half a header"
    return [
        none_of(test, f"open after {limits.HEADER_S.value + 5} s", still_open),
        at_most(test, "until the last was closed", time.monotonic() - began, 25, "s"),
    ]


async def uploads(server: Server) -> list[Row]:
    """50 uploads at once, and one session that uploads again and again."""
    strangers = [Stranger(server.port) for _ in range(50)]
    for stranger in strangers:
        await stranger.open()

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(attacks.upload(each, 900_000) for each in strangers))

    test = "50 uploads at once"
    sent = asyncio.create_task(all_at_once())
    rows = await disturbed(server, test, sent, rerun_s=0.5)
    before = server.rss_mb
    for _ in range(200):
        await attacks.upload(strangers[0], 900_000)
    more = server.rss_mb - before
    return [
        *rows,
        none_of(test, "refused", sum(status != 204 for status in sent.result())),
        at_most("200 uploads of one session", "memory more", more, 40, "MB"),
    ]


async def endless(server: Server) -> list[Row]:
    """Frames that never end, 190 MB on four sockets."""
    before, most = server.rss_mb, 0.0
    attack = asyncio.create_task(attacks.endless(server.port, 4, 190))
    while not attack.done():
        most = max(most, server.rss_mb)
        await asyncio.sleep(0.05)
    return [at_most("messages without an end, 190 MB", "memory more", most - before, 40, "MB")]


async def git(server: Server) -> list[Row]:
    """2,000 messages that ask for the branch and the files of the server's repository."""
    stranger = Stranger(server.port)

    async def ask() -> None:
        await stranger.open()
        for _ in range(2_000):
            message = BackMsg(load_git_info=True)
            try:
                if not await asyncio.wait_for(stranger.say(message), 1):
                    break
            except TimeoutError:
                break
        await stranger.leave()

    return await disturbed(server, "2,000 messages that ask for git", ask())


async def descriptors(server: Server) -> list[Row]:
    """1,100 pages where the process may open 1,024 files."""
    sockets, refused = await attacks.crowd(server.port, 1_100)
    answer = await get(server.port, "/_stcore/health")
    test = f"1,100 pages with `ulimit -n {DESCRIPTORS}`"
    rows = [
        always(test, "pages let in", str(len(sockets)), len(sockets) >= 800),
        always(test, "the others told so", str(refused), refused == 1_100 - len(sockets)),
        always(
            test, "health answers", "yes" if answer.status == 200 else "no", answer.status == 200
        ),
        always(test, "a line in the log", "yes", "event=full" in server.log.read_text()),
    ]
    for socket in sockets:
        socket.transport.abort()
    return rows


ATTACKS: dict[str, Attack] = {
    attack.__name__: attack
    for attack in (
        fast, flood, unread, drawings, uploads, endless, git, halves, descriptors,
    )
}  # fmt: skip


async def measure(name: str, port: int, folder: Path) -> list[Row]:
    """Run one attack against a server of its own, warmed by one visitor."""
    log = folder / f"{name}.log"
    most = DESCRIPTORS if name == "descriptors" else None
    async with serving(port, log, descriptors=most) as server:
        async with bystander(server):
            await asyncio.sleep(1)
        rows = await ATTACKS[name](server)
    tracebacks = log.read_text(errors="replace").count("Traceback")
    return [*rows, none_of(rows[0].test, "tracebacks in the log", tracebacks)]


def main() -> None:
    """Attack, measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--attack", action="append", choices=list(ATTACKS), help="repeatable")
    parser.add_argument("--port", type=int, default=8640)
    arguments = parser.parse_args()
    folder = Path(mkdtemp(prefix="strangers-"))
    lines: list[list[str]] = []
    for name in arguments.attack or ATTACKS:
        say(f"{name}: {ATTACKS[name].__doc__}")
        for row in asyncio.run(measure(name, arguments.port, folder)):
            say(f"  {row.figure}: {row.measured} ({row.hoped})")
            met = "yes" if row.met else "**no**"
            lines.append([row.test, row.figure, row.hoped, row.measured, met])
    say(f"the servers' logs are in {folder}")
    print(f"{machine()}.\n")
    print(table(["attack", "p95 of, or", "wanted", "measured", "met"], lines))


if __name__ == "__main__":
    main()
