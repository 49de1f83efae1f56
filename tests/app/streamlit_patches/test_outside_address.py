"""A websocket from another origin: whether Streamlit asks a web service for its own address."""

from __future__ import annotations

import pytest
from streamlit import net_util
from streamlit.web.server import server_util

from pages.streamlit_patches import outside_address


def test_streamlit_asks_outside_for_each_foreign_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_external_ip", None)
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)
    monkeypatch.setattr(
        net_util, "_make_blocking_http_get", lambda url, timeout=5: asked.append(url)
    )
    assert not server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert asked
    asked.clear()
    outside_address.patch()
    assert not server_util.is_url_from_allowed_origins("https://elsewhere.example")
    assert server_util.is_url_from_allowed_origins("http://localhost:8501")
    assert not asked
