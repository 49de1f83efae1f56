"""What the pages share."""

import streamlit as st

from pages.ui.memory import give_back

give_back()
# The first visitor waits for torch to load, some seconds; no other one sees this.
with st.spinner("The server has just started. One moment."):
    import torch  # noqa: F401
