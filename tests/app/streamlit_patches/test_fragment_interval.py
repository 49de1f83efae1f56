"""The interval of a fragment that ticks in an open page."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pages.streamlit_patches.fragment_interval import MAX_SLOWDOWN, TICKS_IN_TIME, Interval
from tests.app.streamlit_patches.unpatched import serving

# A fragment whose interval changes at its first run. (Seconds, more than a test takes.)
SCRIPT = """
import streamlit as st
from pages.streamlit_patches import fragment_interval

@st.fragment(run_every=st.session_state.get("interval", 120))
def tick():
    st.session_state.interval = 60

tick()
"""
PATCHED = SCRIPT.replace("= 60", "= 60; fragment_interval.adapt(60)")


def test_a_page_ticks_at_the_interval_that_is_asked_for_while_its_ticks_are_in_time() -> None:
    rhythm, now = Interval(0.1), 0.0
    for _ in range(20):
        assert not rhythm.tick(0.1, now)
        now += 0.1
    assert rhythm.tick(1.0, now), "more runs play: every page is told at its next tick"
    assert rhythm.told_s == 1.0
    assert not rhythm.tick(1.0, now + 1)
    assert rhythm.tick(0.1, now + 2)
    assert rhythm.told_s == 0.1


def test_late_ticks_slow_a_page_down_and_ticks_in_time_bring_it_back() -> None:
    rhythm, now = Interval(0.1), 0.0
    rhythm.tick(0.1, now)
    for _ in range(10):
        now += 3 * rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == pytest.approx(0.1 * MAX_SLOWDOWN), "never slower than that"
    for _ in range(8 * TICKS_IN_TIME):
        now += rhythm.told_s
        rhythm.tick(0.1, now)
    assert rhythm.told_s == 0.1


def intervals_told(script: str, folder: Path) -> list[float]:
    """The intervals that the browser is told at a run of the script and at a tick after it."""
    file = folder / "script.py"
    file.write_text(script)

    async def tick() -> list[float]:
        async with serving(file) as connect:
            browser = connect()
            await browser.run()
            await browser.run(browser.of_type("auto_rerun")[0].fragment_id)
            return [message.interval for message in browser.of_type("auto_rerun")]

    return asyncio.run(tick())


def test_streamlit_tells_a_changed_interval_only_when_the_whole_page_is_drawn(
    tmp_path: Path,
) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert intervals_told(SCRIPT, tmp_path) == [120]


def test_a_changed_interval_is_told_at_the_next_tick(tmp_path: Path) -> None:
    assert intervals_told(PATCHED, tmp_path) == [120, 60]
