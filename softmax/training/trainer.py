"""Takes the steps of one training, and records its history."""

import math

import numpy as np
import torch

from softmax.data import Dataset
from softmax.training.config import Config
from softmax.training.engine import Engine, Metrics
from softmax.training.evaluation_sets import all_images, few_images
from softmax.training.history import FIRST_STEPS, History, Point, Snapshot
from softmax.training.images import evaluation_set, own_evaluation_set
from softmax.training.saved import SavedModel

# Points of the curves, if no viewer sets their density.
DEFAULT_POINTS = 24


class Trainer:
    """One training: the engine, the number of steps taken, and the history.

    Not thread-safe. ``diverged_at`` is the learning rate at which the weights or the loss ceased
    to be finite; the weights are then the last finite ones.
    """

    def __init__(
        self, config: Config, dataset: Dataset, engine: type[Engine], max_snapshots: int
    ) -> None:
        self.config = config
        self.dataset = dataset
        self.engine = engine(config, dataset)
        self._own = own_evaluation_set(config, dataset)
        self.step = 0
        self.history = History(max_snapshots)
        self.rates: list[tuple[int, float]] = [(0, config.learning_rate)]
        self.record_every = max(1, config.total_steps // DEFAULT_POINTS)
        self.estimates = False  # the points before the last one, on few images
        self.diverged_at: float | None = None
        self.record()

    def resume(self, saved: SavedModel) -> None:
        """Continue from a saved run; its curves are one point, measured now."""
        self._load(saved.model.W, saved.model.b)
        self.step = saved.steps
        self.rates = list(saved.rates)
        self.history = History(self.history.max_snapshots)
        self.history.add_snapshot(self.snapshot())
        self.record()

    def set_learning_rate(self, rate: float) -> None:
        """Continue at another base rate."""
        self.config = self.config.replace(learning_rate=rate)
        self.rates.append((self.step, rate))

    def take_step(self) -> None:
        """Take one step, and record what is due after it."""
        config, step = self.config, self.step + 1
        self.engine.step(self.step, config.rate_at(self.step))
        self.step = step
        if step in FIRST_STEPS and self.engine.is_finite():
            self.history.add_first_snapshot(self.snapshot())
        if step == config.total_steps:
            self.record()
        elif step % self.record_every == 0:
            self.record(self.estimates)
        elif step % max(1, config.total_steps // self.history.max_snapshots) == 0:
            self._keep_snapshot()

    def record(self, estimated: bool = False) -> None:
        """Add a point to the curves, unless this step has one as good or the training has
        diverged. An estimated one is measured on few images."""
        last = self.history.points[-1] if self.history.points else None
        if last and last.step == self.step and (estimated or not last.estimated):
            return
        images = few_images if estimated else all_images
        # Without own images, which differ between visitors: the sets are cached.
        sets = images(self.dataset.base or self.dataset, self.config.train_size)
        train, validation = map(self.engine.evaluate, sets)
        if self._own is not None:
            train = self._mixed(train, self.engine.evaluate(self._own))
        if not (math.isfinite(train.loss) and math.isfinite(validation.loss)):
            self._diverge()
            return
        samples = self.step * self.config.batch_size
        self.history.add_point(Point(self.step, samples, train, validation, estimated))
        self._keep_snapshot()

    def _mixed(self, train: Metrics, own: Metrics) -> Metrics:
        """What the mini-batches are drawn from: both, by their shares of a batch."""
        share = self.config.own_images / self.config.batch_size
        return Metrics(
            (1 - share) * train.loss + share * own.loss,
            (1 - share) * train.accuracy + share * own.accuracy,
        )

    def check_finite(self) -> None:
        """Find out whether the training has diverged."""
        if self.diverged_at is None and not self.engine.is_finite():
            self._diverge()

    def test(self) -> Metrics:
        """Loss and accuracy on the test split."""
        return self.engine.evaluate(evaluation_set(self.dataset.test, len(self.dataset.test)))

    def snapshot(self) -> Snapshot:
        """A copy of the current weights; after a divergence the last finite ones."""
        if self.diverged_at is not None:
            return self.history.snapshots[-1]
        return Snapshot(self.step, self.engine.W.numpy().copy(), self.engine.b.numpy().copy())

    def _keep_snapshot(self) -> None:
        self.check_finite()
        if self.diverged_at is None:
            self.history.add_snapshot(self.snapshot())

    def _diverge(self) -> None:
        last = self.history.snapshots[-1]
        self._load(last.W, last.b)
        self.diverged_at = self.config.learning_rate

    def _load(self, W: np.ndarray, b: np.ndarray) -> None:
        self.engine.W.copy_(torch.tensor(W))
        self.engine.b.copy_(torch.tensor(b))
