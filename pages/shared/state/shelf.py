"""The runs of a session that are kept: frozen, named, and of a bounded number."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from softmax.data import Dataset
from softmax.training import Config, Progress, State

LIMIT = 12
# One place is always left for the next run.
MAX_PINNED = LIMIT - 1
MAX_NAME = 60
FINAL = (State.FINISHED, State.DIVERGED)


@dataclass(frozen=True, eq=False)
class Kept:
    """A training as it stood when it was last paused or over.

    ``slot``, 0 to 11, is its own while it is kept: it decides how its line is drawn.
    ``given`` is the visitor's name for it, empty where there is none.
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


class Shelf:
    """Up to 12 kept runs, oldest first. When another comes, the oldest that is not pinned goes.

    Args:
        naming: what to call a training of this config until the visitor gives it a name.
    """

    def __init__(self, naming: Callable[[Config], str]) -> None:
        self._naming = naming
        self._kept: list[Kept] = []
        # Trainings deleted by the visitor, with the step at which they stood: one that is
        # still the visitor's run comes back only if it has gone on.
        self._deleted: dict[int, int] = {}
        self._undo: tuple[int, Kept] | None = None

    @property
    def kept(self) -> tuple[Kept, ...]:
        return tuple(self._kept)

    @property
    def deleted(self) -> Kept | None:
        """The one that ``undo`` would bring back."""
        return self._undo[1] if self._undo else None

    @property
    def untouched(self) -> bool:
        """Whether nothing was ever kept."""
        return not self._kept and not self._deleted

    @property
    def may_pin(self) -> bool:
        return sum(kept.pinned for kept in self._kept) < MAX_PINNED

    def find(self, training: int) -> Kept | None:
        return next((kept for kept in self._kept if kept.training == training), None)

    def note(self, progress: Progress, dataset: Dataset) -> None:
        """Keep a training that has taken a step; one that is kept already is brought up to date,
        unless it was over before."""
        if not progress.step or self._deleted.get(progress.training, -1) >= progress.step:
            return
        frozen = _frozen(progress)
        known = self.find(progress.training)
        if known is None:
            self._make_room()
            name = self._unused(self._naming(progress.config))
            self._kept.append(Kept(frozen, dataset, self._free_slot(), name))
        elif known.progress.state not in FINAL and _differs(known.progress, progress):
            self._change(known.training, progress=frozen)
            if known.progress.config != progress.config:
                name = self._unused(self._naming(progress.config), known)
                self._change(known.training, name=known.given or name)

    def rename(self, training: int, name: str) -> None:
        """Give a run a name, of at most 60 characters; an empty one brings its first name back."""
        if known := self.find(training):
            given = " ".join(name.split())[:MAX_NAME].strip()
            own = self._unused(self._naming(known.progress.config), known)
            self._change(training, given=given, name=given or own)

    def pin(self, training: int, pinned: bool) -> None:
        """Pinned, a run stays however many come. At least one place is left unpinned."""
        if self.find(training) and (self.may_pin or not pinned):
            self._change(training, pinned=pinned)

    def delete(self, training: int) -> None:
        if known := self.find(training):
            self._undo = (self._kept.index(known), known)
            self._deleted[training] = known.progress.step
            self._kept.remove(known)

    def undo(self) -> None:
        """Bring back what was deleted last, where it was."""
        if self._undo is None:
            return
        place, kept = self._undo
        self._undo = None
        del self._deleted[kept.training]
        if self.find(kept.training) is None:
            self._make_room()
            taken = any(other.slot == kept.slot for other in self._kept)
            slot = self._free_slot() if taken else kept.slot
            pinned = kept.pinned and self.may_pin
            self._kept.insert(place, dataclasses.replace(kept, slot=slot, pinned=pinned))

    def _make_room(self) -> None:
        if len(self._kept) >= LIMIT:
            self._kept.remove(next(kept for kept in self._kept if not kept.pinned))

    def _free_slot(self) -> int:
        return min(set(range(LIMIT)) - {kept.slot for kept in self._kept})

    def _change(self, training: int, **changes: object) -> None:
        self._kept = [
            dataclasses.replace(kept, **changes) if kept.training == training else kept  # type: ignore[arg-type]
            for kept in self._kept
        ]

    def _unused(self, name: str, but: Kept | None = None) -> str:
        """The name, with a number where another run has it already."""
        taken = {kept.name for kept in self._kept if but is None or kept.training != but.training}
        numbered = (f"{name} ({n})" for n in range(2, LIMIT + 2))
        return next(option for option in (name, *numbered) if option not in taken)


def _differs(before: Progress, now: Progress) -> bool:
    return (before.step, before.state, before.config) != (now.step, now.state, now.config)


def _frozen(progress: Progress) -> Progress:
    """Without the gradient of a batch that nobody will look at any more."""
    return dataclasses.replace(
        progress, batch=dataclasses.replace(progress.batch, gradient=None), samples_per_s=0.0
    )
