"""The horizontal axis of the curves: what was trained so far, growing in stages to the whole run.

Of a default run the pictures take shape in the first sixty steps, which on an axis of the whole
run would be one twentieth of it.
"""

import math
from dataclasses import dataclass

from softmax.numbers import plain
from softmax.training import Config

# Ends of the axis: so many steps while the first epoch is young, then so many epochs.
STEPS = tuple(n * 10**power for power in range(1, 7) for n in (2, 5, 10))
EPOCHS = (1, 2, 3, 5, 10, 20, 50)
# The last end counted in steps, as a share of an epoch.
YOUNG = 0.6


@dataclass(frozen=True)
class StepAxis:
    """From step 0 to ``high``; ``ticks`` are steps with their labels, counted in ``unit``."""

    high: int
    ticks: tuple[tuple[float, str], ...]
    unit: str


def step_axis(step: int, config: Config) -> StepAxis:
    """The axis that holds this step of a run."""
    epoch, total = config.steps_per_epoch, config.total_steps
    ends = [*(n for n in STEPS if n <= YOUNG * epoch), *(n * epoch for n in EPOCHS)]
    high = min(next((end for end in ends if end >= max(step, 1)), total), total)
    unit = epoch if high >= epoch else 1
    every = _spacing(high / unit)
    count = math.floor(high / unit / every + 1e-9) + 1
    ticks = tuple((k * every * unit, plain(k * every)) for k in range(count))
    return StepAxis(high, ticks, "epochs" if unit > 1 or epoch == 1 else "steps")


def _spacing(length: float) -> float:
    """A round distance between ticks, four to eight of them; with short axes at least two."""
    return next(
        n * 10.0**power
        for power in range(-1, 8)
        for n in (1, 2, 5)
        if n * 10.0**power >= length / 6.5 and (n * 10.0**power >= 0.5)
    )
