"""A run: one training from its first weights to its end, with pauses, steps and a memory.

A run decides neither when it advances (the pool does) nor what a step computes (the
engine does). What it shows of itself is a Progress, replaced as a whole after each slice,
so that a reader needs no lock.
"""

from __future__ import annotations

import collections
import dataclasses
import functools
import itertools
import math
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import torch

from softmax.data import Dataset
from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Engine, EvaluationSet, Metrics, evaluation_set
from softmax.training.history import (
    FIRST_STEPS,
    MAX_POINTS,
    MAX_SNAPSHOTS,
    Point,
    Snapshot,
    thin,
)
from softmax.training.preparation import prepared
from softmax.training.saved import SavedModel

# The curves are measured on the whole validation split and on this many training images.
TRAIN_EVALUATION_SIZE = 2_000
# Without a viewer to set the density, a run measures itself this many times.
DEFAULT_POINTS = 24
# The speed shown is that of the last so many seconds of running.
SPEED_WINDOW_S = 1.0
# Of a larger batch only the first images are looked at.
MAX_BATCH_SHOWN = 128
# A gradient is computed for the viewer only if the batch is no larger than this.
MAX_BATCH_PREVIEWED = 2_048
# What a run was before it was reset is handed over to whoever asks; so much waits at the most.
MAX_PAST = 12

_trainings = itertools.count(1)


class State(StrEnum):
    """Where a run stands; only a running one takes steps, the last two are final."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class BatchView:
    """The batch in hand: the one that the next step learns from (at the end, the last one).

    ``rows`` (n,) are positions in the training split, at most 128 of them; ``predicted`` (n,)
    are the classes that the present weights give them. ``gradient`` (10, 784) is dL/dW on the
    whole batch, or None where the batch is too large to preview.
    """

    rows: np.ndarray
    predicted: np.ndarray
    labels: np.ndarray
    gradient: np.ndarray | None

    @property
    def misclassified(self) -> np.ndarray:
        differs: np.ndarray = self.predicted != self.labels
        return differs


@dataclass(frozen=True, eq=False)
class Progress:
    """Everything about a run that a page shows, at one moment.

    ``training`` tells one training from another: a run that is reset begins a new one.
    ``rates`` are (step, base rate) for each time the rate was set, the first being step 0.
    """

    training: int
    state: State
    config: Config
    rates: Sequence[tuple[int, float]]
    step: int
    learning_rate: float
    samples_per_s: float
    points: Sequence[Point]
    weights: Snapshot
    batch: BatchView
    test: Metrics | None
    diverged_at_rate: float | None

    @property
    def total_steps(self) -> int:
        return self.config.total_steps

    @property
    def samples(self) -> int:
        return self.step * self.config.batch_size

    @property
    def epoch(self) -> float:
        """Passes made over the training images, with the fraction of the present one."""
        return self.step / self.config.steps_per_epoch

    @property
    def latest(self) -> Point:
        return self.points[-1]

    @property
    def model(self) -> Model:
        return Model(self.weights.W, self.weights.b, self.config.head)


class Run:
    """One training. Every method may be called from any thread.

    The weights depend on the config, its seed and the rates that were set, never on how the
    steps were sliced. ``dataset`` are the images that it learns from and is judged by, prepared
    as its config says. ``engine`` is what computes the steps.
    """

    def __init__(self, config: Config, dataset: Dataset, engine: type[Engine] = Engine) -> None:
        self._engine_type = engine
        self._source = dataset
        self._lock = threading.RLock()
        self._max_snapshots = MAX_SNAPSHOTS
        self._past: collections.deque[tuple[Progress, Dataset]] = collections.deque(maxlen=MAX_PAST)
        self._begin(config)

    @classmethod
    def restored(cls, saved: SavedModel, dataset: Dataset) -> Run:
        """A finished run, from what was kept of one; its curves are one point, measured now.

        Raises:
            ValueError: the data set has fewer training images than the run was trained on, or
                the weights are so large that the loss is not a number.
        """
        run = cls(saved.config, dataset)
        with run._lock:
            run._resume(saved)
        return run

    def _begin(self, config: Config) -> None:
        self.dataset = prepared(self._source, config)
        self._probes = _probes(self.dataset, config.train_size)
        self._engine = self._engine_type(config, self.dataset)
        self._training = next(_trainings)
        self._config = config
        self._state = State.READY
        self._step = 0
        self._stop_at: int | None = None
        self._points: list[Point] = []
        self._snapshots: list[Snapshot] = []
        self._first_snapshots: list[Snapshot] = []
        self._rates: list[tuple[int, float]] = [(0, config.learning_rate)]
        self._clock: collections.deque[tuple[float, int]] = collections.deque()
        self._samples_per_s = 0.0
        self._test: Metrics | None = None
        self._diverged_at: float | None = None
        self._restored_from: SavedModel | None = None
        self.record_every: int = self._default_spacing()
        self._record()
        self._publish()

    def _resume(self, saved: SavedModel) -> None:
        self._engine.W.copy_(torch.tensor(saved.model.W))
        self._engine.b.copy_(torch.tensor(saved.model.b))
        self._restored_from = saved
        self._step = saved.steps
        self._rates = list(saved.rates)
        self._points, self._snapshots = [], [self._snapshot()]
        self._record()
        if self._state is State.DIVERGED:
            raise ValueError("its weights are so large that the loss is not a number")
        self._finish()
        self._publish()

    def _default_spacing(self) -> int:
        return max(1, self._config.total_steps // DEFAULT_POINTS)

    # -- what a viewer reads ------------------------------------------------------------

    @property
    def progress(self) -> Progress:
        """The state after the latest slice."""
        return self._progress

    @property
    def state(self) -> State:
        """The state that ``progress`` shows: who sees an end sees the figures of the end too."""
        return self._progress.state

    @property
    def config(self) -> Config:
        return self._config

    @property
    def restored_from(self) -> SavedModel | None:
        """What a restored run was made of, until it is reset."""
        return self._restored_from

    @property
    def stopping(self) -> bool:
        """Whether the run is to pause after a number of steps, rather than go to its end."""
        return self._stop_at is not None

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Up to 200 snapshots of the weights, evenly spread over the steps, oldest first; fewer
        where many runs share the memory."""
        with self._lock:
            return tuple(self._snapshots)

    @property
    def max_snapshots(self) -> int:
        """How many snapshots are kept, 3 or more, and at most so many of the first. Fewer than
        there are thins them out."""
        return self._max_snapshots

    @max_snapshots.setter
    def max_snapshots(self, number: int) -> None:
        with self._lock:
            self._max_snapshots = number
            thin(self._snapshots, number, lambda snapshot: snapshot.step)
            self._thin_first()

    @property
    def first_snapshots(self) -> tuple[Snapshot, ...]:
        """The weights after each of FIRST_STEPS that the run has come to, oldest first; fewer where
        ``max_snapshots`` leaves no room for all."""
        with self._lock:
            return tuple(self._first_snapshots)

    @property
    def rates(self) -> tuple[tuple[int, float], ...]:
        """(step, base rate) for each time the rate was set, the first being step 0."""
        with self._lock:
            return tuple(self._rates)

    def take_previous_trainings(self) -> list[tuple[Progress, Dataset]]:
        """The trainings that a reset has put an end to since this was last asked, oldest first,
        each as it stood and with the set that it learned from. One without a step is none."""
        with self._lock:
            past = list(self._past)
            self._past.clear()
            return past

    def saved(self) -> SavedModel:
        """The run in short, as it stands now."""
        with self._lock:
            now = self._progress
            steps = now.weights.step
            rates = dict(self._rates)  # where one was set twice at a step, the last counts
            metrics = {}
            if now.latest.step == steps:  # what was measured earlier is not of these weights
                metrics = {"train": now.latest.train, "validation": now.latest.validation}
            if now.test:
                metrics["test"] = now.test
            return SavedModel(
                model=now.model,
                config=now.config,
                data_sha256=self.dataset.sha256,
                steps=steps,
                rates=tuple((step, rate) for step, rate in rates.items() if step <= steps),
                metrics=metrics,
            )

    # -- what a viewer commands ----------------------------------------------------------

    def play(self, steps: int | None = None) -> None:
        """Let the run go on: to its end, or for ``steps`` more steps and then pause."""
        with self._lock:
            if self._state in (State.FINISHED, State.DIVERGED):
                return
            self._stop_at = None if steps is None else self._step + steps
            self._clock.clear()
            self._measure_speed()
            self._set_state(State.RUNNING)

    def pause(self) -> None:
        """Stop after the slice in hand; a run that is not running stays as it is."""
        with self._lock:
            if self._state is State.RUNNING:
                self._set_state(State.PAUSED if self._step else State.READY)

    def reset(self, config: Config | None = None) -> None:
        """Back to the initial weights: of this config and seed, or of another."""
        # Straightening takes a second, in which the pool may want the lock, and all want the pool.
        prepared(self._source, config or self._config)
        with self._lock:
            before = (self._progress, self.dataset)
            self._begin(config or self._config)
            if before[0].step:
                self._past.append(before)

    def reseed(self, seed: int) -> None:
        """Back to the beginning with another order of the images."""
        self.reset(self._config.replace(seed=seed))

    def set_learning_rate(self, rate: float) -> None:
        """Go on at another base rate, from the weights as they are.

        Raises:
            ValueError: the rate is out of its bounds.
        """
        with self._lock:
            config = self._config.replace(learning_rate=rate)
            if config == self._config:
                return
            self._config = config
            self._rates.append((self._step, rate))
            self._publish()

    # -- what the pool calls -------------------------------------------------------------

    def advance(self, steps: int | None = None, budget_s: float = math.inf) -> int:
        """Take steps while running, until one of the limits or the run's end is reached.

        Args:
            steps: at most so many.
            budget_s: no further step is begun after so many seconds.

        Returns:
            The number of steps taken.
        """
        with self._lock:
            first = self._step
            limit = self._config.total_steps
            if self._stop_at is not None:
                limit = min(limit, self._stop_at)
            if steps is not None:
                limit = min(limit, first + steps)
            started = time.perf_counter()
            while self._state is State.RUNNING and self._step < limit:
                self._take_step()
                if time.perf_counter() - started >= budget_s:
                    break
            self._measure_speed()
            self._settle()
            self._publish()
            return self._step - first

    def _take_step(self) -> None:
        self._engine.step(self._step, self._config.rate_at(self._step))
        self._step += 1
        if self._step in FIRST_STEPS and self._engine.is_finite():
            self._first_snapshots.append(self._snapshot())
            self._thin_first()
        snapshot_every = max(1, self._config.total_steps // self.max_snapshots)
        ends = self._step == self._config.total_steps
        if self._step % self.record_every == 0 or ends:
            self._record()
        elif self._step % snapshot_every == 0:
            self._keep_snapshot()

    def _thin_first(self) -> None:
        thin(self._first_snapshots, self.max_snapshots, lambda snapshot: math.log(snapshot.step))

    def _record(self) -> None:
        """Measure the curves here, or find that there is nothing finite left to measure."""
        train = self._engine.evaluate(self._probes[0])
        validation = self._engine.evaluate(self._probes[1])
        if not (math.isfinite(train.loss) and math.isfinite(validation.loss)):
            self._diverge()
            return
        samples = self._step * self._config.batch_size
        self._points.append(Point(self._step, samples, train, validation))
        thin(self._points, MAX_POINTS, lambda point: point.step)
        self._keep_snapshot()

    def _keep_snapshot(self) -> None:
        if not self._engine.is_finite():
            self._diverge()
            return
        if self._snapshots and self._snapshots[-1].step == self._step:
            return  # a pause measures where a snapshot was just kept
        self._snapshots.append(self._snapshot())
        thin(self._snapshots, self.max_snapshots, lambda snapshot: snapshot.step)

    def _diverge(self) -> None:
        """Stop, with the last finite weights in place of what the steps have made of them."""
        self._diverged_at = self._config.learning_rate
        last = self._snapshots[-1]
        self._engine.W.copy_(torch.tensor(last.W))
        self._engine.b.copy_(torch.tensor(last.b))
        self._state = State.DIVERGED

    def _settle(self) -> None:
        """See whether the run has come to its end, or to the step it was to stop at."""
        if self._state is State.RUNNING and not self._engine.is_finite():
            self._diverge()
        if self._state is not State.RUNNING:
            return
        if self._step >= self._config.total_steps:
            self._finish()
        elif self._stop_at is not None and self._step >= self._stop_at:
            self._state = State.PAUSED
            if self._points[-1].step != self._step:
                self._record()

    def _finish(self) -> None:
        self._test = self._engine.evaluate(
            evaluation_set(self.dataset.test, len(self.dataset.test))
        )
        self._state = State.FINISHED

    # -- what a viewer sees --------------------------------------------------------------

    def _publish(self) -> None:
        self._progress = Progress(
            training=self._training,
            state=self._state,
            config=self._config,
            rates=tuple(self._rates),
            step=self._step,
            learning_rate=self._config.rate_at(min(self._step, self._config.total_steps - 1)),
            samples_per_s=self._samples_per_s,
            points=tuple(self._points),
            weights=self._snapshots[-1] if self._state is State.DIVERGED else self._snapshot(),
            batch=self._batch_view(),
            test=self._test,
            diverged_at_rate=self._diverged_at,
        )

    def _set_state(self, state: State) -> None:
        self._state = state
        self._progress = dataclasses.replace(self._progress, state=state)

    def _measure_speed(self) -> None:
        now = time.perf_counter()
        self._clock.append((now, self._step))
        while now - self._clock[0][0] > SPEED_WINDOW_S and len(self._clock) > 2:
            self._clock.popleft()
        then, step = self._clock[0]
        if now > then:
            self._samples_per_s = (self._step - step) * self._config.batch_size / (now - then)

    def _snapshot(self) -> Snapshot:
        return Snapshot(self._step, self._engine.W.numpy().copy(), self._engine.b.numpy().copy())

    def _batch_view(self) -> BatchView:
        index = min(self._step, self._config.total_steps - 1)
        rows = self._engine.batch(index)[:MAX_BATCH_SHOWN].numpy().copy()
        shown = torch.from_numpy(self.dataset.train.rows[rows]).float()
        gradient = None
        if self._config.batch_size <= MAX_BATCH_PREVIEWED:
            self._engine.compute_gradient(index)
            gradient = self._engine.grad_W.numpy().copy()
        return BatchView(
            rows=rows,
            predicted=self._engine.logits(shown).argmax(0).numpy(),
            labels=self.dataset.train.labels[rows],
            gradient=gradient,
        )


@functools.lru_cache(maxsize=8)
def _probes(dataset: Dataset, train_size: int) -> tuple[EvaluationSet, EvaluationSet]:
    """What the curves are measured on: training images, and the whole validation split."""
    return (
        evaluation_set(dataset.train, min(TRAIN_EVALUATION_SIZE, train_size)),
        evaluation_set(dataset.validation, len(dataset.validation)),
    )
