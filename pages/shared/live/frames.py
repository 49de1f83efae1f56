"""What repaints an open page while its run trains, between two runs of the page's script.

<ten-frames> receives the frames of the run by a websocket (pages/server/frame_sockets.py), hands
them to the elements, and has the page drawn again when the run is over. Where the websocket cannot
be reached, a fragment of the page brings a frame each second instead.
"""

import base64

import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, flag
from pages.shared.live import ticks
from pages.shared.live.watched import Viewer, Watched
from pages.shared.state import view_options
from pages.shared.state.run_handle import RunHandle

UNREACHED = "frames_unreached"
FALLBACK_S = 1.0


def show(mine: RunHandle, *parts: str) -> None:
    """Once on each page, with the tags of the elements that are to be repainted."""
    # A run that has ended since the page was begun may be shown as running: the last frame says so.
    running = mine.running or ticks.is_shown_running("run")
    presented, unreached = view_options.presents(), st.session_state.get(UNREACHED, False)
    with st.container(key="installer-frames"):
        elements.show(
            "frames",
            key="frames",
            data={
                "run": mine.token if running else "",
                "wants": parts,
                "presented": presented,
                "unreached": unreached,
            },
            on={"ended": event(_redraw), "reached": event(_note_reached, flag)},
        )
        if running and unreached:
            _fall_back(mine, Viewer(parts, presented))


def _redraw() -> None:
    """The callback makes Streamlit run the script of the page."""


def _note_reached(reached: bool) -> None:
    st.session_state[UNREACHED] = not reached


def _fall_back(mine: RunHandle, viewer: Viewer) -> None:
    @st.fragment(run_every=FALLBACK_S, key="fallback")
    def tick() -> None:
        mine.heartbeat()
        message, _ = Watched(mine).message(viewer)
        if message:
            data = {"message": base64.b64encode(message).decode()}
            elements.show("fallback", key="fallback-frame", data=data)

    tick()
