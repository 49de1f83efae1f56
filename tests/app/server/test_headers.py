"""The headers of all answers, and what is not answered."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from pages.server.headers import Headers


def asked(path: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of the answer."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    asyncio.run(Headers(PlainTextResponse("text"))(scope, receive, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers


def test_all_answers_have_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOFTMAX_FRAME_ANCESTORS", raising=False)
    for path in ("/", "/_stcore/health", "/_stcore/metrics"):
        _, headers = asked(path)
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors *;" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


def test_who_may_frame_it_is_set_by_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTMAX_FRAME_ANCESTORS", "'self' https://course.example")
    policy = asked("/")[1]["content-security-policy"]
    assert "frame-ancestors 'self' https://course.example;" in policy


def test_the_figures_of_the_server_are_not_public() -> None:
    assert asked("/_stcore/health")[0] == 200
    assert asked("/_stcore/metrics")[0] == 404
    assert asked("/below/_stcore/metrics")[0] == 404
