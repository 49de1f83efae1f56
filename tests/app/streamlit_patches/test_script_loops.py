from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import script_loops
from tests.app.streamlit_patches.unpatched import serving

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc")
SESSIONS = 10


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "__init__", AppSession.__init__)
    monkeypatch.setattr(
        app_session, "_close_script_event_loop", app_session._close_script_event_loop
    )


def descriptors_of_a_session(script: Path) -> float:
    """How many file descriptors each session takes, besides its connection."""
    script.write_text("import streamlit as st\nst.text('Here.')\n")

    async def visit() -> float:
        async with serving(script) as connect:
            await connect().run()
            before = len(os.listdir("/proc/self/fd"))
            for _ in range(SESSIONS):
                await connect().run()
            return (len(os.listdir("/proc/self/fd")) - before) / SESSIONS

    return asyncio.run(visit())


def test_streamlit_makes_an_event_loop_for_each_session(tmp_path: Path) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert descriptors_of_a_session(tmp_path / "script.py") >= 2


def test_sessions_share_one(tmp_path: Path) -> None:
    script_loops.patch()
    assert descriptors_of_a_session(tmp_path / "script.py") < 0.5
