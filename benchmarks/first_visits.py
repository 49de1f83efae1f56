"""A room that opens the Train page in the same second: ``python -m benchmarks.first_visits``.

Chromium opens the page once, and tells which files it fetches. Then a hundred simulated browsers
fetch all of them from a server of the app on this machine, over six connections each, as browsers
do. Prints a markdown table. Browsers and server share the cores.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import async_playwright

from benchmarks.bytes import HOST, PORT, launched
from benchmarks.measure import say, table
from benchmarks.server import serving
from benchmarks.visitor import Log, get

BROWSERS, CONNECTIONS = 100, 6
HEALTH_EVERY_S = 0.05
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


async def files_of_train(port: int = PORT) -> list[str]:
    """The paths that Chromium asks for at a first visit, in its order."""
    asked: list[str] = []
    async with async_playwright() as playwright:
        browser = await launched(playwright)
        page = await browser.new_page()
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        await page.goto(f"http://{HOST}:{port}/train", wait_until="networkidle")
        await page.locator("ten-batch[data-paints]").wait_for()
        await browser.close()
    return asked


async def fetch(paths: Iterator[str], port: int = PORT) -> int:
    """Fetch what is left of the paths over one connection; returns the bytes received."""
    reader, writer = await asyncio.open_connection(HOST, port)
    received = 0
    for path in paths:
        ask = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept-Encoding: gzip, br\r\n\r\n"
        writer.write(ask.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(head)
        body = await reader.readexactly(int(length[1])) if length else b""
        received += len(head) + len(body)
    writer.close()
    return received


async def browse(paths: Sequence[str], port: int = PORT) -> int:
    """One browser: the page first, then the rest over all connections."""
    received = await fetch(iter(paths[:1]), port)
    rest = iter(paths[1:])
    return received + sum(await asyncio.gather(*(fetch(rest, port) for _ in range(CONNECTIONS))))


def crowd(paths: Sequence[str], size: int) -> int:
    """Several browsers in a process of their own: the one that asks for the health is not busy."""

    async def all_of_them() -> int:
        return sum(await asyncio.gather(*(browse(paths) for _ in range(size))))

    return asyncio.run(all_of_them())


async def watch(log: Log) -> None:
    """Ask for the server's health, again and again."""
    while True:
        began = time.monotonic()
        await get(PORT, "/_stcore/health")
        log.seconds["health"].append(time.monotonic() - began)
        await asyncio.sleep(HEALTH_EVERY_S)


async def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving(PORT, Path(folder) / "log") as server:
            paths = await files_of_train()
            say(f"{len(paths)} files")
            loop, log = asyncio.get_running_loop(), Log()
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                await loop.run_in_executor(pool, crowd, paths, 1)
                watching = asyncio.create_task(watch(log))
                cpu_s, began = server.cpu_s, time.monotonic()
                received = await loop.run_in_executor(pool, crowd, paths, BROWSERS)
            elapsed_s, cpu_s = time.monotonic() - began, server.cpu_s - cpu_s
            watching.cancel()
    rows = [
        ["until all have all", f"{elapsed_s:.1f} s", ""],
        ["of the server's CPU", f"{cpu_s:.1f} s", "<= 3 s"],
        ["sent", f"{received / 1e6:.0f} MB", "<= 160 MB"],
        ["health meanwhile, p95", f"{log.p95('health'):.3f} s", "<= 0.25 s"],
    ]
    print(table([f"{BROWSERS} browsers open Train at once", "measured", "hoped for"], rows))


if __name__ == "__main__":
    asyncio.run(main())
