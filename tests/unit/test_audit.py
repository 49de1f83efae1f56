"""The audit: red where a version is weak, and only there. The service is one of our own."""

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
Answer = Callable[[list[str]], bytes]


def audit(address: str) -> tuple[int, str]:
    """Its status, and what it printed."""
    command = [sys.executable, str(AUDIT), address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout


def knowing(*weak: str) -> Answer:
    """The answer of a service that knows these to be weak."""

    def answer(packages: list[str]) -> bytes:
        results = [{"vulns": [{"id": "WEAK-1"}]} if p in weak else {} for p in packages]
        return json.dumps({"results": results}).encode()

    return answer


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts the service, whose answer depends on the packages; gives its address."""
    answers: list[Answer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            assert {query["package"]["ecosystem"] for query in queries} == {"PyPI"}
            packages = [f"{query['package']['name']} {query['version']}" for query in queries]
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answers[-1](packages))

        def log_message(self, *_: object) -> None:
            pass

    def start(answer: Answer) -> str:
        answers.append(answer)
        return f"http://127.0.0.1:{server.server_port}/"

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield start
        server.shutdown()


def test_a_weak_version_is_named_and_fails(serve: Callable[[Answer], str]) -> None:
    lines = (AUDIT.parents[1] / "constraints.txt").read_text().splitlines()
    (pin,) = [line for line in lines if line.startswith("ml_dtypes==")]
    # Underscores are for files; the service is asked for the name as packages are found by.
    weak = pin.replace("_", "-").replace("==", " ")
    status, said = audit(serve(knowing(PROBE, weak)))
    assert status == 1
    assert f"{pin}: WEAK-1" in said
    assert "1 of them" in said


def test_without_a_weak_version_it_passes(serve: Callable[[Answer], str]) -> None:
    status, said = audit(serve(knowing(PROBE)))
    assert status == 0
    assert "0 of them" in said


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda _: b"<p>Please sign in</p>", "does not answer"),
        (lambda _: b'{"error": "busy"}', "does not answer"),
        (lambda _: b"[]", "does not answer"),
        (lambda _: b'{"results": []}', "does not know"),
        (knowing(), "does not know"),
    ],
    ids=["another page", "an error", "a list", "no results", "nothing weak"],
)
def test_what_is_not_the_service_is_said_and_fails_nothing(
    answer: Answer, why: str, serve: Callable[[Answer], str]
) -> None:
    status, said = audit(serve(answer))
    assert status == 0
    assert f"audit skipped: the service {why}" in said


def test_where_nobody_answers_it_is_skipped() -> None:
    status, said = audit("http://127.0.0.1:1/")
    assert status == 0
    assert "audit skipped: the service does not answer" in said
