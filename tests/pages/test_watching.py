from __future__ import annotations

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.watcher import LocalSourcesWatcher

from pages.ui import watching

from .conftest import APP

OWN = LocalSourcesWatcher.update_watched_modules  # before any page was opened


@pytest.mark.parametrize("kind", ["none", "poll"])
def test_a_resumed_session_looks_through_the_modules_only_where_files_are_watched(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalSourcesWatcher, "update_watched_modules", OWN)
    monkeypatch.setattr(watching.config, "get_option", lambda name: kind)
    looked: list[object] = []
    monkeypatch.setattr(
        LocalSourcesWatcher,
        "_register_necessary_watchers",
        lambda self, paths: looked.append(paths),
    )
    watching.stop()
    watcher = LocalSourcesWatcher(PagesManager(str(APP)))
    watcher.update_watched_modules()
    watcher.close()
    assert bool(looked) == (kind == "poll")
