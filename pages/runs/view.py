"""The Runs page: its four views, one at a time."""

from __future__ import annotations

import streamlit as st

from pages.runs import (
    comparison,
    optimum,
    race,
    sweep,
)
from pages.shared.state.visitor import Session
from pages.shared.state.widgets import choice

VIEWS = {
    "Kept": comparison.show,
    "Learning rate": sweep.show,
    "Presets": race.show,
    "Best fit": optimum.show,
}
FIRST = "Kept"


def show(session: Session) -> None:
    """The choice of a view, and the view."""
    with st.container(key="runs-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# Runs compared")
        chosen = choice("View", list(VIEWS), FIRST, key="runs_view", shown=False)
    VIEWS[chosen](session)
