from __future__ import annotations

import json

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import large_values
from softmax import limits

LARGE = json.dumps({"drawing": {"raw": {"objects": ["x" * limits.DRAWING_BYTES.value]}}})


def handed_on(monkeypatch: pytest.MonkeyPatch, patched: bool) -> list[str]:
    """The values that a session runs its script with, of a small and a large one."""
    got: list[str] = []

    def rerun(_self: AppSession, state: object) -> None:
        got.extend(widget.json_value for widget in state.widget_states.widgets)  # type: ignore[attr-defined]

    monkeypatch.setattr(AppSession, "_handle_rerun_script_request", rerun)
    monkeypatch.setattr(AppSession, "handle_backmsg", AppSession.handle_backmsg)
    monkeypatch.setattr(AppSession, "__del__", lambda _self: None)
    if patched:
        large_values.patch()
    message = BackMsg()
    for value in ("{}", LARGE):
        message.rerun_script.widget_states.widgets.add(id="pad", json_value=value)
    AppSession.__new__(AppSession).handle_backmsg(message)
    return got


def test_streamlit_takes_a_value_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert handed_on(monkeypatch, patched=False) == ["{}", LARGE]


def test_a_large_value_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert handed_on(monkeypatch, patched=True) == ["{}", large_values.REFUSED]
