""".ci/audit.py against a fake osv.dev: it fails for vulnerable versions, and only for them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[2] / ".ci" / "audit.py"
PROBE = "jinja2 2.10"
Response = Callable[[list[str]], bytes]


def audit(address: str) -> tuple[int, str]:
    """Run the script; its exit status and its output."""
    command = [sys.executable, str(AUDIT), address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout


def reporting(*vulnerable: str) -> Response:
    """The response of a service that reports these packages."""

    def response(packages: list[str]) -> bytes:
        results = [{"vulns": [{"id": "TEST-1"}]} if p in vulnerable else {} for p in packages]
        return json.dumps({"results": results}).encode()

    return response


@pytest.fixture
def serve() -> Iterator[Callable[[Response], str]]:
    """Start the service with a response, which is a function of the packages; its address."""
    responses: list[Response] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            assert {query["package"]["ecosystem"] for query in queries} == {"PyPI"}
            packages = [f"{query['package']['name']} {query['version']}" for query in queries]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(responses[-1](packages))

        def log_message(self, *_: object) -> None:
            pass

    def start(response: Response) -> str:
        responses.append(response)
        return f"http://127.0.0.1:{server.server_port}/"

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield start
        server.shutdown()


def test_a_vulnerable_version_is_named_and_fails(serve: Callable[[Response], str]) -> None:
    lines = (AUDIT.parents[1] / "constraints.txt").read_text().splitlines()
    (pin,) = [line for line in lines if line.startswith("ml_dtypes==")]
    # The service is asked for normalized names, which have hyphens.
    vulnerable = pin.replace("_", "-").replace("==", " ")
    status, output = audit(serve(reporting(PROBE, vulnerable)))
    assert status == 1
    assert f"{pin}: TEST-1" in output
    assert "1 of them" in output


def test_without_a_vulnerable_version_it_passes(serve: Callable[[Response], str]) -> None:
    status, output = audit(serve(reporting(PROBE)))
    assert status == 0
    assert "0 of them" in output


@pytest.mark.parametrize(
    ("response", "why"),
    [
        (lambda _: b"<p>Please sign in</p>", "is unreachable"),
        (lambda _: b'{"error": "busy"}', "is unreachable"),
        (lambda _: b"[]", "is unreachable"),
        (lambda _: b'{"results": []}', "does not report"),
        (reporting(), "does not report"),
    ],
    ids=["another page", "an error", "a list", "no results", "nothing vulnerable"],
)
def test_another_response_skips_the_audit_with_the_reason(
    response: Response, why: str, serve: Callable[[Response], str]
) -> None:
    status, output = audit(serve(response))
    assert status == 0
    assert f"audit skipped: the service {why}" in output


def test_it_is_skipped_if_the_service_is_unreachable() -> None:
    status, output = audit("http://127.0.0.1:1/")
    assert status == 0
    assert "audit skipped: the service is unreachable" in output
