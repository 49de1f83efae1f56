"""When steps happen: two worker threads that all runs of the process share.

A thread for each run starves the web server that lives in the same process (its threads
wait 280 ms at p99 with 50 runs). Two workers taking runs from a queue, a slice of some
milliseconds each, leave it alone and share fairly.
"""

from __future__ import annotations

import collections
import contextlib
import functools
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from softmax.training.run import DEFAULT_POINTS, Run, State

log = logging.getLogger(__name__)

WORKERS = 2
SLICE_S = 0.012
# A paced run is served this often at the most, several steps at a time if need be.
PACED_TURN_S = 1 / 30
# A run that was kept waiting may catch up on this much of its pace, not more.
MAX_CREDIT_S = 0.25
# Without a heartbeat for so long, the viewer has gone: the run is parked, later dropped.
PARK_AFTER_S = 10.0
DROP_AFTER_S = 3600.0
SWEEP_EVERY_S = 5.0
# Added to the process's own niceness, where the system has one per thread.
NICENESS = 10


@dataclass(eq=False)
class _Seat:
    """A run's place in the pool."""

    run: Run
    pace: float | None  # steps per second; None is full speed
    seen_at: float  # the last heartbeat
    due_at: float = 0.0
    credit: float = 1.0  # steps that the pace allows by now
    credited_at: float = 0.0
    queued: bool = False
    idle: threading.Event = field(default_factory=threading.Event)


class Pool:
    """Runs by their tokens, and the workers that advance those that are playing.

    Args:
        workers: how many threads.
        clock: seconds that only grow; a test passes its own.
    """

    def __init__(self, workers: int = WORKERS, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._seats: dict[str, _Seat] = {}
        self._queue: collections.deque[_Seat] = collections.deque()
        self._changed = threading.Condition()
        self._closed = False
        self._swept_at = clock()
        self._threads = [
            threading.Thread(target=self._work, name=f"softmax-worker-{i}", daemon=True)
            for i in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    # -- runs come and go ------------------------------------------------------------------

    def add(self, run: Run, pace: float | None = None) -> str:
        """Take a run in and return its token, which nobody can guess."""
        token = secrets.token_urlsafe(16)
        with self._changed:
            self._seats[token] = _Seat(run, pace, self._clock())
        return token

    def get(self, token: str) -> Run | None:
        """The run with this token; None if there is none, or it was dropped."""
        seat = self._seats.get(token)
        return seat.run if seat else None

    def remove(self, token: str) -> None:
        """Pause a run and forget it."""
        with self._changed:
            seat = self._seats.pop(token, None)
        if seat:
            seat.run.pause()

    def heartbeat(self, token: str) -> None:
        """Say that somebody is looking at this run. A parked run goes on."""
        with self._changed:
            if seat := self._seats.get(token):
                seat.seen_at = self._clock()
                self._enqueue(seat)

    # -- the transport ---------------------------------------------------------------------

    def play(self, token: str, steps: int | None = None) -> None:
        """Let a run go on, to its end or for so many steps.

        Raises:
            KeyError: no run has this token.
        """
        seat = self._seats[token]
        seat.run.play(steps)
        with self._changed:
            seat.seen_at = self._clock()
            seat.credit, seat.credited_at, seat.due_at = 1.0, self._clock(), 0.0
            seat.idle.clear()
            self._enqueue(seat)

    def step(self, token: str, steps: int, wait_s: float = 0.25) -> bool:
        """Take so many steps at full speed, waiting for them up to ``wait_s``.

        Returns:
            Whether they were all taken in that time; if not, they are still being taken.
        """
        seat = self._seats[token]
        seat.run.pause()
        self.play(token, steps)
        return seat.idle.wait(wait_s)

    def pause(self, token: str) -> None:
        """Stop a run within one slice."""
        if seat := self._seats.get(token):
            seat.run.pause()

    def set_pace(self, token: str, pace: float | None) -> None:
        """Limit a run to so many steps per second; None is full speed."""
        with self._changed:
            seat = self._seats[token]
            seat.pace, seat.credit, seat.due_at = pace, 1.0, 0.0
            self._changed.notify()

    @property
    def live(self) -> int:
        """How many runs are being advanced now."""
        with self._changed:
            return sum(seat.queued for seat in self._seats.values())

    def close(self) -> None:
        """Stop the workers, and wait for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    # -- the workers -----------------------------------------------------------------------

    def _enqueue(self, seat: _Seat) -> None:
        if seat.run.state is State.RUNNING and not seat.queued:
            seat.queued = True
            self._queue.append(seat)
            self._changed.notify()

    def _work(self) -> None:
        _lower_priority()
        while (seat := self._next()) is not None:
            steps = self._steps_due(seat)
            seat.run.record_every = self._spacing(seat)
            taken = 0
            try:
                taken = seat.run.advance(steps, SLICE_S)
            except (RuntimeError, MemoryError):
                log.exception("a run failed and was paused")
                seat.run.pause()
            self._put_back(seat, taken)

    def _next(self) -> _Seat | None:
        """The seat at the head of the queue whose turn has come; None when the pool closes."""
        with self._changed:
            while not self._closed:
                now = self._clock()
                self._sweep(now)
                for seat in self._queue:
                    if seat.due_at <= now:
                        self._queue.remove(seat)
                        return seat
                soonest = min((seat.due_at for seat in self._queue), default=now + SWEEP_EVERY_S)
                self._changed.wait(min(soonest - now, SWEEP_EVERY_S) if self._seats else None)
            return None

    def _steps_due(self, seat: _Seat) -> int | None:
        if seat.pace is None or seat.run.stopping:
            return None
        now = self._clock()
        earned = (now - seat.credited_at) * seat.pace
        seat.credit = min(seat.credit + earned, max(1.0, MAX_CREDIT_S * seat.pace))
        seat.credited_at = now
        return int(seat.credit)

    def _spacing(self, seat: _Seat) -> int:
        """Steps between two points of the curves: ten points a second where somebody watches
        at a pace, fewer as more runs share the machine (a point costs as much as thirty steps).
        """
        config = seat.run.config
        if seat.pace is None:
            return max(1, config.total_steps // DEFAULT_POINTS)
        return max(1, round(seat.pace * 0.1 * max(1, self.live / WORKERS)))

    def _put_back(self, seat: _Seat, taken: int) -> None:
        with self._changed:
            seat.queued = False
            if seat.pace is not None and not seat.run.stopping:
                seat.credit -= taken
                wait = max((1 - seat.credit) / seat.pace, PACED_TURN_S)
                seat.due_at = self._clock() + wait
            if seat.run.state is not State.RUNNING:
                seat.idle.set()
            elif self._clock() - seat.seen_at < PARK_AFTER_S:
                self._enqueue(seat)

    def _sweep(self, now: float) -> None:
        """Forget the runs that nobody has looked at for an hour."""
        if now - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = now
        for token, seat in list(self._seats.items()):
            if now - seat.seen_at > DROP_AFTER_S:
                del self._seats[token]


def _lower_priority() -> None:
    """Let the web server's threads go first. On Linux niceness belongs to the thread."""
    with contextlib.suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


@functools.cache
def shared() -> Pool:
    """The one pool of this process. Held by the module, where no page can clear it."""
    return Pool()
