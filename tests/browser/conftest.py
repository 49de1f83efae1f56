"""Fixtures of the browser tests: servers of the app, Chromium, and pages checked for errors.

Where Playwright or Chromium is missing these tests are skipped; with CI_BROWSER=required
in the environment they fail instead.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
START_S = 60
# The timeout of every wait; only a failure takes so long.
PATIENCE_MS = 45_000
# The first has no window and needs least; all draw the same pages.
CHROMIUM = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
)  # fmt: skip
# Containers often allow no sandbox. The others turn off what would use the network.
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync",
    # No other host name resolves, as if the network were unplugged.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# On a deep link Streamlit's client first asks for these below the page's own path: a 404.
DEEP_LINK_404 = re.compile(r"^/\w+/_stcore/(health|host-config)$")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the browser tests and run them last.

    While Chromium is open, Playwright keeps an asyncio loop running in the main thread; other
    tests call asyncio.run, which is not possible then.
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


# -- the server ---------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(
    script: str = "app.py", log: IO[str] | None = None, **environment: str
) -> Iterator[str]:
    """Serve the app, or another script, on a free port in its own process; yield its address.

    Its log goes to stderr, where pytest captures it, or to the file ``log``.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    # With the file watcher, open pages would be told that the source has changed.
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    variables = {k: v for k, v in os.environ.items() if k != "SOFTMAX_DATA_DIR"} | environment
    with subprocess.Popen(command, cwd=ROOT, env=variables, stderr=log) as process:
        try:
            _wait_until_healthy(process, url)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended at once, with status {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health") as reply:
            if reply.status == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"the server was not healthy within {START_S} s")


@pytest.fixture(scope="session")
def server(chromium: str) -> Iterator[str]:
    """The address of the server that most tests share; none is started without Chromium."""
    with serving() as url:
        yield url


@pytest.fixture
def serve(chromium: str) -> Iterator[Callable[..., str]]:
    """Start another server: ``serve(VARIABLE="value")`` returns its address."""
    with contextlib.ExitStack() as servers:
        yield lambda **options: servers.enter_context(serving(**options))


# -- the browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium: from the variable CHROMIUM, or by its usual names on PATH."""
    candidates = (os.environ.get("CHROMIUM"), *CHROMIUM)
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        stop = pytest.fail if os.environ.get("CI_BROWSER") == "required" else pytest.skip
        stop("Chromium is missing: apt install chromium, or set CHROMIUM to the path of one")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield launched
        launched.close()


@dataclass
class Watch:
    """Record the errors and the requested addresses of a browser context."""

    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)

    def follow(self, context: Any) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.page_errors.append(str(error.error)))
        context.on("request", lambda request: self.addresses.add(request.url))
        context.on("page", lambda page: page.on("websocket", self._socket))

    def _console(self, message: Any) -> None:
        where = message.location.get("url", "")
        is_404 = "status of 404" in message.text and DEEP_LINK_404.match(urlsplit(where).path)
        if message.type == "error" and not is_404:
            self.console_errors.append(f"{message.text} ({where})")

    def _socket(self, socket: Any) -> None:
        self.addresses.add(socket.url)

    def foreign(self, url: str) -> list[str]:
        """The requested addresses with another host or port than the app's."""
        own = urlsplit(url).netloc
        parts = [(address, urlsplit(address)) for address in sorted(self.addresses)]
        return [a for a, p in parts if p.scheme not in ("data", "blob") and p.netloc != own]


@pytest.fixture
def visit(browser: Any, server: str, serve: Callable[..., str]) -> Iterator[Callable[..., Any]]:
    """Open a page in a new context: ``visit("/draw", url=..., **options_of_the_context)``.

    After the test, no context may have had an error or have asked any host but the app's.
    (``serve`` is requested so that its servers stop only after the contexts are closed.)
    """
    opened: list[tuple[Any, Watch, str]] = []

    def open_page(path: str = "/", url: str = server, script: str = "", **options: Any) -> Any:
        context = browser.new_context(**(DESKTOP | options))
        watch = Watch()
        opened.append((context, watch, url))
        watch.follow(context)
        if script:
            context.add_init_script(script)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(url + path)
        return page

    yield open_page
    for context, _, _ in opened:
        context.close()
    for _, watch, url in opened:
        assert not watch.page_errors
        assert not watch.console_errors
        assert not watch.foreign(url)


@pytest.fixture
def page(visit: Callable[..., Any]) -> Any:
    """The Start page, on a desktop."""
    return visit()
