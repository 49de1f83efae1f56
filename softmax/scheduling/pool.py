"""When steps happen: two worker threads that all runs of the process share.

A thread for each run starves the web server that lives in the same process (its threads
wait 280 ms at p99 with 50 runs). Two workers taking runs from a queue, a slice of some
milliseconds each, leave it alone and share fairly.

There is room for so many runs to play at once; who comes later waits for a place, in the order
of coming, and plays by itself when one is free. Leaving gives a place up.
"""

from __future__ import annotations

import atexit
import collections
import contextlib
import dataclasses
import functools
import hashlib
import logging
import math
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from softmax.training.config import Config
from softmax.training.history import MAX_SNAPSHOTS
from softmax.training.run import DEFAULT_POINTS, Run, State

log = logging.getLogger(__name__)

WORKERS = 2
# A slice is so many images, so that runs advance alike however busy the machine is; small
# batches, which take longer for them, end it by the clock.
SLICE_SAMPLES = 8_192
SLICE_S = 0.05
# A paced run is served this often at the most, several steps at a time if need be.
PACED_TURN_S = 1 / 30
# Serving costs about as much as five steps, so the more runs share the machine, the seldomer each
# is served and the more steps it takes then: for each run that plays, so long between two turns.
TURN_S_PER_RUN = 0.006
# A run that was kept waiting may catch up on this much of its step rate, not more.
MAX_CREDIT_S = 0.25
# With more runs than this playing, the workers stand still for as long as they have worked: the
# web server, in the same process, has as many viewers to draw for.
RUNS_AT_FULL_DUTY = 8
# Runs that play at once, and runs that are kept. One that has played for so long is paused;
# sooner, if others wait for its place.
CAPACITY = 120
# So many steps are over at once, and need no place.
BRIEF_STEPS = 10
MAX_KEPT = 300
LONGEST_S = 1800.0
LONGEST_WHEN_FULL_S = 300.0
# Snapshots of all runs together, 31 kB each: alone, a run keeps 200; of a hundred each keeps 4.
MAX_SNAPSHOTS_TOGETHER = 400
MIN_SNAPSHOTS = 4
# Without a heartbeat for so long, the viewer has gone: the run is parked, later dropped.
PARK_AFTER_S = 10.0
DROP_AFTER_S = 3600.0
SWEEP_EVERY_S = 5.0
CAPACITY_VARIABLE = "SOFTMAX_CAPACITY"
# Added to the process's own niceness, where the system has one per thread.
NICENESS = 10


class Trainable(Protocol):
    """What the pool needs of a run, or of anything else that is trained in small steps."""

    record_every: int

    @property
    def state(self) -> State: ...
    @property
    def config(self) -> Config: ...
    @property
    def stopping(self) -> bool: ...
    def play(self, steps: int | None = None) -> None: ...
    def pause(self) -> None: ...
    def advance(self, steps: int | None = None, budget_s: float = math.inf) -> int: ...


@dataclass(eq=False)
class _Entry:
    """A run's place in the pool."""

    run: Trainable
    name: str  # for the log: tells runs apart, and leads nobody to the token
    step_rate: float | None  # steps per second; None is full speed
    seen_at: float  # the last heartbeat
    due_at: float = 0.0
    credit: float = 1.0  # steps that the step rate allows by now
    credited_at: float = 0.0
    playing_since: float = 0.0
    failed: bool = False
    logged_at: float | None = None  # since when the log says that it plays
    steps: int = 0  # taken since then
    timed_out: bool = False
    brief: bool = False  # a few steps are all that it is to take
    admitted: bool = False  # has one of the places
    idle: threading.Event = field(default_factory=threading.Event)


class Pool:
    """Runs by their tokens, and the workers that advance those that are playing.

    Args:
        workers: how many threads; with none, ``serve_next`` does their work.
        clock: seconds that only grow; a test passes its own.
        capacity: how many runs may play at once.
    """

    def __init__(
        self,
        workers: int = WORKERS,
        clock: Callable[[], float] = time.monotonic,
        capacity: int = CAPACITY,
    ):
        self._clock = clock
        self._capacity = capacity
        self._entries: dict[str, _Entry] = {}
        self._playing: set[_Entry] = set()  # in the queue, or in a worker's hands
        self._queue: collections.deque[_Entry] = collections.deque()
        self._waiting: collections.deque[_Entry] = collections.deque()  # for a place
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

    def add(self, run: Trainable, step_rate: float | None = None) -> str:
        """Take a run in and return its token, which nobody can guess.

        Raises:
            ValueError: the step rate is not a positive number.
        """
        token = secrets.token_urlsafe(16)
        with self._changed:
            self._make_room()
            name = hashlib.sha256(token.encode()).hexdigest()[:10]
            self._entries[token] = _Entry(run, name, _checked(step_rate), self._clock())
        return token

    def get(self, token: str) -> Run | None:
        """The run with this token; None if there is none, or it was dropped. What is not a
        Run, a sweep for example, is known only to the one who added it."""
        entry = self._entries.get(token)
        return entry.run if entry and isinstance(entry.run, Run) else None

    def __contains__(self, token: object) -> bool:
        return token in self._entries

    def remove(self, token: str) -> None:
        """Pause a run and forget it."""
        with self._changed:
            entry = self._entries.pop(token, None)
        if entry:
            entry.run.pause()
            self._give_up(entry)
            _log_end(entry, "removed", self._clock())

    def heartbeat(self, token: str) -> None:
        """Say that somebody is looking at this run. A parked run goes on."""
        if entry := self._entries.get(token):
            entry.seen_at = self._clock()
            # Every page that is drawn says so; a hundred need not wait for one another for that.
            if entry.run.state is State.RUNNING and entry not in self._playing:
                with self._changed:
                    self._enqueue(entry)

    # -- the transport ---------------------------------------------------------------------

    def play(self, token: str, steps: int | None = None) -> None:
        """Let a run go on, to its end or for so many steps.

        Raises:
            KeyError: no run has this token.
        """
        entry = self._entries[token]
        entry.run.play(steps)
        with self._changed:
            entry.seen_at = self._clock()
            entry.failed = False
            entry.credit, entry.credited_at, entry.due_at = 1.0, self._clock(), 0.0
            entry.playing_since, entry.timed_out = self._clock(), False
            entry.brief = steps is not None and steps <= BRIEF_STEPS
            entry.idle.clear()
            self._enqueue(entry)
            if entry.run.state is not State.RUNNING:  # no worker will come by to say so
                entry.idle.set()
            self._changed.notify()  # a paced run that was in the queue is due earlier now

    def step(self, token: str, steps: int, wait_s: float = 0.25) -> bool:
        """Take so many steps at full speed, waiting for them up to ``wait_s``.

        Returns:
            Whether they were all taken in that time, or the run has ended; if not, they are
            still being taken.

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
            entry.run.pause()
            self._give_up(entry)

    def step_rate(self, token: str) -> float | None:
        """The step rate of a run, in steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
        """
        return self._entries[token].step_rate

    def set_step_rate(self, token: str, step_rate: float | None) -> None:
        """Limit a run to so many steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
            ValueError: the step rate is not a positive number.
        """
        with self._changed:
            entry = self._entries[token]
            entry.step_rate = _checked(step_rate)
            entry.credit, entry.credited_at, entry.due_at = 1.0, self._clock(), 0.0
            self._changed.notify()

    @property
    def live(self) -> int:
        """How many runs are being advanced now."""
        return sum(entry.run.state is State.RUNNING for entry in tuple(self._playing))

    def queue_position(self, token: str) -> int:
        """The run's number among those that wait for room; 0 if it does not wait."""
        entry = self._entries.get(token)
        waiting = [other for other in tuple(self._waiting) if self._wants(other)]
        return waiting.index(entry) + 1 if entry in waiting else 0

    def timed_out(self, token: str) -> bool:
        """Whether the run was paused because it had played for too long."""
        entry = self._entries.get(token)
        return entry is not None and entry.timed_out

    def failed(self, token: str) -> bool:
        """Whether the run was paused because a step raised an exception."""
        entry = self._entries.get(token)
        return entry is not None and entry.failed

    def clear_stop_reason(self, token: str) -> None:
        """The run was reset: why it was paused before is of the past."""
        if entry := self._entries.get(token):
            entry.failed = entry.timed_out = False

    def serve_next(self) -> bool:
        """Serve the run whose turn it is, here and now: what a worker does over and over.

        Returns:
            Whether there was one.
        """
        with self._changed:
            entry = self._take_due()
        if entry is not None:
            self._serve(entry)
        return entry is not None

    def close(self) -> None:
        """Stop the workers, and wait for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    # -- the workers -----------------------------------------------------------------------

    def _wants(self, entry: _Entry) -> bool:
        """Whether the run is to play, with somebody looking at it."""
        seen = self._clock() - entry.seen_at < PARK_AFTER_S
        return seen and entry.run.state is State.RUNNING

    def _enqueue(self, entry: _Entry) -> None:
        """Let a run play, or wait where the room is full. A few steps never wait."""
        if entry.run.state is not State.RUNNING or entry in self._playing:
            return
        if entry.brief:
            self._give_up_waiting(entry)
            self._let_play(entry)
        elif entry not in self._waiting:
            self._waiting.append(entry)
        self._admit()

    def _admit(self) -> None:
        """Give the places that are free to those who wait, the first first."""
        while self._waiting and self.live < self._capacity:
            entry = self._waiting.popleft()
            if self._wants(entry):
                entry.playing_since, entry.admitted = self._clock(), True
                self._let_play(entry)

    def _let_play(self, entry: _Entry) -> None:
        _log_start(entry, self._clock())
        self._playing.add(entry)
        self._queue.append(entry)
        self._changed.notify()

    def _give_up(self, entry: _Entry) -> None:
        """The run was paused or removed: its place is free, be it among those that wait."""
        with self._changed:
            self._give_up_waiting(entry)
            self._admit()

    def _give_up_waiting(self, entry: _Entry) -> None:
        if entry in self._waiting:
            self._waiting.remove(entry)

    def _make_room(self) -> None:
        """Forget the run that nobody has looked at for the longest time, if there are too many.
        One that somebody looks at stays."""
        if len(self._entries) < MAX_KEPT:
            return
        token, entry = min(self._entries.items(), key=lambda item: item[1].seen_at)
        if self._clock() - entry.seen_at > PARK_AFTER_S:
            del self._entries[token]

    def _work(self) -> None:
        _lower_priority()
        while (entry := self._next()) is not None:
            began = time.thread_time()
            self._serve(entry)
            if self.live > RUNS_AT_FULL_DUTY:
                time.sleep(time.thread_time() - began)

    def _next(self) -> _Entry | None:
        """Wait for an entry whose turn has come; None when the pool closes."""
        with self._changed:
            while not self._closed:
                if entry := self._take_due():
                    return entry
                now = self._clock()
                soonest = min((entry.due_at for entry in self._queue), default=math.inf)
                self._changed.wait(min(soonest - now, SWEEP_EVERY_S) if self._entries else None)
            return None

    def _take_due(self) -> _Entry | None:
        """Take the first entry that is due out of the queue, if there is one."""
        now = self._clock()
        self._sweep(now)
        for entry in self._queue:
            if entry.due_at <= now:
                self._queue.remove(entry)
                return entry
        return None

    def _serve(self, entry: _Entry) -> None:
        granted = self._grant(entry)
        slice_steps = max(1, SLICE_SAMPLES // entry.run.config.batch_size)
        steps = slice_steps if granted is None else min(granted, slice_steps)
        taken = 0
        try:
            entry.run.record_every = self._spacing(entry)
            self._thin(entry)
            taken = entry.run.advance(steps, SLICE_S)
        except Exception:  # whatever it is, it must not cost the other runs their worker
            log.exception("event=failure run=%s", entry.name)
            entry.failed = True
            entry.run.pause()
        self._put_back(entry, granted, taken)

    def _grant(self, entry: _Entry) -> int | None:
        """The steps that the run's step rate allows by now, taken off its credit; None is no limit."""
        with self._changed:
            if entry.step_rate is None or entry.run.stopping:
                return None
            now = self._clock()
            credit = entry.credit + (now - entry.credited_at) * entry.step_rate
            credit = min(credit, max(1.0, max(MAX_CREDIT_S, 2 * self._turn_s()) * entry.step_rate))
            steps = int(credit)
            entry.credit, entry.credited_at = credit - steps, now
            return steps

    def _turn_s(self) -> float:
        """Seconds between two turns of a paced run."""
        return max(PACED_TURN_S, TURN_S_PER_RUN * self.live)

    def _thin(self, entry: _Entry) -> None:
        """Let a run keep its share of the snapshots that there is room for."""
        if isinstance(entry.run, Run):
            share = MAX_SNAPSHOTS_TOGETHER // max(1, len(self._entries))
            entry.run.max_snapshots = max(MIN_SNAPSHOTS, min(MAX_SNAPSHOTS, share))

    def _spacing(self, entry: _Entry) -> int:
        """Steps between two points of the curves: ten points a second where somebody watches
        at a step rate, fewer as more runs share the machine (a point costs as much as thirty steps).
        """
        step_rate = entry.step_rate
        if step_rate is None:
            return max(1, entry.run.config.total_steps // DEFAULT_POINTS)
        return max(1, round(step_rate * 0.1 * max(1, self.live / WORKERS)))

    def _put_back(self, entry: _Entry, granted: int | None, taken: int) -> None:
        with self._changed:
            self._playing.discard(entry)
            entry.steps += taken
            if granted is not None:
                entry.credit += granted - taken
            # With credit left, because the slice was over first, it is due again at once.
            if entry.step_rate is not None and not entry.run.stopping and entry.credit < 1:
                wait = max((1 - entry.credit) / entry.step_rate, self._turn_s())
                entry.due_at = self._clock() + wait
            if entry.run.state is State.RUNNING and self._is_overtime(entry):
                entry.run.pause()
                entry.timed_out = True
            if entry.run.state is not State.RUNNING:
                entry.idle.set()
            elif self._wants(entry) and (entry.admitted or entry.brief):
                self._let_play(entry)
            if entry not in self._playing:
                entry.admitted = False
                _log_end(entry, _result(entry), self._clock())
                if self._wants(entry):  # Play was pressed while a few steps were taken
                    self._enqueue(entry)
            self._admit()

    def _is_overtime(self, entry: _Entry) -> bool:
        limit = LONGEST_WHEN_FULL_S if self._waiting else LONGEST_S
        return not entry.brief and self._clock() - entry.playing_since > limit

    def _sweep(self, now: float) -> None:
        """Forget the runs that nobody has looked at for an hour; of those that stand, keep only
        as many snapshots as there is room for."""
        if now - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = now
        for token, entry in list(self._entries.items()):
            if now - entry.seen_at > DROP_AFTER_S:
                del self._entries[token]
            elif entry not in self._playing:
                self._thin(entry)
        self._admit()  # who has left gives up a place without a word


def _log_start(entry: _Entry, now: float) -> None:
    """One line when a run begins or goes on to play. A few steps are not worth one."""
    if entry.logged_at is None and not entry.brief:
        entry.logged_at, entry.steps = now, 0
        config = dataclasses.asdict(entry.run.config)
        choices = " ".join(f"{name}={value}" for name, value in config.items())
        log.info("event=start run=%s %s", entry.name, choices)


def _log_end(entry: _Entry, result: str, now: float) -> None:
    """One line when it plays no more, for whatever reason."""
    if entry.logged_at is not None:
        seconds, entry.logged_at = now - entry.logged_at, None
        log.info(
            "event=end run=%s result=%s steps=%d seconds=%.1f",
            entry.name, result, entry.steps, seconds,
        )  # fmt: skip


def _result(entry: _Entry) -> str:
    if entry.failed:
        return "failed"
    if entry.timed_out:
        return "overtime"
    return "left" if entry.run.state is State.RUNNING else str(entry.run.state)


def _checked(step_rate: float | None) -> float | None:
    if step_rate is not None and not 0 < step_rate < math.inf:
        raise ValueError(
            f"step rate must be a positive number of steps per second, not {step_rate!r}"
        )
    return step_rate


def _lower_priority() -> None:
    """Let the web server's threads go first. On Linux niceness belongs to the thread."""
    with contextlib.suppress(AttributeError, OSError):
        thread = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, thread) + NICENESS
        os.setpriority(os.PRIO_PROCESS, thread, niceness)


_first = threading.Lock()


def shared() -> Pool:
    """The one pool of this process, also where several threads ask for it first. Held by the
    module, where no page can clear it.

    The environment variable SOFTMAX_CAPACITY changes how many runs may play at once.
    """
    with _first:
        return _made()


@functools.cache
def _made() -> Pool:
    asked = os.environ.get(CAPACITY_VARIABLE, "")
    if asked and not (asked.isdecimal() and int(asked) > 0):
        raise ValueError(f"{CAPACITY_VARIABLE} must be a whole number above 0, not {asked!r}")
    pool = Pool(capacity=int(asked or CAPACITY))
    # A worker that is inside torch while the interpreter ends takes the process down with it.
    atexit.register(pool.close)
    return pool
