"""The status bar: the state of the run and its numbers, at the top of every page."""

import streamlit as st

from pages.shared.components import elements
from pages.shared.live import frames, run_numbers
from pages.shared.presenting import bar
from pages.shared.state import view_options, visitor
from pages.shared.state.run_handle import RunHandle
from softmax.training import State


def show(
    compact: bool = False, transport: bool = True, keys: bool = True, parts: tuple[str, ...] = ()
) -> None:
    """The run's state and numbers, and the frames that repaint them while it trains.

    Args:
        compact: on a phone, a single line.
        transport: with a button to pause or go on; the Train page has larger ones of its own,
            and shows the bar also before anything has begun.
        keys: whether the presenter's keys act on this run; a page that trains others has them
            for those.
        parts: further elements of the page that the frames repaint, by tag.
    """
    mine = visitor.run()
    keys = keys and view_options.presents()
    if transport and keys:
        bar.remote(mine)
    with st.container(key="strip"):
        if view_options.shows("strip") and (mine.started or not transport):
            if transport:
                with st.container(key="strip-row", horizontal=True, vertical_alignment="center"):
                    _numbers(mine, compact)
                    _button(mine, view_options.key("play") if keys else None)
            else:
                _numbers(mine, compact)
    frames.show(mine, "strip", *parts)


def _numbers(mine: RunHandle, compact: bool) -> None:
    elements.show("strip", key="strip-element", data=numbers(mine, compact))


def _button(mine: RunHandle, shortcut: str | None) -> None:
    if mine.running:
        st.button("Pause", key="strip_pause", on_click=visitor.pause, shortcut=shortcut)
    elif mine.run.state is State.PAUSED:
        st.button("Play", key="strip_play", on_click=visitor.play, shortcut=shortcut)


def numbers(mine: RunHandle, compact: bool = False) -> dict[str, object]:
    """The data of <ten-strip> for a visitor."""
    described = run_numbers.describe(
        mine.progress,
        view_options.presents(),
        mine.queue_position,
        mine.timed_out,
        mine.failed,
    )
    return described | {"compact": compact}
