"""The Runs page: its four views, one at a time."""

from __future__ import annotations

import streamlit as st

from pages.ui import elements
from pages.ui.kept import choice
from pages.ui.runs import best, overview, presets, rates
from pages.ui.session import Session

VIEWS = {
    "Kept": overview.show,
    "Learning rate": rates.show,
    "Presets": presets.show,
    "Best fit": best.show,
}
FIRST = "Kept"


def show(session: Session) -> None:
    """The choice of a view, and the view."""
    elements.install("runs_elements")
    with st.container(key="runs-head", horizontal=True, vertical_alignment="center"):
        st.markdown("# Runs compared")
        chosen = choice("View", list(VIEWS), FIRST, key="runs_view", shown=False)
    VIEWS[chosen](session)
