"""The history of a training: points of its curves and snapshots of its weights, thinned out."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from softmax.training.engine import Metrics

MAX_POINTS = 400
MAX_SNAPSHOTS = 200
# The weights take shape within a few dozen steps, where an even spread over the run has one or
# two snapshots. So those after these 34 steps, about 1.2 apart as a ratio, are kept as well.
FIRST_STEPS = frozenset(round(1.2**k) for k in range(39))

T = TypeVar("T")


@dataclass(frozen=True)
class Point:
    """The metrics after ``step`` steps, that is, ``samples`` images. An ``estimated`` point was
    measured on few images, because many runs shared the machine."""

    step: int
    samples: int
    train: Metrics
    validation: Metrics
    estimated: bool = False


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The weights after ``step`` steps: ``W`` (10, 784) and ``b`` (10,), float32, read-only."""

    step: int
    W: np.ndarray
    b: np.ndarray

    def __post_init__(self) -> None:
        self.W.setflags(write=False)
        self.b.setflags(write=False)


class History:
    """Points and snapshots of one training, in the order of their steps."""

    def __init__(self, max_snapshots: int) -> None:
        self.points: list[Point] = []
        self.snapshots: list[Snapshot] = []
        self.first_snapshots: list[Snapshot] = []
        self.max_snapshots = max_snapshots

    def limit_snapshots(self, number: int) -> None:
        """Keep at most ``number`` snapshots, 3 or more, and at most that many of the first."""
        self.max_snapshots = number
        thin(self.snapshots, number, lambda snapshot: snapshot.step)
        thin(self.first_snapshots, number, lambda snapshot: math.log(snapshot.step))

    def add_point(self, point: Point) -> None:
        """Add a point of the curves, in place of one of the same step."""
        if self.points and self.points[-1].step == point.step:
            self.points.pop()
        self.points.append(point)
        thin(self.points, MAX_POINTS, lambda point: point.step)

    def add_snapshot(self, snapshot: Snapshot) -> None:
        """Add a snapshot, unless this step has one."""
        if not self.snapshots or self.snapshots[-1].step != snapshot.step:
            self.snapshots.append(snapshot)
            self.limit_snapshots(self.max_snapshots)

    def add_first_snapshot(self, snapshot: Snapshot) -> None:
        """Add the snapshot of one of FIRST_STEPS."""
        self.first_snapshots.append(snapshot)
        self.limit_snapshots(self.max_snapshots)


def thin(items: list[T], limit: int, position: Callable[[T], float]) -> None:
    """Drop inner items, the most crowded first, until ``limit`` (3 or more) remain.

    The first and the last always stay, and the rest is spread evenly over ``position``: a list
    thinned as it grows has no gap over twice that of an even spread, unless the items had.
    """
    while len(items) > limit:
        crowded = min(
            range(1, len(items) - 1), key=lambda i: position(items[i + 1]) - position(items[i - 1])
        )
        del items[crowded]
