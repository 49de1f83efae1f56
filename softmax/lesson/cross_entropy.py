"""Chapter 6, cross-entropy: a worked example with labels Y and outputs A typed by the reader.

For sample i the loss is its label row times the log of its output row, summed,

    L_i = -sum_j Y_ij log A_ij,

and as Y_i is one-hot, one term survives. The training loss is the sum over the samples.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from softmax.lesson.typed import read_number
from softmax.maths import one_hot, rounded_terms
from softmax.maths.softmax_regression import Array

# 0.333 three times counts as a sum of 1, but 0.33 three times does not.
TOLERANCE = 0.0051


class WrongProbability(StrEnum):
    """Why a text is not a probability."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not a number"
    NEGATIVE = "negative"
    ABOVE_ONE = "above one"


@dataclass(frozen=True)
class Cell:
    """A cell of A as typed: its ``value`` if it is a number, and what is ``wrong``."""

    text: str
    value: float = math.nan
    wrong: WrongProbability | None = None


def read_probability(text: str) -> Cell:
    """Parse a probability, also with a decimal comma. Never raises."""
    text = text.strip()
    if not text:
        return Cell(text, wrong=WrongProbability.EMPTY)
    value = read_number(text)
    if value is None:
        return Cell(text, wrong=WrongProbability.NOT_A_NUMBER)
    if value < 0:
        return Cell(text, value, WrongProbability.NEGATIVE)
    if value > 1:
        return Cell(text, value, WrongProbability.ABOVE_ONE)
    return Cell(text, value)


def terms(y: ArrayLike, a: ArrayLike) -> Array:
    """y_j log a_j for each class, (h,), (h,) -> (h,). It is 0 if y_j is 0, also for a_j = 0."""
    y, a = np.asarray(y, dtype=np.float64), np.asarray(a, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Array = np.where(y == 0, 0.0, y * np.log(a))
    return found


@dataclass(frozen=True)
class Sample:
    """One row of the example: the true class, and the h cells of its output row."""

    label: int
    cells: tuple[Cell, ...]

    @property
    def y(self) -> Array:
        """The label row, (h,)."""
        row: Array = one_hot(np.array([self.label]), len(self.cells))[0]
        return row

    @property
    def a(self) -> Array:
        """The output row, (h,); NaN for a cell without a number."""
        return np.array([cell.value for cell in self.cells])

    @property
    def readable(self) -> bool:
        """Whether every cell is a probability."""
        return all(cell.wrong is None for cell in self.cells)

    @property
    def total(self) -> float:
        """The sum of the output row; NaN if a cell is not a number."""
        return sum(cell.value for cell in self.cells)

    @property
    def sums_to_one(self) -> bool:
        return abs(self.total - 1) < TOLERANCE

    @property
    def can_be_normalised(self) -> bool:
        """Whether the row is not a distribution, but dividing it by its sum would make it one."""
        a = self.a
        fit = bool((a >= 0).all()) and 0 < self.total < math.inf
        return fit and not (self.readable and self.sums_to_one)

    @property
    def loss(self) -> float | None:
        """-sum_j y_j log a_j, infinite if the true class has 0; None if a cell is wrong."""
        return float(-terms(self.y, self.a).sum()) + 0.0 if self.readable else None


def training_loss(samples: Sequence[Sample]) -> float | None:
    """The sum over the samples; None if one has no loss."""
    losses = [sample.loss for sample in samples]
    found = [loss for loss in losses if loss is not None]
    return sum(found) if len(found) == len(losses) else None


def normalised(a: ArrayLike) -> Array:
    """a / sum(a), (h,) -> (h,), for finite numbers >= 0 that are not all 0."""
    row = np.asarray(a, dtype=np.float64)
    scaled = row / row.max()  # so that the sum of huge numbers stays finite
    shares: Array = scaled / scaled.sum()
    return shares


def with_probability(a: ArrayLike, j: int, value: float) -> Array:
    """The row a (h,) with a_j = value; the others share the rest in their old proportion, or
    equally if they had none."""
    a = np.asarray(a, dtype=np.float64).copy()
    value = min(max(value, 0.0), 1.0)
    a[j] = 0.0
    usable = bool((a >= 0).all()) and 0 < a.sum() < math.inf
    others = normalised(a) if usable else np.where(np.arange(len(a)) == j, 0, 1 / (len(a) - 1))
    row: Array = others * (1 - value)
    row[j] = value
    return row


def written(a: ArrayLike, decimals: int = 3) -> list[str]:
    """A distribution as texts that add up to 1; what would round to 0 is in scientific notation."""
    a = np.asarray(a, dtype=np.float64)
    smallest = 10.0**-decimals / 2
    rounded, _ = rounded_terms(a.tolist(), decimals)
    return [
        f"{p:.0e}".replace("e-0", "e-") if 0 < p < smallest else f"{shown:.{decimals}f}"
        for p, shown in zip(a, rounded, strict=True)
    ]
