"""Widgets whose value survives a change of page."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

T = TypeVar("T")


def kept(key: str, default: T) -> T:
    """The current value of the widget ``key``, which is ``default`` until it has one.

    Pass it as the widget's own default, too. Streamlit sends a value of the session state only
    once; if the next run of the script comes before the browser has drawn it, the browser shows the
    widget's default and sends that back as the visitor's choice.
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
    """A segmented control with one option always chosen, also after a visit to another page.

    Args:
        shown: whether the label is visible, or only for screen readers.

    Returns:
        The chosen option.
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
