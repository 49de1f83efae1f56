"""A set of one's own digits: at most 500, each drawing once, with a way back.

A fifth of each digit is held out. Which ones is decided by chance when a drawing is added: of
each five drawings of a digit one is held out, at a random place among the five.
"""

from __future__ import annotations

import dataclasses
import random
from collections import Counter, deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from softmax.data import CLASSES, SIDE, Split
from softmax.limits import OWN_DIGITS
from softmax.own_digits.digit import ME, Digit, OwnDigitsError, check_label
from softmax.own_digits.reading import Found

LIMIT = OWN_DIGITS.value
# One of so many drawings of a digit is held out.
HELD_OUT_OF = 5
MAX_UNDO = 10
# Digits, present or deleted, that the steps of undo may keep in memory: 3 kB each.
MAX_REMEMBERED = 2 * LIMIT


@dataclass(frozen=True)
class Added:
    """What became of an import: how many were ``taken``, how many the set had already, and for how
    many there was no room."""

    taken: int
    known: int
    no_room: int


class OwnDigits:
    """The set. Not thread-safe.

    Args:
        chance: decides what is held out.
    """

    def __init__(self, chance: random.Random | None = None) -> None:
        self._chance = chance or random.SystemRandom()
        self._digits: tuple[Digit, ...] = ()
        self._past: deque[tuple[Digit, ...]] = deque(maxlen=MAX_UNDO)

    def __len__(self) -> int:
        return len(self._digits)

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All of them, in the order in which they were added. A new tuple after each change."""
        return self._digits

    @property
    def room(self) -> int:
        """How many more it takes."""
        return LIMIT - len(self)

    @property
    def may_undo(self) -> bool:
        return bool(self._past)

    def find(self, id: str) -> Digit | None:
        return next((digit for digit in self._digits if digit.id == id), None)

    def counts(self) -> list[int]:
        """How many there are of each digit, (10,)."""
        found = Counter(digit.label for digit in self._digits)
        return [found[label] for label in range(CLASSES)]

    # -- changes, each of which ``undo`` takes back --------------------------------------------

    def add(self, label: int, pixels: bytes, strokes: bytes = b"", writer: str = ME) -> Digit:
        """Add a drawing, and decide whether it is held out.

        Raises:
            OwnDigitsError: the set is full or has this drawing already, the label is no digit, or
                nothing is drawn.
        """
        known = next((digit for digit in self._digits if digit.pixels == pixels), None)
        if known:
            raise OwnDigitsError(f"this drawing is kept already, as a {known.label}")
        if not self.room:
            raise OwnDigitsError(f"the set is full: it holds {LIMIT} digits. Delete some first")
        check_label(label)
        digit = Digit(label, pixels, self._holds_out(label), writer, strokes)
        self._change((*self._digits, digit))
        return digit

    def add_all(self, found: Iterable[Found]) -> Added:
        """Add the digits of a file, in turn one of each class, until the set is full. What the file
        does not say about being held out is decided by chance."""
        pixels = {digit.pixels for digit in self._digits}
        new: list[Found] = []
        offered = _in_turn(found)
        for item in offered:
            if item.pixels not in pixels:
                pixels.add(item.pixels)
                new.append(item)
        before, taken = self._digits, new[: self.room]
        for item in taken:
            held_out = self._holds_out(item.label) if item.held_out is None else item.held_out
            digit = Digit(item.label, item.pixels, held_out, item.writer)
            self._digits = (*self._digits, digit)
        after, self._digits = self._digits, before
        self._change(after)
        return Added(len(taken), len(offered) - len(new), len(new) - len(taken))

    def restore(self, digits: Iterable[Digit]) -> None:
        """Add digits that were in the set before, as they were, as far as there is room. This
        cannot be undone."""
        have = {digit.id for digit in self._digits}
        for digit in digits:
            if digit.id not in have and self.room:
                have.add(digit.id)
                self._digits = (*self._digits, digit)

    def delete(self, ids: Collection[str]) -> None:
        self._change(tuple(digit for digit in self._digits if digit.id not in ids))

    def relabel(self, ids: Collection[str], label: int) -> None:
        """Give drawings another label; what is held out stays so.

        Raises:
            OwnDigitsError: the label is no digit.
        """
        check_label(label)
        self._change(
            tuple(
                dataclasses.replace(digit, label=label)
                if digit.id in ids and digit.label != label
                else digit
                for digit in self._digits
            )
        )

    def delete_all(self) -> None:
        self._change(())

    def undo(self) -> None:
        """Take back the last change."""
        if self._past:
            self._digits = self._past.pop()

    def _change(self, digits: tuple[Digit, ...]) -> None:
        if digits == self._digits:
            return
        self._past.append(self._digits)
        self._digits = digits
        while len(self._past) > 1 and self._remembered() > MAX_REMEMBERED:
            self._past.popleft()

    def _remembered(self) -> int:
        return len({digit.pixels for state in (*self._past, self._digits) for digit in state})

    def _holds_out(self, label: int) -> bool:
        mine = [digit.held_out for digit in self._digits if digit.label == label]
        blocks, place = divmod(len(mine), HELD_OUT_OF)
        if sum(mine) > blocks:  # this block of five has one
            return False
        return self._chance.random() < 1 / (HELD_OUT_OF - place)

    # -- as images to train on and to judge by -----------------------------------------------------

    def train(self, held_out_writers: Collection[str] = ()) -> Split:
        """What a run may train on: neither held out, nor of one of these writers."""
        return split_of(d for d in self._digits if not _judges(d, held_out_writers))

    def held_out(self, held_out_writers: Collection[str] = ()) -> Split:
        """What judges a run: held out, or all digits of these writers, where some are named."""
        return split_of(d for d in self._digits if _judges(d, held_out_writers))


def _judges(digit: Digit, writers: Collection[str]) -> bool:
    return digit.writer in writers if writers else digit.held_out


def split_of(digits: Iterable[Digit]) -> Split:
    """Digits as images (N, 1, 28, 28) with labels (N,); N may be 0."""
    chosen = list(digits)
    pixels = np.frombuffer(b"".join(digit.pixels for digit in chosen), np.uint8)
    labels = np.array([digit.label for digit in chosen], np.uint8)
    labels.flags.writeable = False
    return Split(pixels.reshape(-1, 1, SIDE, SIDE), labels)


def _in_turn(found: Iterable[Found]) -> list[Found]:
    """One of each class, then the second of each, and so on."""
    seen: Counter[int] = Counter()
    ranked = []
    for item in found:
        ranked.append((seen[item.label], item))
        seen[item.label] += 1
    return [item for _rank, item in sorted(ranked, key=lambda pair: pair[0])]
