"""The step rate of a run, kept by a token bucket: it fills with time, each step takes one token."""

import math

# A run that was delayed may catch up on this many seconds' worth of steps, not more.
MAX_CREDIT_S = 0.25


def checked(rate: float | None) -> float | None:
    """Return the rate if it is a positive number of steps per second, or None for full speed.

    Raises:
        ValueError: it is neither.
    """
    if rate is not None and not 0 < rate < math.inf:
        raise ValueError(f"step rate must be a positive number of steps per second, not {rate!r}")
    return rate


class TokenBucket:
    """Grants steps at ``rate`` per second; a rate of None grants any number."""

    def __init__(self, rate: float | None, now: float) -> None:
        self.rate = checked(rate)
        self.restart(now)

    def restart(self, now: float) -> None:
        """Make one step due at once, and count from now."""
        self._credit, self._credited_at, self.due_at = 1.0, now, 0.0

    def take(self, now: float, interval_s: float) -> int:
        """Take out the steps that are due, for a run that is served every ``interval_s``."""
        assert self.rate is not None
        credit = self._credit + (now - self._credited_at) * self.rate
        credit = min(credit, max(1.0, max(MAX_CREDIT_S, 2 * interval_s) * self.rate))
        steps = int(credit)
        self._credit, self._credited_at = credit - steps, now
        return steps

    def give_back(self, steps: int) -> None:
        """Return granted steps that were not taken."""
        self._credit += steps

    def schedule(self, now: float, interval_s: float) -> None:
        """Set ``due_at``, ``interval_s`` from now or later, unless a step is due already."""
        if self.rate is not None and self._credit < 1:
            self.due_at = now + max((1 - self._credit) / self.rate, interval_s)
