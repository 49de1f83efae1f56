"""The visitor's saved runs: each training as it stood when it was last paused or over."""

import dataclasses
import functools
import weakref
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from pages.shared.state import resources
from softmax.data import Dataset
from softmax.training import Config, Progress, Run, State, name_of

LIMIT = 12
# One run is always left unpinned, to make room for the next.
MAX_PINNED = LIMIT - 1
MAX_NAME = 60
FINAL = (State.FINISHED, State.DIVERGED)


@dataclass(frozen=True, eq=False)
class SavedRun:
    """A training as it stood when it was last paused or over.

    Args:
        slot: 0 to 11, its own while it is saved; it decides the shade and dashes of its line.
        given: the visitor's name for it, empty where there is none.
    """

    progress: Progress
    dataset: Dataset
    slot: int
    name: str
    given: str = ""
    pinned: bool = False

    @property
    def training(self) -> int:
        return self.progress.training


class SavedRuns:
    """Up to 12 runs, oldest first. A further one evicts the oldest that is not pinned.

    Args:
        name_of: the name of a training with this config, until the visitor gives it one.
    """

    def __init__(self, name_of: Callable[[Config], str]) -> None:
        self._name_of = name_of
        self._runs: list[SavedRun] = []
        # The step of each training that the visitor deleted: one that is still the visitor's run
        # comes back only if it has gone on.
        self._deleted: dict[int, int] = {}
        self._undo: tuple[int, SavedRun] | None = None

    @property
    def runs(self) -> tuple[SavedRun, ...]:
        return tuple(self._runs)

    @property
    def deleted(self) -> SavedRun | None:
        """The one that ``undo`` would bring back."""
        return self._undo[1] if self._undo else None

    @property
    def untouched(self) -> bool:
        """Whether nothing was ever saved."""
        return not self._runs and not self._deleted

    @property
    def may_pin(self) -> bool:
        return sum(run.pinned for run in self._runs) < MAX_PINNED

    def find(self, training: int) -> SavedRun | None:
        return next((run for run in self._runs if run.training == training), None)

    def save(self, progress: Progress, dataset: Dataset) -> None:
        """Save a training that has taken a step, or update it, unless it was saved when over."""
        if not progress.step or self._deleted.get(progress.training, -1) >= progress.step:
            return
        frozen = _frozen(progress)
        known = self.find(progress.training)
        if known is None:
            self._make_room()
            name = self._unused(self._name_of(progress.config))
            self._runs.append(SavedRun(frozen, dataset, self._free_slot(), name))
        elif known.progress.state not in FINAL and _differs(known.progress, progress):
            self._change(known.training, progress=frozen)
            if known.progress.config != progress.config:
                name = self._unused(self._name_of(progress.config), known)
                self._change(known.training, name=known.given or name)

    def rename(self, training: int, name: str) -> None:
        """Give a run a name of at most 60 characters; an empty one restores its first name."""
        if known := self.find(training):
            given = " ".join(name.split())[:MAX_NAME].strip()
            own = self._unused(self._name_of(known.progress.config), known)
            self._change(training, given=given, name=given or own)

    def pin(self, training: int, pinned: bool) -> None:
        """Keep a run however many come, as long as one is left unpinned."""
        if self.find(training) and (self.may_pin or not pinned):
            self._change(training, pinned=pinned)

    def delete(self, training: int) -> None:
        if known := self.find(training):
            self._undo = (self._runs.index(known), known)
            self._deleted[training] = known.progress.step
            self._runs.remove(known)

    def undo(self) -> None:
        """Bring back what was deleted last, where it was."""
        if self._undo is None:
            return
        index, run = self._undo
        self._undo = None
        del self._deleted[run.training]
        if self.find(run.training) is None:
            self._make_room()
            taken = any(other.slot == run.slot for other in self._runs)
            slot = self._free_slot() if taken else run.slot
            pinned = run.pinned and self.may_pin
            self._runs.insert(index, dataclasses.replace(run, slot=slot, pinned=pinned))

    def _make_room(self) -> None:
        if len(self._runs) >= LIMIT:
            self._runs.remove(next(run for run in self._runs if not run.pinned))

    def _free_slot(self) -> int:
        return min(set(range(LIMIT)) - {run.slot for run in self._runs})

    def _change(self, training: int, **changes: object) -> None:
        self._runs = [
            dataclasses.replace(run, **changes) if run.training == training else run  # type: ignore[arg-type]
            for run in self._runs
        ]

    def _unused(self, name: str, but: SavedRun | None = None) -> str:
        """The name, with a number where another run has it already."""
        taken = {run.name for run in self._runs if but is None or run.training != but.training}
        numbered = (f"{name} ({n})" for n in range(2, LIMIT + 2))
        return next(option for option in (name, *numbered) if option not in taken)


def _differs(before: Progress, now: Progress) -> bool:
    return (before.step, before.state, before.config) != (now.step, now.state, now.config)


def _frozen(progress: Progress) -> Progress:
    """A copy without what belongs to the moment, its speed and its mini-batch."""
    return dataclasses.replace(progress, samples_per_s=None)


# -- a visitor's --------------------------------------------------------------------------------

# A visitor who reloads the page has lost the session, but may find the run again.
_saved_with: weakref.WeakKeyDictionary[Run, SavedRuns] = weakref.WeakKeyDictionary()


def current() -> SavedRuns:
    """The visitor's saved runs."""
    found: SavedRuns | None = st.session_state.get("saved_runs")
    if found is None:
        named = functools.partial(name_of, default=resources.default_config())
        found = st.session_state["saved_runs"] = SavedRuns(named)
    return found


def record(run: Run) -> None:
    """Save the trainings that resets have ended and, unless the run is live, its current one."""
    mine: SavedRuns | None = st.session_state.get("saved_runs")
    if run in _saved_with and (mine is None or mine.untouched):
        st.session_state["saved_runs"] = _saved_with[run]
    for progress, dataset in run.take_previous_trainings():
        current().save(progress, dataset)
    progress = run.progress
    if progress.state in (State.PAUSED, *FINAL) and progress.step:
        current().save(progress, run.dataset)
    if "saved_runs" in st.session_state:
        _saved_with[run] = current()
