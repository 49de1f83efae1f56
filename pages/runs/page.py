"""Runs: saved runs side by side, and three ways to find better settings."""

import streamlit as st

from pages.runs import comparison, optimum, race, sweep
from pages.shared.components import terms
from pages.shared.components.widgets import choice
from pages.shared.layout import status_bar
from pages.shared.state import view_options, visitor

WORDS = {
    "Kept": ("epoch", "training loss", "validation accuracy", "test accuracy"),
    "Learning rate": ("sweep", "loss", "validation"),
    "Presets": ("race", "loss", "samples seen"),
    "Best fit": ("best fit", "loss", "test accuracy"),
}

mine = visitor.run()
status_bar.show(compact=True)
with st.container(key="runs-head", horizontal=True, vertical_alignment="center"):
    st.markdown("# Runs compared")
    views = ["Kept", "Learning rate", "Presets", "Best fit"]
    view = choice("View", views, "Kept", key="runs_view", shown=False)
if not view_options.presents():
    terms.show("runs-words", *WORDS[view])
match view:
    case "Kept":
        comparison.show(mine)
    case "Learning rate":
        sweep.show()
    case "Presets":
        race.show()
    case "Best fit":
        optimum.show()
