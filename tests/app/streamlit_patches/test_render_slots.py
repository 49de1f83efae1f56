from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path

import pytest

from pages.streamlit_patches import render_slots
from tests.app.streamlit_patches.unpatched import serving, until

PATIENCE_S = 10.0

# No run of this script ends before all have begun.
MEETING = f"""
import threading
import streamlit as st

VISITORS = {4 * render_slots.SLOTS}

@st.cache_resource
def barrier():
    return threading.Barrier(VISITORS)

barrier().wait({PATIENCE_S})
st.text("Everybody is here.")
"""


def free_slots() -> int:
    """How many pages can be drawn now."""
    with contextlib.ExitStack() as stack:
        free = 0
        while render_slots._slots.acquire(blocking=False):
            stack.callback(render_slots._slots.release)
            free += 1
        return free


def test_a_few_pages_are_drawn_at_once_and_the_others_after_them() -> None:
    drawing = threading.Semaphore(0)
    go_on = threading.Event()
    at_once = set()

    def draw(visitor: int) -> None:
        with render_slots.acquired():
            at_once.add(visitor)
            drawing.release()
            go_on.wait(PATIENCE_S)

    visitors = [threading.Thread(target=draw, args=(i,)) for i in range(3 * render_slots.SLOTS)]
    for visitor in visitors:
        visitor.start()
    for _ in range(render_slots.SLOTS):
        assert drawing.acquire(timeout=PATIENCE_S)
    assert len(at_once) == render_slots.SLOTS
    go_on.set()
    for visitor in visitors:
        visitor.join(PATIENCE_S)
    assert len(at_once) == len(visitors)


def test_a_page_that_ends_early_releases_its_slot() -> None:
    for _ in range(2 * render_slots.SLOTS):
        with pytest.raises(ValueError, match="early"), render_slots.acquired():
            raise ValueError("early")
    with render_slots.acquired():
        pass


def test_a_long_computation_releases_the_slot() -> None:
    computing = threading.Barrier(render_slots.SLOTS + 1)
    drawn = threading.Event()

    def compute() -> None:
        with render_slots.acquired(), render_slots.released():
            computing.wait(PATIENCE_S)
            assert drawn.wait(PATIENCE_S)

    visitors = [threading.Thread(target=compute) for _ in range(render_slots.SLOTS)]
    for visitor in visitors:
        visitor.start()
    computing.wait(PATIENCE_S)
    with render_slots.acquired():  # although all slots had been acquired
        drawn.set()
    for visitor in visitors:
        visitor.join(PATIENCE_S)
    assert drawn.is_set()


def test_a_thread_without_a_slot_releases_none() -> None:
    with render_slots.released():
        pass
    with render_slots.acquired():
        pass
    with render_slots.released():
        pass
    assert free_slots() == render_slots.SLOTS


def test_a_released_slot_is_acquired_again_whatever_happens() -> None:
    with pytest.raises(ValueError, match="early"), render_slots.acquired(), render_slots.released():
        raise ValueError("early")
    assert free_slots() == render_slots.SLOTS


def test_streamlit_runs_the_scripts_of_all_visitors_at_once(tmp_path: Path) -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    script = tmp_path / "script.py"
    script.write_text(MEETING)

    async def meet() -> list[str]:
        async with serving(script) as connect:
            visitors = [connect() for _ in range(4 * render_slots.SLOTS)]
            for visitor in visitors:
                visitor.ask_for_run()
            await until(
                lambda: all(visitor.of_type("script_finished") for visitor in visitors), "all runs"
            )
            return [v.of_type("delta")[-1].new_element.text.body for v in visitors]

    assert set(asyncio.run(meet())) == {"Everybody is here."}
