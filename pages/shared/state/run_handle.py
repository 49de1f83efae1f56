"""A run in the pool together with its token, and what a page asks of it."""

from dataclasses import dataclass

from softmax.scheduling import Pool
from softmax.training import Progress, Run, State


@dataclass(frozen=True)
class RunHandle:
    """A run and the token that steers it. Without a token it is a blank run that visitors share,
    and no command changes it."""

    token: str
    run: Run
    pool: Pool

    @property
    def progress(self) -> Progress:
        return self.run.progress

    @property
    def running(self) -> bool:
        return self.run.state is State.RUNNING

    @property
    def started(self) -> bool:
        return self.progress.step > 0 or self.running

    @property
    def over(self) -> bool:
        """Whether no steps are left: the next Play begins again."""
        return self.run.state in (State.FINISHED, State.DIVERGED)

    @property
    def queue_position(self) -> int:
        """The run's number among those that wait for capacity; 0 if it does not wait."""
        return self.pool.queue_position(self.token)

    @property
    def step_rate(self) -> float | None:
        """Steps per second; None is full speed, or the pool has dropped the run."""
        return self.pool.step_rate(self.token) if self.token in self.pool else None

    @property
    def timed_out(self) -> bool:
        """Whether the run was paused because it had trained for the longest time allowed."""
        return self.pool.timed_out(self.token)

    @property
    def failed(self) -> bool:
        """Whether the run was paused because a step raised an exception."""
        return self.pool.failed(self.token)

    def heartbeat(self) -> None:
        """Renew the run's lease; called while a page shows the run."""
        self.pool.heartbeat(self.token)

    def pause(self) -> None:
        self.pool.pause(self.token)
