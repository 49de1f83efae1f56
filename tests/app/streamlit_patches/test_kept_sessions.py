"""Visitors out of reach, of whom Streamlit keeps too few."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from pages.streamlit_patches import kept_sessions
from softmax import limits


def info(number: int) -> Any:
    return SimpleNamespace(session=SimpleNamespace(id=str(number)))


def kept_of(visitors: int) -> list[str]:
    storage = MemorySessionStorage(ttl_seconds=60)
    for number in range(visitors):
        storage.save(info(number))
    return [each.session.id for each in storage.list()]


def test_streamlit_drops_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemorySessionStorage, "save", MemorySessionStorage.save)
    assert "0" not in kept_of(135)
    kept_sessions.patch()
    assert "0" in kept_of(135)
    assert len(kept_of(2 * limits.SESSIONS_KEPT.value)) == limits.SESSIONS_KEPT.value
