from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime

from pages.streamlit_patches import current_connection


def reached(monkeypatch: pytest.MonkeyPatch, *, reconnected: bool, patched: bool) -> str:
    """Which connection gets a message that was meant for the session's old one."""
    monkeypatch.setattr(Runtime, "_send_message", Runtime._send_message)
    got: list[str] = []

    def info(name: str) -> Any:
        write = SimpleNamespace(write_forward_msg=lambda message: got.append(name))
        return SimpleNamespace(session=SimpleNamespace(id="s"), client=write, script_run_count=0)

    active = {"s": info("new")} if reconnected else {}
    runtime: Any = SimpleNamespace(_session_mgr=SimpleNamespace(get_active_session_info=active.get))
    if patched:
        current_connection.patch()
    Runtime._send_message(runtime, info("old"), ForwardMsg())
    (name,) = got
    return name


@pytest.mark.parametrize(("reconnected", "name"), [(True, "new"), (False, "old")])
def test_a_message_goes_to_the_connection_that_the_session_has_now(
    reconnected: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reached(monkeypatch, reconnected=reconnected, patched=True) == name


def test_streamlit_sends_it_to_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert reached(monkeypatch, reconnected=True, patched=False) == "old"
