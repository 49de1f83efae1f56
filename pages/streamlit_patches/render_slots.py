"""A semaphore that lets a few pages be drawn at a time, so that all are drawn sooner.

Why: Streamlit draws each visitor's page in a thread of its own, and the GIL lets one of them
compute. A hundred at once starve the event loop: its health check took over a second.
How: a page acquires a slot while it is drawn. Ticks of fragments are short and need none.
Since Streamlit 1.67. Not needed once Streamlit bounds its script threads itself.
"""

import contextlib
import threading
from collections.abc import Iterator

SLOTS = 3

_slots = threading.BoundedSemaphore(SLOTS)
_thread = threading.local()


@contextlib.contextmanager
def acquired() -> Iterator[None]:
    """Draw a page in this thread, once a slot is free."""
    with _slots:
        _thread.has_slot = True
        try:
            yield
        finally:
            _thread.has_slot = False


@contextlib.contextmanager
def released() -> Iterator[None]:
    """Give the slot up for what takes a second or waits for others, and acquire one again after it.
    A thread without a slot, in a callback or a tick, goes on as it is."""
    if not getattr(_thread, "has_slot", False):
        yield
        return
    _slots.release()
    try:
        yield
    finally:
        _slots.acquire()
