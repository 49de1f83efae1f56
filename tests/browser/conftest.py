"""A server of the app, Chromium, and pages that must log no error and ask no other host.

Where Playwright or Chromium is missing the tests here are skipped; with CI_BROWSER=required
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
# A timeout for what a page is waited for; only a failure takes so long.
PATIENCE_MS = 45_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A container often has no sandbox. Chromium itself makes no requests.
OPTIONS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--disable-sync",
    # No other host is found, as with the network unplugged.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# On a deep link Streamlit first asks for its server below that path, and gets a 404.
DEEP_LINK_404 = re.compile(r"^/\w+/_stcore/(health|host-config)$")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# -- the server ---------------------------------------------------------------------------------


@contextlib.contextmanager
def serving(
    script: str = "app.py", log: IO[str] | None = None, **environment: str
) -> Iterator[str]:
    """Run the app, or another script with its settings, on a free port in a process of its own;
    yields its address. Its log goes to the test report, or to the file ``log``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    # A file watcher would tell open pages that the source has changed.
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
    """The address of the server that most tests share; not started without a browser."""
    with serving() as url:
        yield url


@pytest.fixture
def serve(chromium: str) -> Iterator[Callable[..., str]]:
    """Starts a server of its own: ``serve(VARIABLE="value")`` returns its address."""
    with contextlib.ExitStack() as servers:
        yield lambda **options: servers.enter_context(serving(**options))


# -- the browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is: CHROMIUM in the environment, or one of the usual names on PATH."""
    candidates = (os.environ.get("CHROMIUM"), *CHROMIUM)
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        stop = pytest.fail if os.environ.get("CI_BROWSER") == "required" else pytest.skip
        stop("Chromium is missing: apt install chromium, or set CHROMIUM to the path of one")
    return str(found)


# One for each module: while it lives, Playwright runs an event loop in this thread, and tests
# elsewhere may need one of their own.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield launched
        launched.close()


@dataclass
class Watch:
    """The errors and the requests of a browser context."""

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
        """Requested addresses at any other host or port than the app's."""
        own = urlsplit(url).netloc
        parts = [(address, urlsplit(address)) for address in sorted(self.addresses)]
        return [a for a, p in parts if p.scheme not in ("data", "blob") and p.netloc != own]


@pytest.fixture
def visit(browser: Any, server: str, serve: Callable[..., str]) -> Iterator[Callable[..., Any]]:
    """Opens a page in a fresh context: ``visit("/draw", url=..., **options_of_the_context)``.

    At the end each must have had no error, and no request to another host. (It depends on
    ``serve`` to be closed before its servers.)
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
