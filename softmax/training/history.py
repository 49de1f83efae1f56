"""What a run remembers of its way: points of its curves, and snapshots of its weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from softmax.training.engine import Metrics

MAX_POINTS = 400
MAX_SNAPSHOTS = 200
# The pictures form within a few dozen steps, where an even spread over the whole run has a
# snapshot or two. So the weights after each of these steps, about 1.2 apart as a ratio, are kept
# besides: 34 of them.
FIRST_STEPS = frozenset(round(1.2**k) for k in range(39))

T = TypeVar("T")


@dataclass(frozen=True)
class Point:
    """Where the curves stood after ``step`` steps, that is, ``samples`` images."""

    step: int
    samples: int
    train: Metrics
    validation: Metrics


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The weights after ``step`` steps: ``W`` (10, 784) and ``b`` (10,), float32, read-only."""

    step: int
    W: np.ndarray
    b: np.ndarray

    def __post_init__(self) -> None:
        self.W.setflags(write=False)
        self.b.setflags(write=False)


def thin(items: list[T], limit: int, position: Callable[[T], float]) -> None:
    """Drop inner items, the most crowded first, until ``limit`` remain.

    The first and the last always stay, and what remains is spread evenly over ``position``: a
    list kept thin as it grows has no gap more than twice as wide as those of an even spread,
    unless the items themselves left one. ``limit`` is 3 or more.
    """
    while len(items) > limit:
        crowded = min(
            range(1, len(items) - 1), key=lambda i: position(items[i + 1]) - position(items[i - 1])
        )
        del items[crowded]
