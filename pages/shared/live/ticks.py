"""When a page is repainted while a run plays: fragments that tick, and the redraw at the end."""

from collections.abc import Callable

import streamlit as st

from pages.shared.components import elements
from pages.shared.state.run_handle import RunHandle
from pages.streamlit_patches import fragment_interval
from pages.streamlit_patches.fragment_interval import SLOWEST_S
from softmax.scheduling import Pool

VIEW_S = 0.07
# (live runs up to, least seconds between two ticks of a page). The ticks of all pages together
# stay within what the server can draw.
TICKS_S = ((2, 0.0), (4, 0.25), (12, 0.5), (40, 1.0))
FULL = "The room is full: you are number {place}. Your run begins by itself."


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


def feed(
    mine: RunHandle, fastest_s: float, parts: Callable[[RunHandle], dict[str, dict[str, object]]]
) -> None:
    """While the run plays, repaint the page's elements at each tick with one message: the data
    of ``parts``, by tag."""
    if not mine.running:
        # It may have ended since the buttons and the status bar were drawn, which say "Training".
        redraw_if_over("run", mine.running)
        return

    @st.fragment(run_every=interval(mine, fastest_s), key="feed")
    def tick() -> None:
        # In a full rerun the elements have just received this data.
        ticking = fragment_interval.fragments_of_this_run()
        elements.feed("live-feed", parts(mine) if ticking else {})
        keep_alive(mine, fastest_s)

    with st.container(key="installer-feed"):
        tick()


def keep_alive(mine: RunHandle, fastest_s: float) -> None:
    """At each tick: renew the run's lease, and adapt the interval of the fragment."""
    mine.heartbeat()
    fragment_interval.adapt(interval(mine, fastest_s))
    redraw_if_over("run", mine.running)


def note_running(what: str, running: bool) -> None:
    """Note what the page is about to show as running or not: the run, an experiment."""
    st.session_state[f"{what}_was_running"] = running


def redraw_if_over(what: str, running: bool) -> None:
    """Rerun the whole page if it still shows ``what`` as running: plotly figures replace the live
    pictures, and the buttons change."""
    was_running = st.session_state.get(f"{what}_was_running", False)
    note_running(what, running)
    if was_running and not running:
        st.rerun()


def waiting(position: int) -> None:
    """Show the queue position of a waiting run or experiment; nothing for position 0."""
    if position:
        st.text(FULL.format(place=position))
