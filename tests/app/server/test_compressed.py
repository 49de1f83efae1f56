"""Static files as they leave a real server of the app, which is below a base path."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli
import pytest
import streamlit

from pages.server.compressed import chosen_encoding
from pages.server.fonts import SUBSETS
from pages.shared.components.javascript import MODULES, VERSION

ROOT = Path(__file__).parents[3]
STATIC = Path(streamlit.__file__).parent / "static"
PAGE = STATIC / "index.html"
SCRIPT = next((STATIC / "static" / "js").glob("index.*.js"))
START_S = 60.0

DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "gzip": gzip.decompress,
    "": lambda content: content,
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def encoding(self) -> str:
        return self.headers.get("content-encoding", "")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server of app.py below /demo."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    options = ("headless=true", "address=127.0.0.1", f"port={port}", "baseUrlPath=demo")
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.{option}" for option in options]
    with subprocess.Popen(command, cwd=ROOT, env=dict(os.environ)) as process:
        deadline = time.monotonic() + START_S
        while not _healthy(port):
            assert process.poll() is None, "the server ended at once"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port
        process.kill()


def _healthy(port: int) -> bool:
    try:
        return ask(port, "/demo/_stcore/health").status == 200
    except OSError:
        return False


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """The answer, not decoded. Names of headers are written with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    found = Answer(
        answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    )
    connection.close()
    return found


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=1.0, gzip;q=1.0", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br ; q=0 , gzip;q=0.001", "gzip"),
        ("br;q=0", "identity"),
        ("*", "br"),
        ("*, br;q=0", "gzip"),
        ("gzip;q=0.2, *;q=0.7", "br"),
        ("*;q=0", "identity"),
        ("identity", "identity"),
        ("identity;q=0.5, gzip;q=0.4", "identity"),
        ("identity;q=0, gzip;q=0.4", "gzip"),
        ("identity;q=0", "identity"),
        ("deflate, zstd", "identity"),
        ("", "identity"),
        ("br;q=high, ;, ,gzip;q=", "gzip"),
    ],
)
def test_the_encoding_is_the_one_that_the_browser_likes_best(accepted: str, encoding: str) -> None:
    assert chosen_encoding(accepted) == encoding


def test_a_file_is_compressed_as_asked_and_kept_by_the_browser(port: int) -> None:
    files = {
        f"/demo/static/js/{SCRIPT.name}": SCRIPT.read_bytes(),
        f"/demo/modules/{VERSION}/train/curves.js": MODULES["train/curves.js"],
    }
    etags = set()
    for path, content in files.items():
        for accepted, encoding in {"gzip, br": "br", "gzip": "gzip", "": ""}.items():
            for _ in range(2):  # the first time and from memory
                # Chromium says where a script is asked from, and it need not be what a proxy calls us.
                answer = ask(port, path, accept_encoding=accepted, origin="https://any.example")
                assert (answer.status, answer.encoding) == (200, encoding)
                assert DECODERS[encoding](answer.body) == content
                assert int(answer.headers["content-length"]) == len(answer.body)
                assert "/javascript" in answer.headers["content-type"]
                assert answer.headers["vary"] == "Accept-Encoding"
                assert "immutable" in answer.headers["cache-control"]
                assert "max-age=31536000" in answer.headers["cache-control"]
            head = ask(port, path, "HEAD", accept_encoding=accepted)
            assert (head.status, head.body) == (200, b"")
            assert head.headers | {"date": ""} == answer.headers | {"date": ""}
            etags.add(answer.headers["etag"])
    assert len(etags) == 6, "one for each file and encoding"


def test_a_browser_that_has_the_file_is_told_so(port: int) -> None:
    path = f"/demo/static/js/{SCRIPT.name}"
    etag = ask(port, path, accept_encoding="br").headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        answer = ask(port, path, accept_encoding="br", if_none_match=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == etag
        assert answer.headers["vary"] == "Accept-Encoding"
    for accepted, known in (("br", '"other"'), ("gzip", etag)):
        assert ask(port, path, accept_encoding=accepted, if_none_match=known).status == 200


def test_a_part_is_a_part_of_the_uncompressed_file(port: int) -> None:
    answer = ask(port, f"/demo/static/js/{SCRIPT.name}", accept_encoding="br", range="bytes=5-14")
    assert (answer.status, answer.encoding) == (206, "")
    assert answer.body == SCRIPT.read_bytes()[5:15]
    assert "Accept-Encoding" in answer.headers["vary"]
    # A font that stands in for Streamlit's has no parts: one of them would be of the other font.
    address, subset = next(iter(SUBSETS.items()))
    whole = ask(port, f"/demo{address}", range="bytes=5-14")
    assert (whole.status, whole.body) == (200, subset.read_bytes())
    assert whole.headers["content-type"] == "font/woff2"


@pytest.mark.parametrize("accepted", ["br", "identity"])
def test_only_files_are_kept(port: int, accepted: str) -> None:
    unknown = ask(port, "/demo/static/js/unknown.js", accept_encoding=accepted)
    assert unknown.headers["cache-control"] == "no-cache"
    assert unknown.body == PAGE.read_bytes(), "Streamlit's answer to an unknown address"
    for path in (
        f"/demo/modules/{VERSION}/nothing.js",
        "/demo/_stcore/bidi-components/nothing/index.js",
        f"/static/js/{SCRIPT.name}",
    ):
        assert ask(port, path, accept_encoding=accepted).status == 404
    old = ask(port, "/demo/modules/0123456789ab/train/curves.js", accept_encoding=accepted)
    assert old.headers["cache-control"] == "no-store"
    assert ask(port, f"/demo/static/js/{SCRIPT.name}", "POST").status == 405


@pytest.mark.parametrize("folder", ["static", f"modules/{VERSION}", "_stcore/bidi-components"])
def test_nothing_outside_is_served(port: int, folder: str) -> None:
    for up in ("../../app.py", "%2e%2e/%2e%2e/app.py", "..%2f..%2fapp.py", "%2fetc%2fpasswd"):
        answer = ask(port, f"/demo/{folder}/{up}", accept_encoding="br")
        # Streamlit answers to some of these with its page.
        assert answer.status in (400, 404) or answer.body == PAGE.read_bytes()


def test_all_that_the_page_names_is_there(port: int) -> None:
    for path in ("/demo/", "/demo/train"):
        page = ask(port, path, accept="text/html", accept_encoding="gzip")
        assert page.encoding == "gzip"
        link = page.headers["link"]
        url = re.fullmatch("<(modules/.*/styles.css)>; rel=preload; as=style", link)
        assert url is not None
        styles = ask(port, f"/demo/{url[1]}", accept_encoding="br")
        assert (styles.status, styles.encoding) == (200, "br")
        assert styles.headers["content-type"].startswith("text/css")
    names = re.findall(r'(?:href|src)="\./(static/[^"]+)"', PAGE.read_text())
    assert len(names) > 20
    for name in names:
        answer = ask(port, f"/demo/{name}", accept_encoding="br")
        assert answer.encoding == ("" if name.endswith(".woff2") else "br")
        content = SUBSETS.get(f"/{name}", STATIC / name).read_bytes()
        assert DECODERS[answer.encoding](answer.body) == content
