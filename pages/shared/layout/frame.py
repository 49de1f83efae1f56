"""What every page shows: the styles, the elements, and the strip with the state of the run."""

from __future__ import annotations

import functools
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from pages.shared.components import elements, plotly_figure
from pages.shared.layout import export_menu
from pages.shared.live import refresh
from pages.shared.state import (
    saved_drawings,
    url,
    view_options,
    visitor,
)
from pages.streamlit_patches import message_batches

PAGES = Path(__file__).parents[2]
# Sent only in the presenter's view.
PRESENTED = "present.css"


def open_page(page: str) -> None:
    """Styles, elements and what every page carries; called once by app.py, before the page at
    this address."""
    message_batches.mend()
    visitor.enter(page)
    st.html(Styles())
    elements.install()
    with st.container(key="installer-tab"):
        elements.show(
            "tab",
            key="tab",
            data=visitor.remembered() | {"drawing": saved_drawings.name()},
            on={"found": visitor.find, "drew": saved_drawings.find},
        )
    refresh.note_running("run", visitor.current().running)
    url.restore(page)
    url.write()
    export_menu.button()
    _words(page)


def _words(page: str) -> None:
    """What is to be said above the strip. In a place that is always there, also when it is empty:
    else Streamlit would make everything below it anew when a word comes or goes."""
    with st.container(key="words"):
        url.word(page)
        export_menu.brought_in()
        view_options.remark()
        if word := visitor.notice():
            with st.container(key="notice"):
                st.text(word)


class Styles:
    """All sheets as one message. As an object that shows itself, because Streamlit looks through
    every line of a text for its margin, at every run."""

    @staticmethod
    @functools.cache
    def _repr_html_() -> str:
        sheets = sorted(PAGES.rglob("*.css"), key=lambda sheet: (sheet.name != "app.css", sheet))
        text = "\n".join(sheet.read_text() for sheet in sheets if sheet.name != PRESENTED)
        return f"<style>{text}</style>"


def preload_plotly() -> None:
    """Fetch plotly's script (4.6 MB) now, by a chart that nobody sees, and not at the moment
    when a figure is wanted. The first run of the page does that for all that follow."""
    if not st.session_state.get("plotly_preloaded"):
        st.session_state["plotly_preloaded"] = True
        with st.container(key="preloader"):
            plotly_figure.show(_nothing, "preloaded-figure", height=50)


@functools.cache
def _nothing() -> go.Figure:
    return go.Figure()
