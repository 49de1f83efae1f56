from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import script_threads
from tests.app.streamlit_patches.unpatched import Browser, serving, until
from tests.app.streamlit_patches.unpatched import script_threads as alive

SLOW = """
import time
import streamlit as st
time.sleep(0.2)
st.text("Here.")
"""


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "_create_scriptrunner", AppSession._create_scriptrunner)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "script.py"
    file.write_text(SLOW)
    return file


def finished(browser: Browser) -> int:
    return len(browser.of_type("script_finished"))


def test_streamlit_runs_two_scripts_of_a_session_at_once(script: Path) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""

    async def visit() -> int:
        async with serving(script) as connect:
            browser = connect()
            most = 0
            for _ in range(3):
                browser.ask_for_run()
                await until(lambda: bool(alive()), "a thread")
                most = max(most, len(alive()))
            await until(lambda: not alive(), "the end")
            return most

    assert asyncio.run(visit()) > 1


def test_the_next_message_waits_for_the_script(script: Path) -> None:
    script_threads.patch()

    async def visit() -> None:
        async with serving(script) as connect:
            browser = connect()
            scripts = script_threads.of_this_task()
            for _ in range(3):
                browser.ask_for_run()
                assert scripts.run
                await scripts.ended()
                assert not alive()
                assert not scripts.run

    asyncio.run(visit())


def test_a_click_does_not_wait_for_a_long_computation() -> None:
    class Runner:
        _script_thread = threading.current_thread()  # which does not end meanwhile

    async def visit() -> None:
        scripts = script_threads.Scripts()
        scripts.runners = [Runner()]
        await asyncio.wait_for(scripts.ended(), 10)
        scripts.runners = [Runner(), Runner()]
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(scripts.ended(), 2 * script_threads.PATIENCE_S)

    asyncio.run(visit())
