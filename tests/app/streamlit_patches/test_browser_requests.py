"""What a stranger asks a session for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import browser_requests
from tests.app.streamlit_patches.unpatched import serving

UNWANTED = (
    BackMsg(load_git_info=True),
    BackMsg(clear_cache=True),
    BackMsg(set_run_on_save=True),
    BackMsg(debug_shutdown_runtime=True),
    BackMsg(backend_operation_request={"install_skills": {}}),
    BackMsg(backend_operation_request={"dismiss_skills_nudge": {}}),
    BackMsg(backend_operation_request={"dataframe_chunk": {}}),
    BackMsg(),
)
WANTED = (
    BackMsg(stop_script=True),
    BackMsg(app_heartbeat=True),
    BackMsg(file_urls_request={"request_id": "1"}),
    BackMsg(backend_operation_request={"deferred_file": {"file_id": "x"}}),
)


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("handle_backmsg", "_handle_git_information_request"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))


async def git_was_asked(script: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    asked: list[AppSession] = []
    monkeypatch.setattr(AppSession, "_handle_git_information_request", lambda it: asked.append(it))
    async with serving(script) as connect:
        browser = connect()
        await browser.run()
        browser._runtime.handle_backmsg(browser._session, BackMsg(load_git_info=True))
    return bool(asked)


def test_git_is_asked_by_streamlit_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "app.py"
    script.write_text("")
    assert asyncio.run(git_was_asked(script, monkeypatch))
    browser_requests.patch()
    assert not asyncio.run(git_was_asked(script, monkeypatch))


def test_only_what_the_app_needs_is_served() -> None:
    assert not [msg for msg in UNWANTED if browser_requests.is_served(msg)]
    assert all(browser_requests.is_served(msg) for msg in WANTED)
    assert browser_requests.is_served(BackMsg(rerun_script={}))
