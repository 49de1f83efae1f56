"""The widgets of the settings, kept in line with the visitor's settings.

Streamlit keeps a value for each widget, and what the browser sends may be older than what the app
has set since. So a value set by the app is marked until its widget is drawn; what the browser
sends of it before then is stale.
"""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from pages.shared.components.widgets import kept

T = TypeVar("T")


def key(name: str) -> str:
    """The widget key of a setting, or of "pace", the step rate."""
    return "pace_control" if name == "pace" else f"set_{name}"


def update(before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """Set the widgets on the page whose values have changed."""
    for name, value in after.items():
        shown = st.session_state.get(key(name))
        if value != before[name] and shown is not None and shown != value:
            st.session_state[key(name)] = value
            _undrawn().add(name)


def draw(name: str, value: T) -> T:
    """The value for a widget that is drawn now: its own, or this one at the first time."""
    _undrawn().discard(name)
    return kept(key(name), value)


def is_stale(name: str) -> bool:
    """Whether what the browser sends of this widget is older than what was set here."""
    return name in _undrawn()


def _undrawn() -> set[str]:
    found: set[str] = st.session_state.setdefault("undrawn", set())
    return found
