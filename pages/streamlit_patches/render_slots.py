"""Pages are drawn a few at a time, and so all of them sooner.

Streamlit draws each visitor's page in a thread of its own, and only one of these can compute at a
time. A hundred of them get in each other's way, and in that of the event loop: with a hundred who
came back at once, its health took over a second. (Ticks take no turn: they are short.)
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

AT_ONCE = 3

_turns = threading.BoundedSemaphore(AT_ONCE)
_mine = threading.local()


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """A page is drawn in this thread."""
    with _turns:
        _mine.has_one = True
        try:
            yield
        finally:
            _mine.has_one = False


@contextlib.contextmanager
def lent() -> Iterator[None]:
    """What takes a second, and what may have to wait for another who does it, is done while others
    draw their pages. Where no turn was taken, in a callback or for a tick, nothing is lent."""
    if not getattr(_mine, "has_one", False):
        yield
        return
    _turns.release()
    try:
        yield
    finally:
        _turns.acquire()
