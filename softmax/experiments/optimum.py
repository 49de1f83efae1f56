"""The optimum: the least value of the objective on the training images, found by L-BFGS."""

import math
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import Dataset
from softmax.experiments.experiment import Experiment
from softmax.experiments.lbfgs import LBFGS, Objective
from softmax.training.config import Config
from softmax.training.images import Tensors, tensors

# For the largest component of the gradient, by absolute value.
TOLERANCE = 1e-5
MAX_ITERATIONS = 600

WHOLE = 55_000
# The least objective on MNIST's 55,000 training images, softmax head, by l2
# (`python -m benchmarks.optimum`).
MEASURED = {1e-2: 0.54998, 3e-3: 0.41333, 1e-3: 0.33937, 3e-4: 0.29069, 1e-4: 0.26274}


def objective_of(config: Config, dataset: Dataset, dtype: torch.dtype) -> Objective:
    """The objective of a config on all of its training images."""
    source = tensors(dataset.train)
    rows = Tensors(source.pixels[: config.train_size], source.labels[: config.train_size])
    return Objective(rows, dataset.classes, config.head, config.l2, dtype)


def objective_at(W: np.ndarray, b: np.ndarray, config: Config, dataset: Dataset) -> float:
    """The objective of these weights, W (h, m) and b (h,), on the training images of a config."""
    theta = torch.from_numpy(np.concatenate([W.ravel(), b]).astype(np.float32))
    return objective_of(config, dataset, torch.float32)(theta)[0]


def measured_optimum(config: Config) -> float | None:
    """The least objective of a config's model on MNIST, if it has been measured."""
    if config.head != "softmax" or config.deskew or config.train_size != WHOLE:
        return None
    return MEASURED.get(config.l2)


@dataclass(frozen=True)
class OptimumProgress:
    """The state of the search. ``steepest`` is the largest component of the gradient. The optimum
    is ``reached`` once that is below 1e-5, or the objective (float32) no longer falls; if neither
    happens in 600 iterations, the optimum lies lower."""

    iterations: int
    objective: float
    steepest: float
    reached: bool


class Optimum(Experiment):
    """The search for the least objective of a config's model on its training images. Of the
    config only head, l2 and train_size matter."""

    def __init__(self, config: Config, dataset: Dataset) -> None:
        super().__init__(config)
        self.dataset = dataset
        self._search: LBFGS | None = None
        self._progress = OptimumProgress(0, math.inf, math.inf, reached=False)
        self._publish()

    @property
    def progress(self) -> OptimumProgress:
        return self._published

    def _step(self) -> None:
        if self._search is None:  # not in __init__: it takes a pass over the images
            self._search = LBFGS(objective_of(self.config, self.dataset, torch.float32))
        search, before = self._search, self._progress
        search.iterate()
        self._progress = OptimumProgress(
            iterations=before.iterations + 1,
            objective=search.value,
            steepest=search.steepest,
            reached=search.steepest <= TOLERANCE or search.value >= before.objective,
        )

    def _over(self) -> bool:
        return self._progress.reached or self._progress.iterations >= MAX_ITERATIONS

    def _publish(self) -> None:
        self._published = self._progress

    def _release(self) -> None:
        self._search = None
