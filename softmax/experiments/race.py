"""A race of six optimizers: the loss of each by images seen and by processor time.

The contender that has used the least processor time steps next, so that all advance side by side.
Counted is the thread's time in steps alone, without waiting and evaluation.
"""

import math
import time
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

import numpy as np
import torch

from softmax.data import Dataset
from softmax.experiments.experiment import Experiment
from softmax.experiments.lbfgs import LBFGS
from softmax.experiments.optimum import objective_of
from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Engine, Metrics
from softmax.training.images import evaluation_set
from softmax.training.settings import SUGGESTED_RATE, Optimizer

Preset = Literal["sgd", "momentum", "nesterov", "adam", "gradient_descent", "lbfgs"]
PRESETS: tuple[Preset, ...] = get_args(Preset)

# Passes over the images for full-batch methods; mini-batch methods take the config's epochs.
FULL_PASSES = 50
# The best rate for 50 full-batch steps, falling linearly (`python -m benchmarks.rates`).
FULL_BATCH_RATE = 2.5
# Measured at about these shares of the samples: denser at first, where the loss falls.
MEASURED_AT = tuple(np.geomspace(0.002, 1, 40).tolist())


@dataclass(frozen=True)
class Stage:
    """The metrics of a contender after this many images and seconds of processor time."""

    samples: int
    cpu_s: float
    validation: Metrics


@dataclass(frozen=True, eq=False)
class Track:
    """The history of one contender. ``model``, ``objective`` (on all training images, with the
    penalty) and ``test`` are set when it has arrived."""

    preset: Preset
    config: Config
    samples: int
    total_samples: int
    stages: tuple[Stage, ...]
    model: Model | None = None
    objective: float | None = None
    test: Metrics | None = None

    @property
    def latest(self) -> Stage:
        return self.stages[-1]


class _Method(Protocol):
    """How a contender takes its steps."""

    @property
    def samples(self) -> int: ...
    def step(self) -> None: ...
    def parameters(self) -> tuple[torch.Tensor, torch.Tensor]: ...


class _Batches:
    """Mini-batch steps of the engine."""

    def __init__(self, config: Config, dataset: Dataset) -> None:
        self._config, self._engine = config, Engine(config, dataset)
        self._index = self.samples = 0

    def step(self) -> None:
        self._engine.step(self._index, self._config.rate_at(self._index))
        self._index += 1
        self.samples += self._config.batch_size

    def parameters(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self._engine.W, self._engine.b


class _FullBatch:
    """Iterations of L-BFGS; each point of its line search is a pass over all images."""

    def __init__(self, config: Config, dataset: Dataset) -> None:
        self._size = config.train_size
        self._search = LBFGS(objective_of(config, dataset, torch.float32))

    @property
    def samples(self) -> int:
        return self._search.evaluations * self._size

    def step(self) -> None:
        self._search.iterate()

    def parameters(self) -> tuple[torch.Tensor, torch.Tensor]:
        return self._search.parameters


def preset_config(preset: Preset, base: Config) -> Config:
    """The base with a preset's optimizer, at its best rate. (L-BFGS has no rate; of its config
    only head, l2 and train_size matter.)"""
    if preset in ("gradient_descent", "lbfgs"):
        return base.replace(
            optimizer="sgd", learning_rate=FULL_BATCH_RATE, schedule="linear",
            batch_size=base.train_size, epochs=FULL_PASSES,
        )  # fmt: skip
    optimizer: Optimizer = preset  # type: ignore[assignment]  # the four others are its names
    return base.replace(
        optimizer=optimizer, learning_rate=SUGGESTED_RATE[optimizer], schedule="linear"
    )


class _Contender:
    """A contender, with a stopwatch that runs only during its steps."""

    def __init__(self, preset: Preset, base: Config, dataset: Dataset) -> None:
        self.config = preset_config(preset, base)
        self._preset, self._dataset = preset, dataset
        # Evaluates the weights that are copied into it.
        self._evaluator = Engine(self.config, dataset)
        self._validation = evaluation_set(dataset.validation, len(dataset.validation))
        self._total = self.config.total_steps * self.config.batch_size
        self._method: _Method | None = None
        self._cpu_s = 0.0
        start = Stage(0, 0.0, self._evaluator.evaluate(self._validation))
        self.track = Track(preset, self.config, 0, self._total, (start,))

    @property
    def cpu_s(self) -> float:
        return self._cpu_s

    @property
    def arrived(self) -> bool:
        return self.track.samples >= self._total

    def step(self) -> None:
        started = time.thread_time()
        method = self._method = self._method or self._begin()
        method.step()
        self._cpu_s += time.thread_time() - started
        samples = method.samples
        before = self.track.samples / self._total
        due = any(before < share <= samples / self._total for share in MEASURED_AT)
        arrived = samples >= self._total
        stages = self.track.stages
        if due or arrived:
            stages = (*stages, self._measure(samples))
        self.track = Track(self._preset, self.config, samples, self._total, stages)
        if arrived:
            self._arrive()

    def _begin(self) -> _Method:
        if self._preset == "lbfgs":
            return _FullBatch(self.config, self._dataset)
        return _Batches(self.config, self._dataset)

    def _measure(self, samples: int) -> Stage:
        assert self._method is not None
        W, b = self._method.parameters()
        self._evaluator.W.copy_(W)
        self._evaluator.b.copy_(b)
        return Stage(samples, self._cpu_s, self._evaluator.evaluate(self._validation))

    def _arrive(self) -> None:
        track = self.track
        W, b = self._evaluator.W, self._evaluator.b
        objective, _ = objective_of(self.config, self._dataset, torch.float32)(
            self._evaluator.theta
        )
        test = evaluation_set(self._dataset.test, len(self._dataset.test))
        self.track = Track(
            track.preset, track.config, track.samples, track.total_samples, track.stages,
            model=Model(W.numpy().copy(), b.numpy().copy(), self.config.head),
            objective=objective,
            test=self._evaluator.evaluate(test),
        )  # fmt: skip
        self._method = None


class Race(Experiment):
    """The six presets from the same start on the same images.

    Args:
        base: head, l2, train_size, epochs, batch_size and seed are taken from it.
    """

    def __init__(self, base: Config, dataset: Dataset) -> None:
        super().__init__(base)
        self._contenders = [_Contender(preset, base, dataset) for preset in PRESETS]
        self._publish()

    @property
    def progress(self) -> tuple[Track, ...]:
        """The six tracks, in the order of PRESETS."""
        return self._progress

    def _step(self) -> None:
        under_way = [contender for contender in self._contenders if not contender.arrived]
        min(under_way, key=lambda contender: contender.cpu_s).step()

    def _over(self) -> bool:
        return all(contender.arrived for contender in self._contenders)

    def _publish(self) -> None:
        self._progress = tuple(contender.track for contender in self._contenders)

    def _release(self) -> None:
        self._contenders = []


def progress_share(tracks: tuple[Track, ...]) -> float:
    """The finished share of a race, 0..1, by the images seen."""
    return math.fsum(min(1.0, t.samples / t.total_samples) for t in tracks) / len(tracks)
