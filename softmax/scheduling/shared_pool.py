"""The process-wide pool, made at first use."""

import atexit
import functools
import os
import threading

from softmax.scheduling.pool import CAPACITY, Pool

CAPACITY_VARIABLE = "SOFTMAX_CAPACITY"

_first_use = threading.Lock()


def shared() -> Pool:
    """The one pool of this process. Thread-safe.

    The environment variable SOFTMAX_CAPACITY sets how many runs may play at once.
    """
    with _first_use:
        return _made()


@functools.cache
def _made() -> Pool:
    asked = os.environ.get(CAPACITY_VARIABLE, "")
    if asked and not (asked.isdecimal() and int(asked) > 0):
        raise ValueError(f"{CAPACITY_VARIABLE} must be a whole number above 0, not {asked!r}")
    pool = Pool(capacity=int(asked or CAPACITY))
    # A worker that is inside torch while the interpreter exits crashes the process.
    atexit.register(pool.close)
    return pool
