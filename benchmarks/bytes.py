"""What a visit costs over the wire, in Chromium: ``python -m benchmarks.bytes [--files]``.

A server of the app on this machine, and between it and the browser a proxy that counts every byte
from server to browser: headers, files and websocket, as compressed as they are sent. Each page is
visited twice, first with an empty cache. Prints a markdown table.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from benchmarks.measure import say, table
from benchmarks.server import serving
from pages.learn.chapters import all_chapters

HOST, PORT, PROXY_PORT = "127.0.0.1", 8571, 8572
CHROMIUM = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
# A page has come when the server is silent for so long.
SILENCE_S = 2.0
RUN_MS = 120_000

HTTP, WEBSOCKET = "files", "websocket"


class Proxy:
    """Counts the bytes from the server to the browser, of files and of the websocket."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    async def serve(self, browser: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One connection of the browser. A websocket has a connection of its own."""
        server, forth = await asyncio.open_connection(HOST, PORT)
        first = await browser.read(65_536)
        kind = WEBSOCKET if b"/_stcore/stream" in first.partition(b"\r\n")[0] else HTTP
        forth.write(first)

        async def pass_on() -> None:
            while data := await browser.read(65_536):
                forth.write(data)
            forth.close()

        async def pass_back() -> None:
            while data := await server.read(65_536):
                self.counted[kind] += len(data)
                back.write(data)
            back.close()

        with contextlib.suppress(OSError):
            await asyncio.gather(pass_on(), pass_back())

    async def silence(self) -> None:
        """Wait until nothing has come for a while."""
        before = -1
        while before != (before := self.counted.total()):
            await asyncio.sleep(SILENCE_S)


async def _train(page: Page) -> None:
    """A whole run, as fast as it goes, and what the page shows at its end."""
    await page.get_by_role("radio", name="Full", exact=True).click()
    await page.locator(".st-key-play button").click()
    await page.locator("ten-strip .cell", has_text="Finished").wait_for(timeout=RUN_MS)


async def _look(_page: Page) -> None:
    """Nothing but the visit."""


VISITS: tuple[tuple[str, str, Callable[[Page], Awaitable[None]]], ...] = (
    ("Start", "/", _look),
    ("Draw", "/draw", _look),
    ("Train", "/train", _look),
    ("Train, with a run to its end", "/train", _train),
    ("a chapter", f"/{all_chapters()[0].url_path}", _look),
    ("Weights", "/weights", _look),
)


async def files_of(context: BrowserContext, page: Page) -> Counter[str]:
    """The bytes of each file, filled while the page loads."""
    devtools = await context.new_cdp_session(page)
    names: dict[str, str] = {}
    sizes: Counter[str] = Counter()

    def asked(event: dict[str, Any]) -> None:
        names[event["requestId"]] = event["request"]["url"].partition(f":{PROXY_PORT}")[2]

    def came(event: dict[str, Any]) -> None:
        sizes[names.get(event["requestId"], "?")] += int(event["encodedDataLength"])

    devtools.on("Network.requestWillBeSent", asked)
    devtools.on("Network.loadingFinished", came)
    await devtools.send("Network.enable")
    return sizes


async def visit(context: BrowserContext, proxy: Proxy, path: str, then: Any, files: bool) -> int:
    """Open the page in a new tab until all has come; returns the bytes."""
    page = await context.new_page()
    sizes = await files_of(context, page) if files else Counter[str]()
    proxy.counted.clear()
    await page.goto(f"http://{HOST}:{PROXY_PORT}{path}")
    await page.locator('[data-test-script-state="notRunning"]').wait_for(timeout=60_000)
    await proxy.silence()
    await then(page)
    await proxy.silence()
    counted = dict(proxy.counted)
    await page.close()
    for name, size in sizes.most_common(12):
        say(f"    {size:9,} {name}")
    say(f"  {counted}")
    return sum(counted.values())


async def launched(playwright: Playwright) -> Browser:
    """Chromium, from the variable CHROMIUM or by its usual names on PATH."""
    chromium = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if chromium is None:
        sys.exit("Chromium is missing: set CHROMIUM to the path of one")
    return await playwright.chromium.launch(executable_path=chromium, args=OPTIONS)


async def measured(browser: Browser, proxy: Proxy, files: bool) -> AsyncIterator[list[str]]:
    """A line of the table for each page."""
    for name, path, then in VISITS:
        say(name)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        first = await visit(context, proxy, path, then, files)
        second = await visit(context, proxy, path, _look, files)
        await context.close()
        yield [name, f"{first / 1e6:.2f} MB", f"{second / 1e3:.0f} kB"]


async def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="name the largest files on stderr")
    options = parser.parse_args()
    proxy = Proxy()
    with tempfile.TemporaryDirectory() as folder:
        async with serving(PORT, Path(folder) / "log"), async_playwright() as playwright:
            browser = await launched(playwright)
            async with await asyncio.start_server(proxy.serve, HOST, PROXY_PORT):
                rows = [row async for row in measured(browser, proxy, options.files)]
                await browser.close()
    print(table(["over the wire", "first visit", "second visit"], rows))


if __name__ == "__main__":
    asyncio.run(main())
