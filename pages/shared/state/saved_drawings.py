"""The drawings of all tabs, kept by the server so that a page that is reloaded finds its own.

The tab remembers the key of its drawing in sessionStorage (see tab_memory), and sends it to the
session that begins after a reload.
"""

import secrets
import threading
from collections import OrderedDict
from typing import Any

import streamlit as st

from softmax import limits

MAX_DRAWINGS = 200  # some 5 kB each

_lock = threading.Lock()
_drawings: OrderedDict[str, Any] = OrderedDict()


def name() -> str:
    """The key of this session's drawing; it cannot be guessed."""
    found: str = st.session_state.setdefault("drawing_name", secrets.token_urlsafe(12))
    return found


def keep(drawing: Any) -> None:
    """Store the session's latest drawing, a Moment; the oldest ones go above MAX_DRAWINGS and above
    KEPT_DRAWINGS_BYTES."""
    with _lock:
        _drawings[name()] = drawing
        _drawings.move_to_end(name())
        total = sum(kept.size for kept in _drawings.values())
        while len(_drawings) > MAX_DRAWINGS or total > limits.KEPT_DRAWINGS_BYTES.value:
            total -= _drawings.popitem(last=False)[1].size


def forget() -> None:
    """Drop the session's drawing: nothing is on the pad."""
    with _lock:
        _drawings.pop(name(), None)


def find(key: str) -> None:
    """Restore the drawing whose key the tab has sent after a reload."""
    with _lock:
        found = _drawings.get(key)
    if found is not None:
        keep(found)
        st.session_state["drawing_found"] = found


def take_found() -> Any:
    """The drawing from before the reload; once."""
    return st.session_state.pop("drawing_found", None)
