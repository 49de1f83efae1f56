"""What a run publishes after each slice: an immutable value that readers need no lock for."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from softmax.data import Dataset
from softmax.maths import Model
from softmax.training.batch_view import BatchView
from softmax.training.config import Config
from softmax.training.engine import Metrics
from softmax.training.history import Point, Snapshot


class State(StrEnum):
    """Only a running run takes steps; the last two states are final."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Progress:
    """The state of a run after its latest slice.

    ``version`` grows with each state that any run of the process publishes. ``training`` numbers
    the trainings of the process: a run that is reset begins a new one.
    ``rates`` are (step, base rate) for each time the rate was set, the first being step 0.
    ``samples_per_s`` is None while it was measured over too short a time.
    """

    version: int
    training: int
    state: State
    config: Config
    dataset: Dataset  # the images, prepared as the config says
    rates: Sequence[tuple[int, float]]
    step: int
    learning_rate: float
    samples_per_s: float | None
    points: Sequence[Point]
    weights: Snapshot
    test: Metrics | None
    diverged_at_rate: float | None

    @functools.cached_property
    def batch(self) -> BatchView:
        """The current mini-batch; computed for whoever reads it, not by the run."""
        return BatchView(self.config, self.dataset, self.weights, self.step)

    @property
    def total_steps(self) -> int:
        """Steps of the whole run."""
        return self.config.total_steps

    @property
    def samples(self) -> int:
        """Training images seen, counting repeats."""
        return self.step * self.config.batch_size

    @property
    def epoch(self) -> float:
        """Passes over the training images, with the fraction of the current one."""
        return self.step / self.config.steps_per_epoch

    @property
    def latest(self) -> Point:
        """The last point of the curves."""
        return self.points[-1]

    @property
    def model(self) -> Model:
        """The current weights as a model."""
        return Model(self.weights.W, self.weights.b, self.config.head)
