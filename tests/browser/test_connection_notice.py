"""What a page says when something on the way stops its websocket."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.app import expect, expect_settled

HANDSHAKE = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Protocol: streamlit\r\nSec-WebSocket-Accept: %s\r\n\r\n"
)


class Proxy:
    """A proxy that passes everything but websockets, which it treats as ``websockets`` says:
    pass, silent (opens, sends nothing), hang (never answers), or the status of a refusal."""

    def __init__(self, target: str) -> None:
        self.websockets = "pass"
        self._target = urlsplit(target)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # close alone does not end accept
        self._listener.close()
        self.drop()
        for thread in self._threads:
            thread.join()
        self.drop()  # what a thread had opened meanwhile

    def drop(self) -> None:
        """Cut every connection."""
        for end in self._open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._open.append(client)
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            request = client.recv(65_536)
            # A browser opens a connection of its own for each websocket.
            if b"upgrade: websocket" in request.lower() and self.websockets != "pass":
                self._refuse(client, request)
                return
            server = socket.create_connection((self._target.hostname, self._target.port))
            self._open.append(server)
            server.sendall(request)
            self._start(_copy, server, client)
            _copy(client, server)

    def _refuse(self, client: socket.socket, request: bytes) -> None:
        if self.websockets == "silent":
            client.sendall(HANDSHAKE % _accept_key(request))
        elif self.websockets != "hang":
            status = f"HTTP/1.1 {self.websockets} Refused\r\nContent-Length: 0\r\n\r\n"
            client.sendall(status.encode())
            client.close()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def _accept_key(request: bytes) -> bytes:
    found = re.search(rb"sec-websocket-key: *(\S+)", request, re.IGNORECASE)
    assert found is not None
    guid = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
    return base64.b64encode(hashlib.sha1(found[1] + guid).digest())


@pytest.fixture
def proxy(server: str) -> Iterator[Proxy]:
    proxy = Proxy(server)
    yield proxy
    proxy.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page whose console may have the browser's own errors about the websocket."""
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert not faults


def test_a_page_without_its_websocket_says_so_until_it_connects(page: Any, proxy: Proxy) -> None:
    alert = page.get_by_role("alert")
    heading = page.get_by_role("heading", name="Draw a digit")
    for kind, words in (
        ("400", "does not open"),
        ("502", "does not open"),
        ("hang", "does not open"),
        ("silent", "nothing has come through"),
    ):
        proxy.websockets = kind
        page.goto(f"{proxy.url}/draw")
        expect(alert).to_contain_text(words)
        expect(alert).to_contain_text("a phone's hotspot")
    proxy.websockets = "pass"
    alert.get_by_role("button", name="Reload").focus()
    page.keyboard.press("Enter")
    expect(heading).to_be_visible()
    expect(alert).to_have_count(0)

    expect_settled(page)  # so that the server has nothing more to send by itself
    proxy.websockets = "403"
    proxy.drop()
    expect(alert).to_contain_text("The connection to the server is lost")
    proxy.websockets = "pass"
    expect(alert).to_have_count(0)  # connected again, without a reload
    expect(heading).to_be_visible()
