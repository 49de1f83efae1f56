"""The step rates that a visitor can choose: how many mini-batches a run takes per second."""

# Steps per second by the label of the control; None is as fast as the machine goes.
STEP_RATES: dict[str, float | None] = {"1 step/s": 1, "10": 10, "100": 100, "Full": None}
DEFAULT = "100"
# Up to this rate a single mini-batch and its gradient are shown at each step.
MAX_FOLLOWED = 10


def label_of(steps_per_s: float | None) -> str:
    """The label of a rate; of one that no control offers, the default's."""
    return next((label for label, rate in STEP_RATES.items() if rate == steps_per_s), DEFAULT)


def is_followed(steps_per_s: float | None) -> bool:
    """Whether a run at this rate is slow enough to look at each mini-batch."""
    return steps_per_s is not None and steps_per_s <= MAX_FOLLOWED
