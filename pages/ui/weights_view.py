"""The middle of the Weights page: ten heatmaps on one scale, live while the run plays."""

from __future__ import annotations

import streamlit as st

from pages.ui import elements, live, theme
from pages.ui.session import Session, play
from softmax.charts import heatmaps
from softmax.training import Progress

PIXELS, SMOOTH = "Pixels", "Smooth"
STILL_NOTE = "Point at a pixel for its weight."
LIVE_NOTE = "Live: pause the run to read single weights."
TICK_S = 0.15


def show(session: Session) -> None:
    """The pictures, or an invitation where nothing has been learned yet."""
    if not session.started:
        _invitation(session)
        return
    with st.container(key="weights-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What each digit looks for")
        st.segmented_control(
            "Drawn as", [PIXELS, SMOOTH], default=PIXELS, required=True, key="weights_drawn_as",
            label_visibility="collapsed",
        )  # fmt: skip
    st.fragment(_pictures, run_every=live.interval(session, TICK_S), key="weights-view")(session)


def _invitation(session: Session) -> None:
    with st.container(key="invitation"):
        st.markdown("# Nothing learned yet")
        st.markdown(
            "All 7,840 weights are still where they start. Train the model, and each of its ten "
            "rows becomes a picture of what speaks for its digit and what speaks against it."
        )
        st.button("Train it now", key="train_now", type="primary", on_click=play)


def _pictures(session: Session) -> None:
    progress = session.progress
    smooth = st.session_state.get("weights_drawn_as") == SMOOTH
    still = not session.running and not smooth
    note = "Smoothed for the eye only." if smooth else STILL_NOTE if still else LIVE_NOTE
    elements.show("legend", key="weights-legend", data=live.legend(progress.weights, note))
    if still:
        _figure(progress)
    else:
        data = {**live.pictures(progress, followed=False), "smooth": smooth, "legend": False}
        del data["gradient"]
        elements.show("pictures", key="weights-pictures", data=data)
    live.keep_alive(session, TICK_S)


def _figure(progress: Progress) -> None:
    look = theme.present()
    with st.container(key="weights-figure"):
        st.plotly_chart(
            heatmaps(progress.weights.W, progress.weights.b, look),
            key="weights-heatmaps",
            theme=None,
            height="stretch",
            config={"displaylogo": False},
            alt="The ten rows of the weight matrix as heatmaps",
        )
