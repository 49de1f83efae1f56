r"""Many learning rates at once: K models on the same batches, as one stacked matrix.

    Z = (1/255) W X^T + b     W (K h, m): the K weight matrices under each other

Each pixel is fetched and converted once for all of them and the products are larger, so
that 8 rates cost about 5 times one run, not 8 times.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import CLASSES, PIXELS, Dataset
from softmax.experiments.experiment import Experiment
from softmax.training.config import Config
from softmax.training.engine import Engine, Metrics, evaluation_set
from softmax.training.settings import SETTINGS

MAX_RATES = 32
# A sweep measures itself this many times on its way.
POINTS = 24


class StackedEngine(Engine):
    """K models that differ in nothing but their learning rate.

    ``W`` (K h, m) holds the K matrices one under the other. A model whose numbers overflow
    spoils no other: each row of W meets only its own logits.
    """

    def __init__(self, config: Config, dataset: Dataset, rates: Sequence[float]) -> None:
        super().__init__(config, dataset, models=len(rates))
        of_W = torch.tensor(rates).repeat_interleave(CLASSES * PIXELS)
        of_b = torch.tensor(rates).repeat_interleave(CLASSES)
        self._rates = torch.cat([of_W, of_b])

    def _move(self, direction: torch.Tensor, learning_rate: float) -> None:
        """One step; the rate given is that of the config, and the others fall along with it."""
        share = learning_rate / self.config.learning_rate
        self.theta.addcmul_(direction, self._rates, value=-share)


@dataclass(frozen=True, eq=False)
class SweepProgress:
    """How far a sweep has come. ``losses`` and ``accuracies`` (K,) are those of the validation
    split; a loss that is no number any more is infinite."""

    config: Config
    rates: tuple[float, ...]
    step: int
    losses: np.ndarray
    accuracies: np.ndarray
    start_loss: float

    @property
    def done(self) -> float:
        """The share of the steps that were taken, 0..1."""
        return self.step / self.config.total_steps

    @property
    def diverging(self) -> np.ndarray:
        """(K,) bool: the loss stands above where it started, so the step is too large."""
        above: np.ndarray = ~(self.losses <= self.start_loss)
        return above

    @property
    def best(self) -> int:
        """The position of the rate with the least loss."""
        return int(self.losses.argmin())


class Sweep(Experiment):
    """One config at several learning rates, trained together.

    Args:
        rates: from 2 to 32 of them, in the bounds of a learning rate.

    Raises:
        ValueError: there are too few or too many rates, or one is out of bounds.
    """

    def __init__(self, config: Config, dataset: Dataset, rates: Sequence[float]) -> None:
        if not 2 <= len(rates) <= MAX_RATES:
            raise ValueError(f"a sweep has from 2 to {MAX_RATES} rates, not {len(rates)}")
        for rate in rates:
            SETTINGS["learning_rate"].bounds.check("learning_rate", rate, float)
        super().__init__(config)
        self.dataset = dataset
        self._rates = tuple(rates)
        self._taken = 0
        self._every = max(1, config.total_steps // POINTS)
        self._engine: StackedEngine | None = StackedEngine(config, dataset, rates)
        self._probe = evaluation_set(dataset.validation, len(dataset.validation))
        self._measured = self._engine.evaluate_all(self._probe)
        self._start = self._measured[0].loss
        self._publish()

    @property
    def progress(self) -> SweepProgress:
        return self._progress

    def _step(self) -> None:
        assert self._engine is not None
        self._engine.step(self._taken, self.config.rate_at(self._taken))
        self._taken += 1
        if self._taken % self._every == 0 or self._over():
            self._measured = self._engine.evaluate_all(self._probe)

    def _over(self) -> bool:
        return self._taken == self.config.total_steps

    def _publish(self) -> None:
        self._progress = SweepProgress(
            config=self.config,
            rates=self._rates,
            step=self._taken,
            losses=np.array([_finite_or_infinite(m) for m in self._measured]),
            accuracies=np.array([m.accuracy for m in self._measured]),
            start_loss=self._start,
        )

    def _release(self) -> None:
        self._engine = None


def _finite_or_infinite(metrics: Metrics) -> float:
    return metrics.loss if math.isfinite(metrics.loss) else math.inf


def spread(low: float, high: float, count: int) -> tuple[float, ...]:
    """Rates from low to high, evenly on a logarithmic scale, rounded to two figures where that
    keeps them apart.

    Raises:
        ValueError: the ends are not in order.
    """
    if not 0 < low < high:
        raise ValueError(f"the lowest rate must be below the highest, not {low:g} and {high:g}")
    exact = np.geomspace(low, high, count)
    for figures in range(2, 17):
        rounded = tuple(float(f"{rate:.{figures}g}") for rate in exact)
        if len(set(rounded)) == count:
            return rounded
    return tuple(exact.tolist())
