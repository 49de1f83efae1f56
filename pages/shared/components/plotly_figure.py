"""Plotly's figures, and pandas, under one lock.

Plotly uses pandas where it finds it among the loaded modules, and fails on one that another thread
is still importing. Only the canvas of the Draw page needs pandas (Streamlit looks for data frames
in what it sends); it takes 70 MB, so it is imported where somebody draws.
"""

import importlib
import threading
from collections.abc import Callable
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

_lock = threading.Lock()


def show(
    figure: Callable[[], go.Figure],
    key: str,
    *,
    height: int | Literal["content", "stretch"] = "content",
    **options: Any,
) -> None:
    """Make a figure, which has colours of its own, and draw it."""
    with _lock:
        st.plotly_chart(figure(), key=key, height=height, theme=None, **options)


def load_pandas() -> None:
    """Import pandas, unless somebody has."""
    with _lock:
        importlib.import_module("pandas")


def preload() -> None:
    """Let the browser fetch plotly's script (4.6 MB) before a figure is wanted, by a chart that
    nobody sees; once for each visitor."""
    if not st.session_state.get("plotly_preloaded"):
        st.session_state["plotly_preloaded"] = True
        with st.container(key="preloader"):
            show(go.Figure, "preloaded-figure", height=50)
