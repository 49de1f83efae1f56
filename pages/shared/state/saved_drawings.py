"""The drawing of each tab, kept by the server for when the page is loaded again.

A tab keeps the name of its drawing in its sessionStorage, as it does with its run (see
elements/tab.js), and tells it to a session that begins anew.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import Any

import streamlit as st

# Some 20 kB each.
MAX_KEPT = 200

_lock = threading.Lock()
_kept: OrderedDict[str, Any] = OrderedDict()


def name() -> str:
    """What this session's drawing is called; it cannot be guessed."""
    found: str = st.session_state.setdefault("drawing_name", secrets.token_urlsafe(12))
    return found


def keep(drawing: Any) -> None:
    """In place of the session's last; of all sessions the oldest goes where there are too many."""
    with _lock:
        _kept[name()] = drawing
        _kept.move_to_end(name())
        while len(_kept) > MAX_KEPT:
            _kept.popitem(last=False)


def forget() -> None:
    """Nothing is on the pad."""
    with _lock:
        _kept.pop(name(), None)


def find() -> None:
    """The tab tells, after it was loaded again, what its drawing was called."""
    with _lock:
        found = _kept.get(str(st.session_state["tab"]["drew"][0]))
    if found is not None:
        keep(found)
        st.session_state["drawing_found"] = found


def take_found() -> Any:
    """The drawing from before, once."""
    return st.session_state.pop("drawing_found", None)
