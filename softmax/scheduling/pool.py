"""A pool of worker threads that advance all runs of the process, a slice of steps at a time.

A thread for each run would starve the web server in the same process (its threads wait 280 ms
at p99 with 50 runs). Two workers that take runs from a queue, some milliseconds each, leave it
alone and share fairly.

A run has a lease: without a heartbeat for some seconds it is parked, and after an hour dropped.
"""

import contextlib
import hashlib
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable

from softmax.scheduling import recording, turn
from softmax.scheduling.pool_entry import PARK_AFTER_S, Entry, Trainable
from softmax.scheduling.queue import Queue
from softmax.scheduling.step_rate import TokenBucket, checked
from softmax.training.progress import State
from softmax.training.run import Run

log = logging.getLogger(__name__)

WORKERS = 2
# An idle worker looks again after this long while another serves: that may take a second.
LOOK_AGAIN_S = 0.05
CAPACITY = 120
MAX_KEPT = 300
# This many steps never wait for admission.
BRIEF_STEPS = 10
DROP_AFTER_S = 3600.0
SWEEP_EVERY_S = 5.0
# Added to the process's niceness for worker threads, on Linux.
NICENESS = 10


class Pool:
    """Runs by their tokens, and the workers that advance them.

    Args:
        workers: number of threads; with 0, ``serve_next`` does their work.
        clock: monotonic seconds.
        capacity: how many runs may play at once.
    """

    def __init__(
        self,
        workers: int = WORKERS,
        clock: Callable[[], float] = time.monotonic,
        capacity: int = CAPACITY,
    ):
        self._clock = clock
        self._entries: dict[str, Entry] = {}
        self._queue = Queue(capacity, clock)
        self._changed = self._queue.changed
        self._closed = False
        self._swept_at = clock()
        self._threads = [
            threading.Thread(target=self._work, name=f"softmax-worker-{i}", daemon=True)
            for i in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def add(self, run: Trainable, step_rate: float | None = None) -> str:
        """Add a run and return its token, which cannot be guessed.

        Raises:
            ValueError: the step rate is not a positive number.
        """
        token = secrets.token_urlsafe(16)
        with self._changed:
            self._evict()
            name, now = hashlib.sha256(token.encode()).hexdigest()[:10], self._clock()
            self._entries[token] = Entry(run, name, TokenBucket(step_rate, now), now)
        return token

    def get(self, token: str) -> Run | None:
        """The run with this token; None if there is none, or it is an experiment."""
        entry = self._entries.get(token)
        return entry.run if entry and isinstance(entry.run, Run) else None

    def __contains__(self, token: object) -> bool:
        return token in self._entries

    def remove(self, token: str) -> None:
        """Pause a run and forget it."""
        with self._changed:
            entry = self._entries.pop(token, None)
        if entry:
            self._stop(entry)
            entry.log_end(self._clock(), "removed")

    def heartbeat(self, token: str) -> None:
        """Renew the lease of a run. A parked run resumes."""
        if entry := self._entries.get(token):
            entry.seen_at = self._clock()
            # Without the lock where nothing changes: every page view calls this.
            if entry.run.state is State.RUNNING and entry not in self._queue:
                with self._changed:
                    self._queue.add(entry)

    def play(self, token: str, steps: int | None = None) -> None:
        """Let a run play to its end, or for a number of steps.

        Raises:
            KeyError: no run has this token.
        """
        entry = self._entries[token]
        entry.run.play(steps)
        with self._changed:
            now = self._clock()
            entry.seen_at = entry.playing_since = now
            entry.failed = entry.timed_out = False
            entry.bucket.restart(now)
            entry.brief = steps is not None and steps <= BRIEF_STEPS
            entry.idle.clear()
            self._queue.add(entry)
            self._queue.requeue(entry)  # if it was queued already, it is due earlier now
            if entry.run.state is not State.RUNNING:  # then no worker will set it
                entry.idle.set()
            self._changed.notify()

    def step(self, token: str, steps: int, wait_s: float = 0.25) -> bool:
        """Take a number of steps at full speed, waiting for them up to ``wait_s``.

        Returns:
            Whether it stopped within ``wait_s``; if not, the workers go on with the steps.

        Raises:
            KeyError: no run has this token.
        """
        entry = self._entries[token]
        entry.run.pause()
        self.play(token, steps)
        return entry.idle.wait(wait_s)

    def pause(self, token: str) -> None:
        """Stop a run within one slice."""
        if entry := self._entries.get(token):
            self._stop(entry)

    def step_rate(self, token: str) -> float | None:
        """The step rate of a run, in steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
        """
        return self._entries[token].bucket.rate

    def set_step_rate(self, token: str, step_rate: float | None) -> None:
        """Limit a run to a number of steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
            ValueError: the step rate is not a positive number.
        """
        with self._changed:
            entry = self._entries[token]
            entry.bucket.rate = checked(step_rate)
            entry.bucket.restart(self._clock())
            self._queue.requeue(entry)
            self._changed.notify()

    @property
    def live(self) -> int:
        """How many runs are being advanced."""
        return self._queue.live

    def queue_position(self, token: str) -> int:
        """The run's position among the waiting runs, from 1; 0 if it is not waiting."""
        return self._queue.position(self._entries.get(token))

    def timed_out(self, token: str) -> bool:
        """Whether the run was paused because it had played for too long."""
        entry = self._entries.get(token)
        return entry is not None and entry.timed_out

    def failed(self, token: str) -> bool:
        """Whether the run was paused because a step raised an exception."""
        entry = self._entries.get(token)
        return entry is not None and entry.failed

    def clear_stop_reason(self, token: str) -> None:
        """Forget that the run timed out or failed: it was reset."""
        if entry := self._entries.get(token):
            entry.failed = entry.timed_out = False

    def serve_next(self) -> bool:
        """Advance the next run that is due by one slice, in this thread.

        Returns:
            Whether one was due.
        """
        with self._changed:
            entry = self._take()
        if entry:
            seconds = self._advance(entry)
            with self._changed:
                self._put_back(entry, seconds)
        return entry is not None

    def close(self) -> None:
        """Stop the workers, and wait for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        _lower_priority()
        entry, seconds = None, 0.0
        while True:
            with self._changed:  # once for each turn
                if entry:
                    self._put_back(entry, seconds)
                entry = self._wait_for_next()
            if entry is None:
                return
            seconds = self._advance(entry)

    def _wait_for_next(self) -> Entry | None:
        """Wait for an entry that is due; None when the pool closes."""
        while not self._closed:
            if entry := self._take():
                return entry
            longest = LOOK_AGAIN_S if len(self._queue) else SWEEP_EVERY_S
            wait_s = min(self._queue.soonest() - self._clock(), longest)
            self._changed.wait(wait_s if self._entries else None)
        return None

    def _take(self) -> Entry | None:
        self._sweep()
        if entry := self._queue.take():
            turn.grant(entry, self._clock(), len(self._queue))
        return entry

    def _advance(self, entry: Entry) -> float:
        """Let an entry take its turn, without the lock; returns the seconds that it took."""
        began = self._clock()
        turn.take(entry, len(self._queue), len(self._entries))
        return self._clock() - began

    def _put_back(self, entry: Entry, seconds: float) -> None:
        turn.settle(entry, self._clock(), len(self._queue))
        self._queue.put_back(entry, seconds)

    def _stop(self, entry: Entry) -> None:
        entry.run.pause()
        with self._changed:
            self._queue.withdraw(entry)

    def _evict(self) -> None:
        """If the pool is full, drop the run with the oldest heartbeat, if its lease has expired."""
        if len(self._entries) >= MAX_KEPT:
            token, entry = min(self._entries.items(), key=lambda item: item[1].seen_at)
            if self._clock() - entry.seen_at > PARK_AFTER_S:
                del self._entries[token]

    def _sweep(self) -> None:
        """Every few seconds, drop abandoned runs and admit runs in place of parked ones."""
        now = self._clock()
        if now - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = now
        for token, entry in list(self._entries.items()):
            if now - entry.seen_at > DROP_AFTER_S:
                del self._entries[token]
            elif entry not in self._queue:
                recording.limit_snapshots(entry.run, len(self._entries))
        self._queue.admit()


def _lower_priority() -> None:
    """Let the web server's threads run first. On Linux niceness belongs to the thread."""
    with contextlib.suppress(AttributeError, OSError):
        thread = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, thread) + NICENESS
        os.setpriority(os.PRIO_PROCESS, thread, niceness)
