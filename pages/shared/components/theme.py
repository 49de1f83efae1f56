"""The theme in which the visitor's browser shows the app."""

import streamlit as st

from softmax.charts import Theme


def current() -> Theme:
    """The browser's theme; light until the browser has reported it."""
    return "dark" if st.context.theme.type == "dark" else "light"
