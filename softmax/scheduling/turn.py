"""A turn of a run: the steps that it is granted, taking them, and when it is due again."""

import contextlib
import logging

from softmax.scheduling import recording
from softmax.scheduling.pool_entry import Entry

log = logging.getLogger(__name__)

# A slice is a number of images; small batches are ended by the clock.
SLICE_SAMPLES = 8_192
SLICE_S = 0.02
# Seconds between two slices of a run with a step rate: 30 pictures a second for one, 10 for each
# of a hundred.
SERVICE_INTERVAL_S = 1 / 30
SERVICE_INTERVAL_S_PER_RUN = 0.001


def grant(entry: Entry, now: float, playing: int) -> None:
    """Grant an entry the steps of its slice, while ``playing`` entries play."""
    steps = max(1, SLICE_SAMPLES // entry.run.config.batch_size)
    entry.limited = entry.bucket.rate is not None and not entry.run.stopping
    if entry.limited:
        due = entry.bucket.take(now, _interval_s(playing))
        entry.bucket.give_back(max(0, due - steps))
        steps = min(due, steps)
    entry.granted = steps


def take(entry: Entry, playing: int, kept: int) -> None:
    """Take the steps. Without the pool's lock, because they take long.

    Args:
        kept: how many runs share the memory for snapshots.
    """
    run, entry.taken = entry.run, 0
    try:
        recording.set_density(run, entry.bucket.rate, playing)
        recording.limit_snapshots(run, max(1, kept))
        entry.taken = run.advance(entry.granted, SLICE_S)
    except Exception:  # must not kill the worker, which other runs need
        log.exception("event=failure run=%s", entry.name)
        entry.failed = True
        with contextlib.suppress(Exception):  # measuring where it stands may fail as well
            run.pause()


def settle(entry: Entry, now: float, playing: int) -> None:
    """Give back the steps that were not taken, and schedule the next ones."""
    entry.steps += entry.taken
    if entry.limited:
        entry.bucket.give_back(entry.granted - entry.taken)
    if not entry.run.stopping:
        entry.bucket.schedule(now, _interval_s(playing))


def _interval_s(playing: int) -> float:
    return max(SERVICE_INTERVAL_S, SERVICE_INTERVAL_S_PER_RUN * playing)
