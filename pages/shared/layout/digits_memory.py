"""The browser's memory of the visitor's own digits, on every page."""

import streamlit as st

from pages.shared.components import elements
from pages.shared.state import digits_memory


def show() -> None:
    """<ten-digits-memory>, which is invisible; in a fragment, so that its messages do not redraw
    the page."""
    with st.container(key="installer-digits"):
        _element()


@st.fragment
def _element() -> None:
    if digits_memory.take_complete():
        st.rerun()
    elements.show(
        "digits-memory",
        key="digits-memory",
        data=digits_memory.to_keep(),
        on={"stored": digits_memory.confirm, "found": digits_memory.take_found},
    )
