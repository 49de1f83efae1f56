"""Whether this visitor sees the app in light or in dark."""

import streamlit as st

from softmax.charts import Theme


def present() -> Theme:
    """The theme of the browser page, as far as it has said so; light until then."""
    return "dark" if st.context.theme.type == "dark" else "light"
