"""The order in which runs are served.

Ordinary runs come first, in the order in which their steps are due. Heavy jobs (experiments, runs
at full speed or of large batches) share what is left: next is the one that has used the least time,
and where ordinary runs play, one worker at most serves them, for a fixed part of its time.

At most ``capacity`` entries are admitted, of experiments fewer. Further ones wait
for admission until an admitted one pauses, ends, times out or loses its lease.
"""

import collections
import heapq
import itertools
import math
import threading
from collections.abc import Callable

from softmax.scheduling.pool_entry import Entry
from softmax.training.progress import State

# An admitted run is paused after this long; sooner, if others are waiting.
LONGEST_S = 1800.0
LONGEST_WHEN_FULL_S = 300.0
# Experiments at once, with some megabytes each.
MAX_EXPERIMENTS = 8
# With more runs than this, heavy jobs leave time to the web server as they do to ordinary runs.
RUNS_AT_FULL_DUTY = 8
# Then they pause for so many times as long as they have worked.
HEAVY_REST = 2.0


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
        self._waiting: collections.deque[Entry] = collections.deque()
        # Heaps of (key, ticket, entry): the time when steps are due, or the time used. An item
        # counts only if the entry still has its ticket.
        self._ordinary: list[tuple[float, int, Entry]] = []
        self._heavy: list[tuple[float, int, Entry]] = []
        self._tickets = itertools.count(1)
        self._heavy_served = 0  # by how many workers, now
        self._heavy_due_at = -math.inf
        self._least_used_s = 0.0  # of the heavy jobs

    def __contains__(self, entry: Entry) -> bool:
        return entry in self._playing

    def __len__(self) -> int:
        """How many entries play, at most; cheaper than ``live``."""
        return len(self._playing)

    @property
    def live(self) -> int:
        """How many runs are being advanced."""
        return sum(entry.run.state is State.RUNNING for entry in tuple(self._playing))

    def position(self, entry: Entry | None) -> int:
        """Position among those that wait for the same places, from 1; 0 if it is not waiting."""
        now = self._clock()
        if entry is None or entry not in (waiting := tuple(self._waiting)):
            return 0
        before = waiting[: waiting.index(entry) + 1]
        kind = entry.run.experiment
        return sum(e.run.experiment == kind and e.wants_service(now) for e in before)

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
        """Admit waiting entries, the longest waiting first, while there are places for them."""
        if not self._waiting:
            return
        now = self._clock()
        for entry in tuple(self._waiting):
            if not entry.wants_service(now):
                self._stop_waiting(entry)
            elif self._has_place_for(entry):
                self._stop_waiting(entry)
                entry.playing_since, entry.admitted = now, True
                self._play(entry)

    def _has_place_for(self, entry: Entry) -> bool:
        live = [e for e in self._playing if e.run.state is State.RUNNING]
        experiments = sum(e.run.experiment for e in live)
        too_many = entry.run.experiment and experiments >= MAX_EXPERIMENTS
        return len(live) < self.capacity and not too_many

    def take(self) -> Entry | None:
        """Take out the entry that is to be served now; None if none is due."""
        now = self._clock()
        if self._due_of(self._ordinary) <= now:
            return self._taken(self._ordinary)
        if self._due_of(self._heavy) < math.inf and self._heavy_may_work(now):
            self._heavy_served += 1
            entry = self._taken(self._heavy)
            self._least_used_s = entry.used_s
            return entry
        return None

    def _taken(self, heap: list[tuple[float, int, Entry]]) -> Entry:
        entry = heapq.heappop(heap)[2]
        entry.ticket, entry.served_as_heavy = 0, heap is self._heavy
        return entry

    def _due_of(self, heap: list[tuple[float, int, Entry]]) -> float:
        """The key of the first entry of a heap; infinite if it is empty."""
        while heap and heap[0][1] != heap[0][2].ticket:
            heapq.heappop(heap)
        return heap[0][0] if heap else math.inf

    def _heavy_may_work(self, now: float) -> bool:
        if len(self) <= RUNS_AT_FULL_DUTY and all(entry.heavy for entry in self._playing):
            return True
        return self._heavy_served == 0 and now >= self._heavy_due_at

    def put_back(self, entry: Entry, seconds: float) -> None:
        """Queue an entry again that was served for so long, unless it stopped, timed out or lost
        its lease."""
        now, run = self._clock(), entry.run
        entry.used_s += seconds
        if entry.served_as_heavy:
            self._heavy_served -= 1
            self._heavy_due_at = now + HEAVY_REST * seconds
        self._playing.discard(entry)
        if run.state is State.RUNNING and self._has_timed_out(entry, now):
            run.pause()
            entry.timed_out = True
        if run.state is not State.RUNNING:
            entry.idle.set()
        elif entry.wants_service(now) and (entry.admitted or entry.brief):
            self._playing.add(entry)
            self._push(entry)
        if entry not in self._playing:
            entry.admitted = False
            entry.log_end(now)
            if entry.wants_service(now):  # Play was pressed while a few steps were taken
                self.add(entry)
        self.admit()

    def requeue(self, entry: Entry) -> None:
        """Give a queued entry its new place: it is due at another time. One that is being served
        gets it when it is put back."""
        if entry.ticket:
            self._push(entry)

    def _push(self, entry: Entry) -> None:
        entry.ticket = next(self._tickets)
        if entry.heavy:
            heapq.heappush(self._heavy, (entry.used_s, entry.ticket, entry))
        else:
            heapq.heappush(self._ordinary, (entry.bucket.due_at, entry.ticket, entry))

    def soonest(self) -> float:
        """When the next queued entry is due, by the clock."""
        due_at = self._due_of(self._ordinary)
        if self._heavy_served == 0 and self._due_of(self._heavy) < math.inf:
            due_at = min(due_at, self._heavy_due_at)
        return due_at

    def _play(self, entry: Entry) -> None:
        entry.log_start(self._clock())
        # A newcomer does not make up for the time that others have used before.
        entry.used_s = max(entry.used_s, self._least_used_s)
        self._playing.add(entry)
        self._push(entry)
        self.changed.notify()

    def _stop_waiting(self, entry: Entry) -> None:
        if entry in self._waiting:
            self._waiting.remove(entry)

    def _has_timed_out(self, entry: Entry, now: float) -> bool:
        limit = LONGEST_WHEN_FULL_S if self._waiting else LONGEST_S
        return not entry.brief and now - entry.playing_since > limit
