"""The fragment of the Mistakes page, which ticks once a second while the run trains."""

from __future__ import annotations

import streamlit as st

from pages.mistakes import (
    abstention,
    calibration,
    confusion,
    evaluated_model,
    misclassified,
)
from pages.shared.components import elements
from pages.shared.live import refresh
from pages.shared.state.visitor import Session, play

TICK_S = 1.0


def show(visitor: Session) -> None:
    """The mistakes of the visitor's run; before it has begun, those of the default model."""
    elements.install("mistakes_elements")
    with st.container(key="mistakes-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What it misreads")
        if not visitor.started:
            st.button("Train your own", key="mistakes_train", type="primary", on_click=play)
    st.fragment(_parts, run_every=refresh.interval(visitor, TICK_S), key="mistakes-view")(visitor)


def _parts(visitor: Session) -> None:
    model = evaluated_model.current(visitor)
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
    refresh.keep_alive(visitor, TICK_S)
