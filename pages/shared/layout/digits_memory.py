"""The browser's memory of the visitor's own digits, on every page."""

import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, flag, many, text, whole
from pages.shared.state import digits_memory
from softmax.own_digits import LIMIT

NUMBER = whole(0, 2**31)
RECORD = many(text, 2, 2)  # an id, and what is kept under it


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
        on={
            "stored": event(digits_memory.confirm, NUMBER, flag),
            "found": event(digits_memory.take_found, NUMBER, many(RECORD, 0, LIMIT)),
        },
    )
