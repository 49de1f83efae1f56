"""Plotly's figures, one at a time, and pandas, which is loaded while none is drawn.

Plotly looks for pandas among the loaded modules at every figure and uses what is there of it; what
another thread is just loading is not whole, and the figure fails. Only the pad needs pandas, in
which Streamlit looks for data frames. It takes 70 MB: where nobody draws, it is not loaded.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st

_one_at_a_time = threading.Lock()


def show(
    figure: Callable[[], go.Figure],
    key: str,
    *,
    height: int | Literal["content", "stretch"] = "content",
    **options: Any,
) -> None:
    """Make a figure, which has its own colours, and draw it."""
    with _one_at_a_time:
        st.plotly_chart(figure(), key=key, height=height, theme=None, **options)


def load_pandas() -> None:
    """Load it, if nobody has."""
    with _one_at_a_time:
        importlib.import_module("pandas")
