from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession

from pages.ui import resuming


@pytest.fixture(autouse=True)
def not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    """As before any page was opened, and so again afterwards."""
    monkeypatch.setattr(AppSession, "register_file_watchers", lambda self: None)
    monkeypatch.setattr(Runtime, "_send_message", resuming._send_message)
    resuming.mend.cache_clear()


@pytest.mark.parametrize(("kind", "kept"), [("none", False), ("poll", True)])
def test_a_session_that_came_back_watches_files_only_where_they_are_watched(
    kind: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = AppSession.register_file_watchers
    monkeypatch.setattr(resuming.config, "get_option", lambda name: kind)
    resuming.mend()
    assert (AppSession.register_file_watchers is before) == kept


@pytest.mark.parametrize(
    ("connected", "reached"), [("again", "the new one"), ("no", "the old one")]
)
def test_a_message_goes_to_the_connection_that_the_session_has_now(
    connected: str, reached: str
) -> None:
    got: dict[str, list[ForwardMsg]] = {"the old one": [], "the new one": []}

    def info(client: str) -> Any:
        write = SimpleNamespace(write_forward_msg=got[client].append)
        return SimpleNamespace(session=SimpleNamespace(id="s"), client=write, script_run_count=0)

    active = {"s": info("the new one")} if connected == "again" else {}
    runtime: Any = SimpleNamespace(_session_mgr=SimpleNamespace(get_active_session_info=active.get))
    resuming.mend()
    message = ForwardMsg()
    Runtime._send_message(runtime, info("the old one"), message)
    assert got.pop(reached) == [message]
    assert not any(got.values())
