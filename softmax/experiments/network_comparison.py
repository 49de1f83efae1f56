"""Softmax regression and the convolutional network, trained side by side on the same batches.

The processor time of each is that of its own steps, without evaluation. Afterwards both classify
the test images, some hundred in each step of the experiment, so that it can be paused there too;
and the first of them once more, moved to the right.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch.nn import functional

from softmax.data import SIDE, Dataset, Split
from softmax.experiments.experiment import Experiment
from softmax.experiments.network import Network, Trainer
from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Engine
from softmax.training.images import tensors

# The first validation images, measured after about these shares of the steps.
MEASURED_IMAGES = 1_000
MEASURED_AT = tuple(np.geomspace(0.004, 1, 28).tolist())
CLASSIFIED_AT_ONCE = 500
# So many test images are moved by so many pixels.
MOVED_IMAGES, MOVED_BY = 2_000, 2


@dataclass(frozen=True)
class Measured:
    """Accuracy 0..1 on the first validation images, after so many training images and seconds."""

    samples: int
    cpu_s: float
    accuracy: float


@dataclass(frozen=True, eq=False)
class Contender:
    """One of the two: its curve; once all are classified, ``answers`` (N,) for the test images, and
    the accuracy 0..1 on those that are moved."""

    curve: tuple[Measured, ...]
    cpu_s: float
    answers: NDArray[np.int64] | None = None
    moved: float | None = None


@dataclass(frozen=True, eq=False)
class ComparisonProgress:
    """Both contenders with their current parameters."""

    step: int
    total_steps: int
    batch_size: int
    regression: Contender
    network: Contender
    model: Model
    convolution: Network

    @property
    def samples(self) -> int:
        return self.step * self.batch_size


class _Side:
    """The clock, the curve and the answers of one contender."""

    def __init__(self) -> None:
        self.cpu_s = 0.0
        self.curve: list[Measured] = []
        self.answers: list[NDArray[np.int64]] = []
        self.moved: list[NDArray[np.int64]] = []

    def published(self, labels: np.ndarray | None) -> Contender:
        """``labels`` are those of the test images, None until all are classified."""
        curve = tuple(self.curve)
        if labels is None:
            return Contender(curve, self.cpu_s)
        moved = np.concatenate(self.moved)
        accuracy = float((moved == labels[: len(moved)]).mean())
        return Contender(curve, self.cpu_s, np.concatenate(self.answers), accuracy)


class NetworkComparison(Experiment):
    """Both on the batches of ``config``, which is softmax regression's.

    Args:
        config: its epochs, batch size, training size and seed are the network's as well.
    """

    def __init__(self, config: Config, dataset: Dataset) -> None:
        super().__init__(config)
        self._dataset = dataset
        self._engine = Engine(config, dataset)
        self._trainer = Trainer(config.total_steps, config.seed)
        self._regression, self._network = _Side(), _Side()
        self._step_index = self._classified = 0
        self._due = {max(1, round(share * config.total_steps)) for share in MEASURED_AT}
        self._measure()
        self._publish()

    @property
    def progress(self) -> ComparisonProgress:
        return self._progress

    def _step(self) -> None:
        if self._step_index < self.config.total_steps:
            self._train()
        else:
            self._classify()

    def _train(self) -> None:
        index = self._step_index
        started = time.thread_time()
        self._engine.step(index, self.config.rate_at(index))
        between = time.thread_time()
        train, batch = tensors(self._dataset.train), self._engine.batch(index)
        self._trainer.step(train.pixels[batch] * train.scale, train.labels[batch])
        self._regression.cpu_s += between - started
        self._network.cpu_s += time.thread_time() - between
        self._step_index += 1
        if self._step_index in self._due:
            self._measure()

    def _measure(self) -> None:
        labels = self._dataset.validation.labels[:MEASURED_IMAGES]
        answers = self._answers(self._dataset.validation, slice(MEASURED_IMAGES))
        samples = self._step_index * self.config.batch_size
        for side, given in zip((self._regression, self._network), answers, strict=True):
            accuracy = float((given == labels).mean())
            side.curve.append(Measured(samples, side.cpu_s, accuracy))

    def _classify(self) -> None:
        first, test = self._classified, self._dataset.test
        rows = slice(first, min(first + CLASSIFIED_AT_ONCE, len(test)))
        sides = (self._regression, self._network)
        for side, given in zip(sides, self._answers(test, rows), strict=True):
            side.answers.append(given)
        if first < MOVED_IMAGES:
            for side, given in zip(sides, self._answers(test, rows, MOVED_BY), strict=True):
                side.moved.append(given)
        self._classified = rows.stop

    def _answers(self, split: Split, rows: slice, right: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """The classes that both give to these images of a split, moved ``right`` by pixels."""
        pixels = tensors(split).pixels[rows].float()
        if right:
            kept = pixels.view(-1, SIDE, SIDE)[:, :, :-right]
            pixels = functional.pad(kept, (right, 0)).flatten(1)
        regression = self._engine.logits(pixels).argmax(0)
        network = self._trainer.predict(pixels * tensors(split).scale)
        return regression.numpy(), network.numpy()

    def _over(self) -> bool:
        return self._classified == len(self._dataset.test)

    def _publish(self) -> None:
        engine = self._engine
        labels = self._dataset.test.labels if self._over() else None
        self._progress = ComparisonProgress(
            self._step_index, self.config.total_steps, self.config.batch_size,
            self._regression.published(labels), self._network.published(labels),
            Model(engine.W.numpy().copy(), engine.b.numpy().copy(), self.config.head),
            self._trainer.network(),
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Positions in the test set, in its order: images that softmax regression misreads and the
    network reads (``vanished``), that both misread (``stayed``), that only the network misreads
    (``new``)."""

    vanished: NDArray[np.intp]
    stayed: NDArray[np.intp]
    new: NDArray[np.intp]


def mistakes(labels: np.ndarray, regression: np.ndarray, network: np.ndarray) -> Mistakes:
    """Of the answers (N,) of both for images with these labels (N,)."""
    line, net = regression != labels, network != labels
    return Mistakes(
        np.flatnonzero(line & ~net), np.flatnonzero(line & net), np.flatnonzero(~line & net)
    )
