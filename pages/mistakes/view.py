"""The middle of the Mistakes page: live, once a second, while the run plays."""

from __future__ import annotations

import streamlit as st

from pages.mistakes import (
    abstention,
    calibration,
    confusion,
    evaluated_model,
)
from pages.shared.live import refresh
from pages.shared.state.visitor import Session, play

TICK_S = 1.0


def show(session: Session) -> None:
    """The mistakes of the visitor's run; before it has begun, those of the default model."""
    with st.container(key="mistakes-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# What it misreads")
        if not session.started:
            st.button("Train your own", key="mistakes_train", type="primary", on_click=play)
    st.fragment(_parts, run_every=refresh.interval(session, TICK_S), key="mistakes-view")(session)


def _parts(session: Session) -> None:
    model = evaluated_model.current(session)
    with st.container(key="mistakes-matrix"):
        left, right = st.columns(2, gap="large")
    with left:
        confusion.matrix(model)
    with right:
        confusion.images(model)
    with st.container(key="mistakes-sure"):
        left, right = st.columns(2, gap="large")
    with left:
        temperature = calibration.show(model)
    with right:
        abstention.show(model, temperature)
    refresh.keep_alive(session, TICK_S)
