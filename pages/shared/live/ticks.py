"""When a page is repainted while a run plays: fragments that tick, and the redraw at the end."""

from collections.abc import Callable

import streamlit as st

from pages.shared.components import elements
from pages.shared.state.run_handle import RunHandle
from pages.streamlit_patches import fragment_interval
from pages.streamlit_patches.fragment_interval import SLOWEST_S
from softmax.scheduling import Pool

VIEW_S = 0.07
# The most runs that play, and the seconds between two ticks of a page then: together the pages
# ask for no more than the server can draw.
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
    """While the run plays, repaint the elements on the page with what ``parts`` gives for them by
    tag, in one message of the page's one ticking fragment."""
    if not mine.running:
        return

    @st.fragment(run_every=interval(mine, fastest_s), key="feed")
    def tick() -> None:
        # Where the whole page is drawn, the elements have just been given the same.
        ticking = fragment_interval.fragments_of_this_run()
        elements.feed("live-feed", parts(mine) if ticking else {})
        keep_alive(mine, fastest_s)

    with st.container(key="installer-feed"):
        tick()


def keep_alive(mine: RunHandle, fastest_s: float | None = None) -> None:
    """At each tick: renew the run's lease, and adapt the interval of the fragment."""
    mine.heartbeat()
    if fastest_s is not None:
        fragment_interval.adapt(interval(mine, fastest_s))
    redraw_if_over("run", mine.running)


def note_running(what: str, running: bool) -> None:
    """Note what the page is about to show as running or not: the run, an experiment."""
    st.session_state[f"{what}_was_running"] = running


def redraw_if_over(what: str, running: bool) -> None:
    """Redraw the whole page where it shows as running what has ended: live pictures become
    figures to look at closely, and the buttons change."""
    was_running = st.session_state.get(f"{what}_was_running", False)
    note_running(what, running)
    if was_running and not running:
        st.rerun()


def waiting(position: int) -> None:
    """Say so where what the visitor wants to train waits for capacity."""
    if position:
        st.text(FULL.format(place=position))
