"""The fragment of the Mistakes page, which ticks once a second while the run trains."""

import streamlit as st

from pages.mistakes import (
    abstention,
    calibration,
    confusion,
    evaluated_model,
    misclassified,
)
from pages.shared.live import ticks
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.visitor import play

TICK_S = 1.0


def show(mine: RunHandle) -> None:
    """The mistakes of the visitor's run; before it has begun, those of the default model."""
    with st.container(key="mistakes-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What it misreads")
        if not mine.started:
            st.button("Train your own", key="mistakes_train", type="primary", on_click=play)
    st.fragment(_parts, run_every=ticks.interval(mine, TICK_S), key="mistakes-view")(mine)


def _parts(mine: RunHandle) -> None:
    model = evaluated_model.current(mine)
    with st.container(key="mistakes-matrix"):
        left, right = st.columns(2, gap="large")
    with left:
        confusion.show(model)
    with right:
        misclassified.show(model)
    with st.container(key="mistakes-sure"):
        left, right = st.columns(2, gap="large")
    with left:
        temperature = calibration.show(model)
    with right:
        abstention.show(model, temperature)
