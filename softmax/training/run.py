"""A run: one training, from its initial weights to its end, that can be paused and stepped.

The scheduling pool decides when a run advances, the engine computes the steps. What viewers see
is a Progress, replaced as a whole after each slice, so that readers need no lock.
"""

from __future__ import annotations

import collections
import dataclasses
import itertools
import math
import threading
import time

from softmax.data import Dataset
from softmax.training.config import Config
from softmax.training.engine import Engine, Metrics
from softmax.training.history import MAX_SNAPSHOTS, Snapshot
from softmax.training.preparation import prepared
from softmax.training.progress import Progress, State
from softmax.training.saved import SavedModel
from softmax.training.trainer import Trainer

# The throughput shown is that of this many latest seconds of running.
SPEED_WINDOW_S = 1.0
# Steps that took less time in all, such as a single one, say nothing about the throughput.
SPEED_LEAST_S = 0.2
# Trainings ended by resets that are kept for ``take_previous_trainings``.
MAX_PREVIOUS = 12

_trainings = itertools.count(1)
# From the clock, because an open page outlives a restart of the server.
_versions = itertools.count(time.time_ns() // 1000)


class Run:
    """One training. Thread-safe.

    The weights depend on the config, its seed and the rates that were set, never on how the
    steps were sliced.

    Args:
        dataset: the images to train and evaluate on; they are prepared as the config says.
        engine: computes the steps.
    """

    experiment = False  # for the pool

    def __init__(self, config: Config, dataset: Dataset, engine: type[Engine] = Engine) -> None:
        self._engine_type = engine
        self._lock = threading.RLock()
        self._max_snapshots = MAX_SNAPSHOTS
        self._previous: collections.deque[tuple[Progress, Dataset]]
        self._previous = collections.deque(maxlen=MAX_PREVIOUS)
        self._begin(config, dataset)

    @classmethod
    def restored(cls, saved: SavedModel, dataset: Dataset) -> Run:
        """A finished run from a saved one; its curves are one point, measured now. It takes no
        steps, so it does without own images.

        Raises:
            ValueError: the data set has fewer training images than the run was trained on, or
                the weights are so large that the loss is not a number.
        """
        run = cls(saved.config.replace(own_share=0.0), dataset)
        with run._lock:
            run._resume(saved)
        return run

    def _begin(self, config: Config, source: Dataset) -> None:
        images = prepared(source, config)
        self._trainer = Trainer(config, images, self._engine_type, self._max_snapshots)
        self._source, self._number = source, next(_trainings)
        self._state = State.READY
        self._stop_at: int | None = None
        self._clock: collections.deque[tuple[float, int]] = collections.deque()
        self._samples_per_s: float | None = None
        self._test: Metrics | None = None
        self._restored_from: SavedModel | None = None
        self._publish()

    def _resume(self, saved: SavedModel) -> None:
        self._trainer.resume(saved)
        self._restored_from = saved
        if self._trainer.diverged_at is not None:
            raise ValueError("its weights are so large that the loss is not a number")
        self._finish()
        self._publish()

    @property
    def progress(self) -> Progress:
        """The state after the latest slice."""
        return self._progress

    @property
    def state(self) -> State:
        """The state in ``progress``: a reader that sees the end finds the final metrics too."""
        return self._progress.state

    @property
    def config(self) -> Config:
        """The config, with the learning rate set last."""
        return self._trainer.config

    @property
    def dataset(self) -> Dataset:
        """The images, prepared as the config says."""
        return self._trainer.dataset

    @property
    def record_every(self) -> int:
        """Steps between two points of the curves."""
        return self._trainer.record_every

    @record_every.setter
    def record_every(self, steps: int) -> None:
        self._trainer.record_every = steps

    def estimate_points(self, estimated: bool) -> None:
        """Measure all points but those where the run stops on few images, or not."""
        self._trainer.estimates = estimated

    @property
    def restored_from(self) -> SavedModel | None:
        """The saved run that this one was restored from, until it is reset."""
        return self._restored_from

    @property
    def stopping(self) -> bool:
        """Whether the run will pause after a number of steps."""
        return self._stop_at is not None

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """Up to ``max_snapshots`` snapshots, evenly spread over the steps, oldest first."""
        with self._lock:
            return tuple(self._trainer.history.snapshots)

    @property
    def first_snapshots(self) -> tuple[Snapshot, ...]:
        """The snapshots of FIRST_STEPS, oldest first; at most ``max_snapshots``."""
        with self._lock:
            return tuple(self._trainer.history.first_snapshots)

    @property
    def max_snapshots(self) -> int:
        """How many snapshots are kept, 3 or more. Setting it thins them out."""
        return self._max_snapshots

    @max_snapshots.setter
    def max_snapshots(self, number: int) -> None:
        with self._lock:
            self._max_snapshots = number
            self._trainer.history.limit_snapshots(number)

    @property
    def rates(self) -> tuple[tuple[int, float], ...]:
        """(step, base rate) for each time the rate was set, the first being step 0."""
        with self._lock:
            return tuple(self._trainer.rates)

    def take_previous_trainings(self) -> list[tuple[Progress, Dataset]]:
        """Hand over the trainings that resets have ended since the last call, oldest first, each
        with the images it was trained on. Those without a step are left out."""
        with self._lock:
            previous = list(self._previous)
            self._previous.clear()
            return previous

    def saved(self) -> SavedModel:
        """The run as it stands, to be saved."""
        with self._lock:
            return SavedModel.of(self._progress, self.dataset.sha256)

    def play(self, steps: int | None = None) -> None:
        """Let the run take steps: to its end, or ``steps`` more and then pause."""
        with self._lock:
            if self._state in (State.FINISHED, State.DIVERGED):
                return
            self._stop_at = None if steps is None else self._trainer.step + steps
            self._clock.clear()
            self._samples_per_s = None
            self._measure_speed()
            self._set_state(State.RUNNING)

    def pause(self) -> None:
        """Stop after the current slice, and measure where it stands: whoever sees the run paused
        sees its last point. A run that is not running stays as it is."""
        with self._lock:
            if self._state is State.RUNNING:
                self._state = State.PAUSED if self._trainer.step else State.READY
                self._trainer.record()
                if self._trainer.diverged_at is not None:
                    self._state = State.DIVERGED
                self._publish()

    def reset(self, config: Config | None = None, dataset: Dataset | None = None) -> None:
        """Return to the initial weights, of this config and these images, or as before."""
        source = dataset or self._source
        # Before taking the lock: deskewing takes a second, in which the pool may want the lock.
        prepared(source, config or self.config)
        with self._lock:
            before = (self._progress, self.dataset)
            self._begin(config or self.config, source)
            if before[0].step:
                self._previous.append(before)

    def reseed(self, seed: int) -> None:
        """Reset with another seed."""
        self.reset(self.config.replace(seed=seed))

    def set_learning_rate(self, rate: float) -> None:
        """Continue at another base rate.

        Raises:
            ValueError: the rate is out of its bounds.
        """
        with self._lock:
            if rate != self.config.learning_rate:
                self._trainer.set_learning_rate(rate)
                self._publish()

    def advance(self, steps: int | None = None, budget_s: float = math.inf) -> int:
        """Take steps while running, until a limit or the run's end is reached.

        Args:
            steps: the most steps to take.
            budget_s: no step is started after this many seconds.

        Returns:
            The number of steps taken.
        """
        with self._lock:
            if self._state is not State.RUNNING:  # paused while a worker waited for the lock
                return 0
            trainer, first = self._trainer, self._trainer.step
            limit = trainer.config.total_steps
            if self._stop_at is not None:
                limit = min(limit, self._stop_at)
            if steps is not None:
                limit = min(limit, first + steps)
            started = time.perf_counter()
            while trainer.step < limit and trainer.diverged_at is None:
                trainer.take_step()
                if time.perf_counter() - started >= budget_s:
                    break
            self._measure_speed()
            self._settle()
            self._publish()
            return trainer.step - first

    def _settle(self) -> None:
        """Leave the state RUNNING if the run diverged, ended, or reached the step to stop at."""
        trainer = self._trainer
        trainer.check_finite()
        if trainer.diverged_at is None:
            if trainer.step >= trainer.config.total_steps:
                self._finish()
            elif self._stop_at is not None and trainer.step >= self._stop_at:
                self._state = State.PAUSED
                trainer.record()
        if trainer.diverged_at is not None:
            self._state = State.DIVERGED

    def _finish(self) -> None:
        self._test = self._trainer.test()
        self._state = State.FINISHED

    def _publish(self) -> None:
        trainer, config = self._trainer, self._trainer.config
        self._progress = Progress(
            version=next(_versions),
            training=self._number,
            state=self._state,
            config=config,
            dataset=trainer.dataset,
            rates=tuple(trainer.rates),
            step=trainer.step,
            learning_rate=config.rate_at(min(trainer.step, config.total_steps - 1)),
            samples_per_s=self._samples_per_s,
            points=tuple(trainer.history.points),
            weights=trainer.snapshot(),
            test=self._test,
            diverged_at_rate=trainer.diverged_at,
        )

    def _set_state(self, state: State) -> None:
        self._state = state
        self._progress = dataclasses.replace(self._progress, state=state, version=next(_versions))

    def _measure_speed(self) -> None:
        now, step = time.perf_counter(), self._trainer.step
        self._clock.append((now, step))
        while now - self._clock[0][0] > SPEED_WINDOW_S and len(self._clock) > 2:
            self._clock.popleft()
        then, first = self._clock[0]
        if now - then >= SPEED_LEAST_S:
            self._samples_per_s = (step - first) * self.config.batch_size / (now - then)
