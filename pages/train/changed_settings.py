"""The settings that the run on screen does not have, and the two ways to make them agree."""

import streamlit as st

from pages.shared.state import visitor
from pages.shared.state.run_handle import RunHandle
from softmax.training import SETTINGS, differences


def show(mine: RunHandle) -> None:
    """Names the settings changed since this run, with a button to use them and one to undo them.
    Without any, says when a change takes effect."""
    # The container always exists, so that nothing is remounted when the note appears.
    with st.container(key="changed-settings"):
        names = differences([mine.run.config], visitor.current().settings) if mine.started else []
        if not names:
            st.caption("Rate and pace change at once. The rest starts with the next Reset.")
            return
        listed = ", ".join(SETTINGS[name].label.lower() for name in names).replace("l2", "L2")
        st.markdown(f"**Changed since this run:** {listed}.")
        if mine.over:
            st.button("Train again with these", key="use_settings", on_click=visitor.play)
        else:
            st.button("Reset to use them", key="use_settings", on_click=visitor.reset)
        st.button(
            "Back to the run’s settings", key="undo_settings", on_click=_undo, type="tertiary"
        )


def _undo() -> None:
    mine = visitor.current()
    mine.change_settings(mine.run.run.config)
