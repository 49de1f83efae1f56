r"""A sweep of learning rates: K models trained on the same mini-batches, as one stacked matrix.

    Z = (1/255) W X^T + b     W (K h, m): the K weight matrices under each other

Each pixel is fetched and converted once for all models, and the products are larger, so 8 rates
cost about 5 times one run.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import Dataset
from softmax.experiments.experiment import Experiment
from softmax.training.config import Config
from softmax.training.engine import Engine, Metrics
from softmax.training.images import evaluation_set
from softmax.training.settings import SETTINGS

MAX_RATES = 32
# Evaluations during a sweep.
POINTS = 24


class StackedEngine(Engine):
    """K models that differ only in their learning rate.

    ``W`` (K h, m) holds the K matrices one under the other. A model that overflows does not affect
    the others, because each row of W has its own logits.
    """

    def __init__(self, config: Config, dataset: Dataset, rates: Sequence[float]) -> None:
        super().__init__(config, dataset, models=len(rates))
        of_W = torch.tensor(rates).repeat_interleave(self.classes * self.features)
        of_b = torch.tensor(rates).repeat_interleave(self.classes)
        self._rates = torch.cat([of_W, of_b])

    def _move(self, direction: torch.Tensor, learning_rate: float) -> None:
        """One step; all rates follow the schedule of the config's."""
        share = learning_rate / self.config.learning_rate
        self.theta.addcmul_(direction, self._rates, value=-share)


@dataclass(frozen=True, eq=False)
class SweepProgress:
    """The state of a sweep. ``losses`` and ``accuracies`` (K,) are those of the validation split;
    a loss of NaN is given as infinite."""

    config: Config
    rates: tuple[float, ...]
    step: int
    losses: np.ndarray
    accuracies: np.ndarray
    start_loss: float

    @property
    def done(self) -> float:
        """The share of the steps taken, 0..1."""
        return self.step / self.config.total_steps

    @property
    def diverging(self) -> np.ndarray:
        """(K,) bool: the loss is above its initial value, so the rate is too high."""
        above: np.ndarray = ~(self.losses <= self.start_loss)
        return above

    @property
    def best(self) -> int:
        """The position of the rate with the least loss."""
        return int(self.losses.argmin())


class Sweep(Experiment):
    """One config at several learning rates, trained together.

    Args:
        rates: 2 to 32 learning rates.

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
        self._validation = evaluation_set(dataset.validation, len(dataset.validation))
        self._measured = self._engine.evaluate_all(self._validation)
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
            self._measured = self._engine.evaluate_all(self._validation)

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
    """Rates from low to high, evenly spaced on a logarithmic scale, rounded to two figures, or
    more where rounded ones would be equal.

    Raises:
        ValueError: not 0 < low < high.
    """
    if not 0 < low < high:
        raise ValueError(f"the lowest rate must be below the highest, not {low:g} and {high:g}")
    exact = np.geomspace(low, high, count)
    for figures in range(2, 17):
        rounded = tuple(float(f"{rate:.{figures}g}") for rate in exact)
        if len(set(rounded)) == count:
            return rounded
    return tuple(exact.tolist())
