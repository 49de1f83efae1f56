"""Static files compressed once and sent from memory.

Streamlit sends its scripts as they are, 3.5 MB to each new visitor, and reads them from the disk
each time. Here the answer to the first request for a file is kept, compressed as the browser asks
for, and answers all later ones.
"""

import asyncio
import gzip
import hashlib
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from pages.server.fonts import SUBSETS
from pages.shared.components.javascript import STYLES_URL

# Folders whose files are the same for every visitor: Streamlit's, ours, and those of components.
FOLDERS = ("/static/", "/modules/", "/_stcore/bidi-components/")
COMPRESSIBLE = re.compile(
    r"text/|(application|image)/(javascript|json|manifest\+json|svg\+xml|wasm)"
)
# In the order of preference. Brotli at 6 takes 0.1 s for all that a first visit needs; at 11 it
# takes 5 s and saves another tenth.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: bytes(brotli.compress(content, quality=6)),
    "gzip": lambda content: gzip.compress(content, 6, mtime=0),
    "identity": lambda content: content,
}
# Request headers that differ by browser: left out when a file is fetched, as it is kept for all.
OF_ONE_BROWSER = (
    b"accept-encoding",
    b"if-none-match",
    b"if-modified-since",
    b"range",
    b"origin",
    b"cookie",
)


def chosen_encoding(accepted: str) -> str:
    """The best of ENCODERS for the value of an Accept-Encoding header (RFC 9110, 12.5.3)."""
    quality: dict[str, float] = {}
    for part in filter(None, accepted.lower().replace(" ", "").split(",")):
        name, _, weight = part.partition(";q=")
        try:
            quality[name] = float(weight or 1)
        except ValueError:
            quality[name] = 0.0
    other = quality.get("*", 0.0)
    # Unless it is ruled out, identity is accepted: after everything that was named.
    weights = {name: quality.get(name, other) for name in ENCODERS} | {
        "identity": quality.get("identity", other if "*" in quality else 1e-9)
    }
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 else "identity"


@dataclass(frozen=True)
class File:
    """An encoded file and the headers that go with it."""

    content: bytes
    etag: str
    headers: list[tuple[bytes, bytes]]

    async def answer(self, scope: Scope, send: Send) -> None:
        """200 with the content, without it to HEAD, or 304 to a browser that has it."""
        known = Headers(scope=scope).get("if-none-match", "")
        has_it = known == "*" or self.etag in re.findall(r'"[^"]*"', known)
        length = [] if has_it else [(b"content-length", str(len(self.content)).encode())]
        start = {"status": 304 if has_it else 200, "headers": self.headers + length}
        await send({"type": "http.response.start", **start})
        body = b"" if has_it or scope["method"] == "HEAD" else self.content
        await send({"type": "http.response.body", "body": body})


class Compressed:
    """The middleware. Whatever is not a file in one of FOLDERS passes through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        base = (config.get_option("server.baseUrlPath") or "").strip("/")
        self._base = f"{base and '/' + base}"
        # By path and encoding. Whoever asks while a file is being compressed waits for that.
        self._files: dict[tuple[str, str], asyncio.Task[File | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = self._path(scope)
        if path is None:
            await self._app(scope, receive, _amending(send, _preload))
            return
        headers = Headers(scope=scope)
        # Parts are of the file itself, and which other origins may read a component's files is for
        # Streamlit to say. Browsers name the origin with each script, also their own.
        origin = headers.get("origin", "").partition("//")[2]
        foreign = origin not in ("", headers.get("host")) and path.startswith(FOLDERS[2])
        passes = "range" in headers or foreign
        if path in SUBSETS or not passes:
            encoding = chosen_encoding(headers.get("accept-encoding", ""))
            file = await self._file(scope, path, encoding)
            if file is not None:
                await file.answer(scope, send)
                return
        await self._app(scope, receive, _amending(send, _vary))

    def _path(self, scope: Scope) -> str | None:
        """The path below the base, if a file in one of FOLDERS is asked for by its proper name."""
        if scope["method"] not in ("GET", "HEAD"):
            return None
        below = scope["path"].removeprefix(scope.get("root_path", ""))
        path: str = below.removeprefix(self._base)
        whole = self._base + path == below and posixpath.normpath(path) == path
        return path if whole and path.startswith(FOLDERS) else None

    async def _file(self, scope: Scope, path: str, encoding: str) -> File | None:
        key = path, encoding
        if key not in self._files:
            self._files[key] = asyncio.create_task(self._encode(scope, path, encoding))
        file = None
        try:
            file = await asyncio.shield(self._files[key])
        finally:
            if file is None:
                self._files.pop(key, None)
        return file

    async def _encode(self, scope: Scope, path: str, encoding: str) -> File | None:
        """Fetch a file from the app and encode it; None if the answer is no file to be kept."""
        start, content = await self._fetch(scope)
        found = Headers(raw=start["headers"])
        kind, cache = found.get("content-type", ""), found.get("cache-control", "")
        # Streamlit answers with its page where there is no such file.
        if start["status"] != 200 or "no-store" in cache or kind.startswith("text/html"):
            return None
        if path in SUBSETS:
            content = SUBSETS[path].read_bytes()
        if not COMPRESSIBLE.match(kind):
            encoding = "identity"
        encoded = await asyncio.to_thread(ENCODERS[encoding], content)
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}-{encoding}"'
        headers = MutableHeaders({"content-type": kind, "cache-control": cache, "etag": etag})
        headers["vary"] = "Accept-Encoding"
        if encoding != "identity":
            headers["content-encoding"] = encoding
        return File(encoded, etag, headers.raw)

    async def _fetch(self, scope: Scope) -> tuple[Message, bytes]:
        """The app's whole answer to a GET that says nothing of the browser."""
        start: Message = {}
        body = bytearray()

        async def never() -> Message:
            return await asyncio.Future[Message]()  # no body, and nobody hangs up

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            body.extend(message.get("body", b""))

        passed_on = [pair for pair in scope["headers"] if pair[0] not in OF_ONE_BROWSER]
        request = {**scope, "method": "GET", "headers": passed_on, "extensions": {}}
        await self._app(request, never, collect)
        return start, bytes(body)


def _amending(send: Send, amend: Callable[[MutableHeaders], None]) -> Send:
    """Pass an answer on with its headers amended."""

    async def send_amended(message: Message) -> None:
        if message["type"] == "http.response.start":
            amend(MutableHeaders(scope=message))
        await send(message)

    return send_amended


def _vary(headers: MutableHeaders) -> None:
    """Tell caches that the answer depends on what the browser accepts."""
    headers.add_vary_header("Accept-Encoding")


def _preload(headers: MutableHeaders) -> None:
    """Add a preload link to a page: otherwise the browser requests the styles only after the first
    elements have rendered."""
    if headers.get("content-type", "").startswith("text/html"):
        headers["link"] = f"<{STYLES_URL}>; rel=preload; as=style"
