"""What a control shows, for the browser to begin with; and one that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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


def choice(
    label: str,
    options: Sequence[T],
    default: T,
    *,
    key: str,
    shown: bool = True,
    on_change: Callable[[], None] | None = None,
    format_func: Callable[[Any], str] | None = None,
    disabled: bool = False,
) -> T:
    """A few options side by side, one of them always chosen, and still so back on the page.

    Args:
        shown: whether the label is, or only read aloud.

    Returns:
        The chosen one.
    """
    chosen: T = st.segmented_control(
        label,
        options,
        default=kept(key, default),
        key=key,
        required=True,
        label_visibility="visible" if shown else "collapsed",
        on_change=on_change,
        format_func=format_func,
        disabled=disabled,
        persist_state="session",
    )
    return chosen
