from __future__ import annotations

import contextlib
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import file_watchers


def watchers_made(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many watchers a session makes when it comes back, with files not watched."""
    made: list[object] = []
    session: Any = SimpleNamespace(_pages_manager=None, _local_sources_watcher=None)
    for name in ("_on_source_file_changed", "_on_pages_changed", "_on_secrets_file_changed"):
        setattr(session, name, lambda: None)
    watcher = SimpleNamespace(
        register_file_change_callback=lambda callback: None,
        register_script_path_callback=lambda callback: None,
    )
    monkeypatch.setattr(app_session, "LocalSourcesWatcher", lambda *a: made.append(a) or watcher)
    with contextlib.suppress(AttributeError):  # what comes after the watcher needs a whole session
        AppSession.register_file_watchers(session)
    return len(made)


@pytest.mark.parametrize(("kind", "made"), [("none", 0), ("poll", 1)])
def test_a_session_that_came_back_watches_files_only_where_they_are_watched(
    kind: str, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppSession, "register_file_watchers", AppSession.register_file_watchers)
    monkeypatch.setattr(file_watchers.config, "get_option", lambda name: kind)
    file_watchers.patch()
    assert watchers_made(monkeypatch) == made


def test_streamlit_makes_a_watcher_although_files_are_not_watched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    monkeypatch.setattr(app_session.config, "get_option", lambda name: "none")
    assert watchers_made(monkeypatch) == 1
