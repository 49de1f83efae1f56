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


class Trainable(Protocol):
    """What the pool needs of a run, or of an experiment that is advanced like one."""

    record_every: int

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
    logged_at: float | None = None  # when the log last said that it started
    steps: int = 0  # taken since then
    idle: threading.Event = field(default_factory=threading.Event)

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
