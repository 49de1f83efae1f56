"""Plotly figures, and the import of pandas, under one lock.

Plotly uses pandas if it is in sys.modules, and fails if another thread is still importing it. Only
the canvas of the Draw page needs pandas (Streamlit looks for data frames in what it sends). It
takes 70 MB, so it is imported when the first visitor draws.
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
    """Create and draw a figure under the lock, without Streamlit's plotly theme."""
    with _lock:
        st.plotly_chart(figure(), key=key, height=height, theme=None, **options)


def load_pandas() -> None:
    """Import pandas under the lock."""
    with _lock:
        importlib.import_module("pandas")
