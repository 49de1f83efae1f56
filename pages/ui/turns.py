"""Pages are drawn a few at a time, and so all of them sooner."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

AT_ONCE = 3

_turns = threading.BoundedSemaphore(AT_ONCE)


@contextlib.contextmanager
def taken() -> Iterator[None]:
    """Wait for a turn, and keep it for the block.

    Streamlit draws each visitor's page in a thread of its own, and only one of these can compute
    at a time. A hundred of them get in each other's way, and in that of the event loop, which
    sends every single message in a round of its own: pages stood ready for seconds, and who lost
    the connection meanwhile never got his. (Ticks take no turn: they are short.)
    """
    with _turns:
        yield
