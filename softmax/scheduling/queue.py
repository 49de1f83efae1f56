"""The order in which runs are served: FIFO among the admitted, and FIFO among those waiting.

At most ``capacity`` runs are admitted. Further runs wait for admission until an admitted one
pauses, ends, times out or loses its lease.
"""

import collections
import math
import threading
from collections.abc import Callable

from softmax.scheduling.pool_entry import Entry
from softmax.training.progress import State

# An admitted run is paused after this long; sooner, if others are waiting.
LONGEST_S = 1800.0
LONGEST_WHEN_FULL_S = 300.0


class Queue:
    """Entries that play, and entries that wait for admission.

    Hold ``changed`` around every call, except of ``live`` and ``position``, which only read.
    Workers wait on it for an entry that is due.
    """

    def __init__(self, capacity: int, clock: Callable[[], float]) -> None:
        self.capacity = capacity
        self.changed = threading.Condition()
        self._clock = clock
        self._playing: set[Entry] = set()  # queued, or being advanced by a worker
        self._queued: collections.deque[Entry] = collections.deque()
        self._waiting: collections.deque[Entry] = collections.deque()

    def __contains__(self, entry: Entry) -> bool:
        return entry in self._playing

    @property
    def live(self) -> int:
        """How many runs are being advanced."""
        return sum(entry.run.state is State.RUNNING for entry in tuple(self._playing))

    def position(self, entry: Entry | None) -> int:
        """Position among the waiting runs, from 1; 0 if it is not waiting."""
        now = self._clock()
        waiting = [other for other in tuple(self._waiting) if other.wants_service(now)]
        return waiting.index(entry) + 1 if entry in waiting else 0

    def add(self, entry: Entry) -> None:
        """Admit a running entry, or let it wait if the capacity is used up. A few steps never
        wait."""
        if entry.run.state is not State.RUNNING or entry in self._playing:
            return
        if entry.brief:
            self._stop_waiting(entry)
            self._play(entry)
        elif entry not in self._waiting:
            self._waiting.append(entry)
        self.admit()

    def withdraw(self, entry: Entry) -> None:
        """Free the slot, or the waiting position, of a run that was paused or removed."""
        self._stop_waiting(entry)
        self.admit()

    def admit(self) -> None:
        """Admit waiting entries, the longest waiting first, while there are free slots."""
        while self._waiting and self.live < self.capacity:
            entry = self._waiting.popleft()
            if entry.wants_service(self._clock()):
                entry.playing_since, entry.admitted = self._clock(), True
                self._play(entry)

    def take(self) -> Entry | None:
        """Take out the first entry that is due; None if none is."""
        now = self._clock()
        for entry in self._queued:
            if entry.bucket.due_at <= now:
                self._queued.remove(entry)
                return entry
        return None

    def put_back(self, entry: Entry) -> None:
        """Queue a served entry again, unless it stopped, timed out or lost its lease."""
        now, run = self._clock(), entry.run
        self._playing.discard(entry)
        if run.state is State.RUNNING and self._has_timed_out(entry, now):
            run.pause()
            entry.timed_out = True
        if run.state is not State.RUNNING:
            entry.idle.set()
        elif entry.wants_service(now) and (entry.admitted or entry.brief):
            self._play(entry)
        if entry not in self._playing:
            entry.admitted = False
            entry.log_end(now)
            if entry.wants_service(now):  # Play was pressed while a few steps were taken
                self.add(entry)
        self.admit()

    def soonest(self) -> float:
        """When the next queued entry is due, by the clock."""
        return min((entry.bucket.due_at for entry in self._queued), default=math.inf)

    def _play(self, entry: Entry) -> None:
        entry.log_start(self._clock())
        self._playing.add(entry)
        self._queued.append(entry)
        self.changed.notify()

    def _stop_waiting(self, entry: Entry) -> None:
        if entry in self._waiting:
            self._waiting.remove(entry)

    def _has_timed_out(self, entry: Entry, now: float) -> bool:
        limit = LONGEST_WHEN_FULL_S if self._waiting else LONGEST_S
        return not entry.brief and now - entry.playing_since > limit
