"""The fragments of a page that the server draws again and again while a run or an experiment plays,
and the redraw of the page at the end."""

import streamlit as st

from pages.shared.live.run_numbers import FULL
from pages.shared.state.run_handle import RunHandle
from softmax.scheduling import Pool

SLOWEST_S = 2.0
# (live runs up to, least seconds between two ticks of a page that is drawn then). The ticks of all
# pages together stay within what the server can draw.
TICKS_S = ((2, 0.0), (12, 0.5), (40, 1.0))


def interval(mine: RunHandle, fastest_s: float) -> float | None:
    """Seconds between two ticks while the run plays; None when nothing moves."""
    if not mine.running:
        return None
    if mine.queue_position:
        return SLOWEST_S
    return slowed(fastest_s, mine.pool)


def slowed(fastest_s: float, pool: Pool) -> float:
    """Seconds between two ticks of a page, with as many runs as play now."""
    live = pool.live
    return next((max(fastest_s, s) for runs, s in TICKS_S if live <= runs), SLOWEST_S)


def note_running(what: str, running: bool) -> None:
    """Note what the page is about to show as running or not: the run, an experiment."""
    st.session_state[f"{what}_was_running"] = running


def is_shown_running(what: str) -> bool:
    """Whether the page was about to show ``what`` as running."""
    return bool(st.session_state.get(f"{what}_was_running"))


def redraw_if_over(what: str, running: bool) -> None:
    """Rerun the whole page if it still shows ``what`` as running: the buttons change."""
    was_running = is_shown_running(what)
    note_running(what, running)
    if was_running and not running:
        st.rerun()


def waiting(position: int) -> None:
    """Show the queue position of a waiting run or experiment; nothing for position 0."""
    if position:
        st.text(FULL.format(place=position))
