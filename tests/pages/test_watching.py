from __future__ import annotations

import pytest
from streamlit.runtime.app_session import AppSession

from pages.ui import watching

OWN = AppSession.register_file_watchers  # before any page was opened


@pytest.mark.parametrize(("kind", "kept"), [("none", False), ("poll", True)])
def test_a_resumed_session_watches_files_only_where_they_are_watched(
    kind: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AppSession, "register_file_watchers", OWN)
    monkeypatch.setattr(watching.config, "get_option", lambda name: kind)
    watching.stop()
    assert (AppSession.register_file_watchers is OWN) == kept
