"""Limit how many pages are drawn at the same time, by a semaphore.

Why: Streamlit draws each visitor's page in a thread of its own, and all compete for the GIL. A
hundred at once starve the event loop: its health check took over a second.
How: a page acquires a slot while it is drawn. Ticks of fragments are short and need none.
Since Streamlit 1.67. Not needed once Streamlit limits its script threads itself; a test that runs
more scripts at once than there are slots fails then.
"""

import contextlib
import threading
from collections.abc import Iterator

SLOTS = 3

_slots = threading.BoundedSemaphore(SLOTS)
_thread = threading.local()


@contextlib.contextmanager
def acquired() -> Iterator[None]:
    """Acquire a slot to draw a page in this thread, and release it afterwards."""
    with _slots:
        _thread.has_slot = True
        try:
            yield
        finally:
            _thread.has_slot = False


@contextlib.contextmanager
def released() -> Iterator[None]:
    """Release the slot during a long computation or a wait, and acquire one again after it.

    Does nothing in a thread without a slot: a callback or a tick.
    """
    if not getattr(_thread, "has_slot", False):
        yield
        return
    _slots.release()
    try:
        yield
    finally:
        _slots.acquire()
