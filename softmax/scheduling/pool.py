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
# A run that was kept waiting may catch up on this much of its pace, not more.
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
class _Seat:
    """A run's place in the pool."""

    run: Trainable
    name: str  # for the log: tells runs apart, and leads nobody to the token
    pace: float | None  # steps per second; None is full speed
    seen_at: float  # the last heartbeat
    due_at: float = 0.0
    credit: float = 1.0  # steps that the pace allows by now
    credited_at: float = 0.0
    playing_since: float = 0.0
    failed: bool = False
    logged_at: float | None = None  # since when the log says that it plays
    steps: int = 0  # taken since then
    overtime: bool = False
    brief: bool = False  # a few steps are all that it is to take
    admitted: bool = False  # has one of the places
    idle: threading.Event = field(default_factory=threading.Event)


class Pool:
    """Runs by their tokens, and the workers that advance those that are playing.

    Args:
        workers: how many threads; with none, ``turn`` does their work.
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
        self._seats: dict[str, _Seat] = {}
        self._playing: set[_Seat] = set()  # in the queue, or in a worker's hands
        self._queue: collections.deque[_Seat] = collections.deque()
        self._waiting: collections.deque[_Seat] = collections.deque()  # for a place
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

    def add(self, run: Trainable, pace: float | None = None) -> str:
        """Take a run in and return its token, which nobody can guess.

        Raises:
            ValueError: the pace is not a positive number.
        """
        token = secrets.token_urlsafe(16)
        with self._changed:
            self._make_room()
            name = hashlib.sha256(token.encode()).hexdigest()[:10]
            self._seats[token] = _Seat(run, name, _checked(pace), self._clock())
        return token

    def get(self, token: str) -> Run | None:
        """The run with this token; None if there is none, or it was dropped. What is not a
        Run, a sweep for example, is known only to the one who added it."""
        seat = self._seats.get(token)
        return seat.run if seat and isinstance(seat.run, Run) else None

    def __contains__(self, token: object) -> bool:
        return token in self._seats

    def remove(self, token: str) -> None:
        """Pause a run and forget it."""
        with self._changed:
            seat = self._seats.pop(token, None)
        if seat:
            seat.run.pause()
            self._give_up(seat)
            _log_end(seat, "removed", self._clock())

    def heartbeat(self, token: str) -> None:
        """Say that somebody is looking at this run. A parked run goes on."""
        if seat := self._seats.get(token):
            seat.seen_at = self._clock()
            # Every page that is drawn says so; a hundred need not wait for one another for that.
            if seat.run.state is State.RUNNING and seat not in self._playing:
                with self._changed:
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
            seat.failed = False
            seat.credit, seat.credited_at, seat.due_at = 1.0, self._clock(), 0.0
            seat.playing_since, seat.overtime = self._clock(), False
            seat.brief = steps is not None and steps <= BRIEF_STEPS
            seat.idle.clear()
            self._enqueue(seat)
            if seat.run.state is not State.RUNNING:  # no worker will come by to say so
                seat.idle.set()
            self._changed.notify()  # a paced run that was in the queue is due earlier now

    def step(self, token: str, steps: int, wait_s: float = 0.25) -> bool:
        """Take so many steps at full speed, waiting for them up to ``wait_s``.

        Returns:
            Whether they were all taken in that time, or the run has ended; if not, they are
            still being taken.

        Raises:
            KeyError: no run has this token.
        """
        seat = self._seats[token]
        seat.run.pause()
        self.play(token, steps)
        return seat.idle.wait(wait_s)

    def pause(self, token: str) -> None:
        """Stop a run within one slice."""
        if seat := self._seats.get(token):
            seat.run.pause()
            self._give_up(seat)

    def pace(self, token: str) -> float | None:
        """The pace of a run, in steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
        """
        return self._seats[token].pace

    def set_pace(self, token: str, pace: float | None) -> None:
        """Limit a run to so many steps per second; None is full speed.

        Raises:
            KeyError: no run has this token.
            ValueError: the pace is not a positive number.
        """
        with self._changed:
            seat = self._seats[token]
            seat.pace = _checked(pace)
            seat.credit, seat.credited_at, seat.due_at = 1.0, self._clock(), 0.0
            self._changed.notify()

    @property
    def live(self) -> int:
        """How many runs are being advanced now."""
        return sum(seat.run.state is State.RUNNING for seat in tuple(self._playing))

    def place(self, token: str) -> int:
        """The run's number among those that wait for room; 0 if it does not wait."""
        seat = self._seats.get(token)
        waiting = [other for other in tuple(self._waiting) if self._wants(other)]
        return waiting.index(seat) + 1 if seat in waiting else 0

    def overtime(self, token: str) -> bool:
        """Whether the run was paused because it had played for too long."""
        seat = self._seats.get(token)
        return seat is not None and seat.overtime

    def failed(self, token: str) -> bool:
        """Whether the run was paused because a step raised an exception."""
        seat = self._seats.get(token)
        return seat is not None and seat.failed

    def renewed(self, token: str) -> None:
        """The run was reset: why it was paused before is of the past."""
        if seat := self._seats.get(token):
            seat.failed = seat.overtime = False

    def turn(self) -> bool:
        """Serve the run whose turn it is, here and now: what a worker does over and over.

        Returns:
            Whether there was one.
        """
        with self._changed:
            seat = self._take_due()
        if seat is not None:
            self._serve(seat)
        return seat is not None

    def close(self) -> None:
        """Stop the workers, and wait for them."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    # -- the workers -----------------------------------------------------------------------

    def _wants(self, seat: _Seat) -> bool:
        """Whether the run is to play, with somebody looking at it."""
        seen = self._clock() - seat.seen_at < PARK_AFTER_S
        return seen and seat.run.state is State.RUNNING

    def _enqueue(self, seat: _Seat) -> None:
        """Let a run play, or wait where the room is full. A few steps never wait."""
        if seat.run.state is not State.RUNNING or seat in self._playing:
            return
        if seat.brief:
            self._give_up_waiting(seat)
            self._let_play(seat)
        elif seat not in self._waiting:
            self._waiting.append(seat)
        self._admit()

    def _admit(self) -> None:
        """Give the places that are free to those who wait, the first first."""
        while self._waiting and self.live < self._capacity:
            seat = self._waiting.popleft()
            if self._wants(seat):
                seat.playing_since, seat.admitted = self._clock(), True
                self._let_play(seat)

    def _let_play(self, seat: _Seat) -> None:
        _log_start(seat, self._clock())
        self._playing.add(seat)
        self._queue.append(seat)
        self._changed.notify()

    def _give_up(self, seat: _Seat) -> None:
        """The run was paused or removed: its place is free, be it among those that wait."""
        with self._changed:
            self._give_up_waiting(seat)
            self._admit()

    def _give_up_waiting(self, seat: _Seat) -> None:
        if seat in self._waiting:
            self._waiting.remove(seat)

    def _make_room(self) -> None:
        """Forget the run that nobody has looked at for the longest time, if there are too many.
        One that somebody looks at stays."""
        if len(self._seats) < MAX_KEPT:
            return
        token, seat = min(self._seats.items(), key=lambda item: item[1].seen_at)
        if self._clock() - seat.seen_at > PARK_AFTER_S:
            del self._seats[token]

    def _work(self) -> None:
        _lower_priority()
        while (seat := self._next()) is not None:
            began = time.thread_time()
            self._serve(seat)
            if self.live > RUNS_AT_FULL_DUTY:
                time.sleep(time.thread_time() - began)

    def _next(self) -> _Seat | None:
        """Wait for a seat whose turn has come; None when the pool closes."""
        with self._changed:
            while not self._closed:
                if seat := self._take_due():
                    return seat
                now = self._clock()
                soonest = min((seat.due_at for seat in self._queue), default=math.inf)
                self._changed.wait(min(soonest - now, SWEEP_EVERY_S) if self._seats else None)
            return None

    def _take_due(self) -> _Seat | None:
        """Take the first seat that is due out of the queue, if there is one."""
        now = self._clock()
        self._sweep(now)
        for seat in self._queue:
            if seat.due_at <= now:
                self._queue.remove(seat)
                return seat
        return None

    def _serve(self, seat: _Seat) -> None:
        granted = self._grant(seat)
        slice_steps = max(1, SLICE_SAMPLES // seat.run.config.batch_size)
        steps = slice_steps if granted is None else min(granted, slice_steps)
        taken = 0
        try:
            seat.run.record_every = self._spacing(seat)
            self._thin(seat)
            taken = seat.run.advance(steps, SLICE_S)
        except Exception:  # whatever it is, it must not cost the other runs their worker
            log.exception("event=failure run=%s", seat.name)
            seat.failed = True
            seat.run.pause()
        self._put_back(seat, granted, taken)

    def _grant(self, seat: _Seat) -> int | None:
        """The steps that the run's pace allows by now, taken off its credit; None is no limit."""
        with self._changed:
            if seat.pace is None or seat.run.stopping:
                return None
            now = self._clock()
            credit = seat.credit + (now - seat.credited_at) * seat.pace
            credit = min(credit, max(1.0, max(MAX_CREDIT_S, 2 * self._turn_s()) * seat.pace))
            steps = int(credit)
            seat.credit, seat.credited_at = credit - steps, now
            return steps

    def _turn_s(self) -> float:
        """Seconds between two turns of a paced run."""
        return max(PACED_TURN_S, TURN_S_PER_RUN * self.live)

    def _thin(self, seat: _Seat) -> None:
        """Let a run keep its share of the snapshots that there is room for."""
        if isinstance(seat.run, Run):
            share = MAX_SNAPSHOTS_TOGETHER // max(1, len(self._seats))
            seat.run.max_snapshots = max(MIN_SNAPSHOTS, min(MAX_SNAPSHOTS, share))

    def _spacing(self, seat: _Seat) -> int:
        """Steps between two points of the curves: ten points a second where somebody watches
        at a pace, fewer as more runs share the machine (a point costs as much as thirty steps).
        """
        pace = seat.pace
        if pace is None:
            return max(1, seat.run.config.total_steps // DEFAULT_POINTS)
        return max(1, round(pace * 0.1 * max(1, self.live / WORKERS)))

    def _put_back(self, seat: _Seat, granted: int | None, taken: int) -> None:
        with self._changed:
            self._playing.discard(seat)
            seat.steps += taken
            if granted is not None:
                seat.credit += granted - taken
            # With credit left, because the slice was over first, it is due again at once.
            if seat.pace is not None and not seat.run.stopping and seat.credit < 1:
                wait = max((1 - seat.credit) / seat.pace, self._turn_s())
                seat.due_at = self._clock() + wait
            if seat.run.state is State.RUNNING and self._is_overtime(seat):
                seat.run.pause()
                seat.overtime = True
            if seat.run.state is not State.RUNNING:
                seat.idle.set()
            elif self._wants(seat) and (seat.admitted or seat.brief):
                self._let_play(seat)
            if seat not in self._playing:
                seat.admitted = False
                _log_end(seat, _result(seat), self._clock())
                if self._wants(seat):  # Play was pressed while a few steps were taken
                    self._enqueue(seat)
            self._admit()

    def _is_overtime(self, seat: _Seat) -> bool:
        limit = LONGEST_WHEN_FULL_S if self._waiting else LONGEST_S
        return not seat.brief and self._clock() - seat.playing_since > limit

    def _sweep(self, now: float) -> None:
        """Forget the runs that nobody has looked at for an hour; of those that stand, keep only
        as many snapshots as there is room for."""
        if now - self._swept_at < SWEEP_EVERY_S:
            return
        self._swept_at = now
        for token, seat in list(self._seats.items()):
            if now - seat.seen_at > DROP_AFTER_S:
                del self._seats[token]
            elif seat not in self._playing:
                self._thin(seat)
        self._admit()  # who has left gives up a place without a word


def _log_start(seat: _Seat, now: float) -> None:
    """One line when a run begins or goes on to play. A few steps are not worth one."""
    if seat.logged_at is None and not seat.brief:
        seat.logged_at, seat.steps = now, 0
        config = dataclasses.asdict(seat.run.config)
        choices = " ".join(f"{name}={value}" for name, value in config.items())
        log.info("event=start run=%s %s", seat.name, choices)


def _log_end(seat: _Seat, result: str, now: float) -> None:
    """One line when it plays no more, for whatever reason."""
    if seat.logged_at is not None:
        seconds, seat.logged_at = now - seat.logged_at, None
        log.info(
            "event=end run=%s result=%s steps=%d seconds=%.1f",
            seat.name, result, seat.steps, seconds,
        )  # fmt: skip


def _result(seat: _Seat) -> str:
    if seat.failed:
        return "failed"
    if seat.overtime:
        return "overtime"
    return "left" if seat.run.state is State.RUNNING else str(seat.run.state)


def _checked(pace: float | None) -> float | None:
    if pace is not None and not 0 < pace < math.inf:
        raise ValueError(f"pace must be a positive number of steps per second, not {pace!r}")
    return pace


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
