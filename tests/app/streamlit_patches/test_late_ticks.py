"""Ticks that arrive after the page that ends them was drawn."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from streamlit.runtime.app_session import AppSession

from pages.streamlit_patches import late_ticks
from tests.app.streamlit_patches.unpatched import script_threads, serving, until

# A fragment that ticks after the first run of the page, and no longer after the second.
SCRIPT = """
import pathlib
import streamlit as st

every = None if "drawn" in st.session_state else 60
st.session_state.drawn = True

@st.fragment(run_every=every)
def tick():
    with pathlib.Path(__file__).with_suffix(".log").open("a") as log:
        log.write("tick ")

tick()
"""


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_enqueue_forward_msg", "_handle_rerun_script_request"):
        monkeypatch.setattr(AppSession, name, getattr(AppSession, name))


async def runs_of_the_fragment(script: Path) -> list[int]:
    """How often it was run after a full run, a tick, a full run and a late tick."""
    script.write_text(SCRIPT)
    runs = []
    async with serving(script) as connect:
        browser = connect()
        for _ in range(2):
            await browser.run()
            runs.append(_runs(script))
            (fragment,) = (message.fragment_id for message in browser.of_type("auto_rerun"))
            browser.ask_for_run(fragment)
            await until(lambda: not script_threads(), "the tick's thread to end, if there is one")
            runs.append(_runs(script))
    return runs


def _runs(script: Path) -> int:
    return script.with_suffix(".log").read_text().count("tick")


def test_streamlit_runs_a_late_tick(tmp_path: Path) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert asyncio.run(runs_of_the_fragment(tmp_path / "page.py")) == [1, 2, 3, 4]


def test_a_late_tick_is_dropped_and_one_in_time_is_run(tmp_path: Path) -> None:
    late_ticks.patch()
    assert asyncio.run(runs_of_the_fragment(tmp_path / "page.py")) == [1, 2, 3, 3]
