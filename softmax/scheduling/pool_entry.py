"""A run's entry in the pool: its lease, its step rate, why it stopped, and its log lines."""

import dataclasses
import logging
import math
import threading
from dataclasses import dataclass, field
from typing import Protocol

from softmax.scheduling.step_rate import TokenBucket
from softmax.training.config import Config
from softmax.training.progress import State

log = logging.getLogger(__name__)

# The lease of a run: without a heartbeat for this long it is parked.
PARK_AFTER_S = 10.0
# A run that asks for more samples a second is a heavy job: twenty such take a core.
HEAVY_SAMPLES_PER_S = 60_000


class Trainable(Protocol):
    """What the pool needs of a run, or of an experiment that is advanced like one."""

    record_every: int
    experiment: bool

    @property
    def state(self) -> State: ...
    @property
    def config(self) -> Config: ...
    @property
    def stopping(self) -> bool: ...
    def play(self, steps: int | None = None) -> None: ...
    def pause(self) -> None: ...
    def advance(self, steps: int | None = None, budget_s: float = math.inf) -> int: ...


@dataclass(eq=False)
class Entry:
    """A run in the pool."""

    run: Trainable
    name: str  # in the log, where the token must not appear
    bucket: TokenBucket
    seen_at: float  # the last heartbeat
    playing_since: float = 0.0
    failed: bool = False
    timed_out: bool = False
    brief: bool = False  # plays for a few steps only
    admitted: bool = False  # counts towards the capacity
    ticket: int = 0  # of its item in the queue; 0 while it is not queued
    used_s: float = 0.0  # by its slices; for the order of heavy jobs
    served_as_heavy: bool = False
    granted: int = 0  # steps of the current slice
    limited: bool = False  # by the step rate
    taken: int = 0
    logged_at: float | None = None  # when the log last said that it started
    steps: int = 0  # taken since then
    idle: threading.Event = field(default_factory=threading.Event)

    @property
    def heavy(self) -> bool:
        """Whether the run takes whatever time it gets, or a large share of a core."""
        rate = self.bucket.rate
        if self.brief:
            return False
        return rate is None or rate * self.run.config.batch_size > HEAVY_SAMPLES_PER_S

    def wants_service(self, now: float) -> bool:
        """Whether the run is running and its lease has not expired."""
        return now - self.seen_at < PARK_AFTER_S and self.run.state is State.RUNNING

    def log_start(self, now: float) -> None:
        """Log that the run starts or resumes; not for a few steps."""
        if self.logged_at is None and not self.brief:
            self.logged_at, self.steps = now, 0
            config = dataclasses.asdict(self.run.config)
            choices = " ".join(f"{name}={value}" for name, value in config.items())
            log.info("event=start run=%s %s", self.name, choices)

    def log_end(self, now: float, result: str = "") -> None:
        """Log why the run stopped, if its start was logged."""
        if self.logged_at is not None:
            seconds, self.logged_at = now - self.logged_at, None
            log.info(
                "event=end run=%s result=%s steps=%d seconds=%.1f",
                self.name, result or self._result(), self.steps, seconds,
            )  # fmt: skip

    def _result(self) -> str:
        if self.failed:
            return "failed"
        if self.timed_out:
            return "overtime"
        return "left" if self.run.state is State.RUNNING else str(self.run.state)
