"""The base of experiments, which the pool advances like runs."""

import math
import threading
import time
from abc import ABC, abstractmethod

from softmax.training.config import Config
from softmax.training.progress import State


class Experiment(ABC):
    """A computation of many small steps. Thread-safe.

    Subclasses implement ``_step``, ``_over`` (whether the last step is taken) and ``_publish``
    (replace what readers see by a new immutable value).
    """

    # For the pool: an experiment is not stepped, and decides itself when to measure.
    stopping = False
    record_every = 1
    experiment = True

    def __init__(self, config: Config) -> None:
        self._lock = threading.RLock()
        self._changing = threading.Lock()  # held while the state changes, not during a step
        self._config = config
        self._state = State.READY

    @property
    def config(self) -> Config:
        return self._config

    @property
    def state(self) -> State:
        return self._state

    def play(self, steps: int | None = None) -> None:
        """Let the experiment run to its end; a finished one stays finished.

        Raises:
            ValueError: a number of steps is given, and only runs can be stepped.
        """
        if steps is not None:
            raise ValueError("an experiment is played to its end, not for a number of steps")
        with self._lock:
            if self._state is not State.FINISHED:
                self._state = State.RUNNING

    def pause(self) -> None:
        """Stop after the current step."""
        # Without _lock, which a long step holds: the page must not wait for it.
        with self._changing:
            if self._state is State.RUNNING:
                self._state = State.PAUSED

    def advance(self, steps: int | None = None, budget_s: float = math.inf) -> int:
        """Take steps until one of the limits or the end is reached; returns how many."""
        with self._lock:
            taken, started = 0, time.perf_counter()
            while self._state is State.RUNNING and (steps is None or taken < steps):
                self._step()
                taken += 1
                if self._over():
                    self._publish()
                    with self._changing:
                        self._state = State.FINISHED
                    self._release()
                elif time.perf_counter() - started >= budget_s:
                    break
            if self._state is not State.FINISHED:
                self._publish()
            return taken

    @abstractmethod
    def _step(self) -> None: ...

    @abstractmethod
    def _over(self) -> bool: ...

    @abstractmethod
    def _publish(self) -> None: ...

    def _release(self) -> None:  # noqa: B027
        """Free what only the steps needed; the result may be kept for long."""
