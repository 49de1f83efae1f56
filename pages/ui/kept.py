"""What a control shows, for the browser to begin with."""

from __future__ import annotations

from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def kept(key: str, default: T) -> T:
    """The present value of the control `key`, which is `default` until it has one.

    It has to be the control's own default as well. Streamlit tells the browser a value of the
    session only once; where the next run of the script follows before that was drawn, the browser
    never hears of it, begins with the default, and sends that back as the visitor's choice.
    """
    value: T = st.session_state.setdefault(key, default)
    return value
