"""What a run is made of: every choice, its default and its bounds, in one table.

The controls of the Train page, the options of the command line and the check of what a
visitor types all read this table.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

from softmax.data import CLASSES
from softmax.maths import Head

Optimizer = Literal["sgd", "momentum", "nesterov", "adam"]
Schedule = Literal["constant", "linear"]
Init = Literal["zeros", "normal"]

# The best rate of each optimizer in a sweep judged on the validation split
# (`python -m benchmarks.rates` prints the sweep).
SUGGESTED_RATE: dict[Optimizer, float] = {
    "sgd": 2.0,
    "momentum": 0.4,
    "nesterov": 0.4,
    "adam": 0.015,
}


@dataclass(frozen=True)
class Range:
    """A number from ``low`` to ``high``, both included."""

    low: float
    high: float

    def check(self, name: str, value: Any, kind: type) -> None:
        whole = kind is int
        number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        # NaN lies between no two numbers, so this refuses it too.
        if not (number and self.low <= value <= self.high):
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        what, form = ("a whole number", ",.0f") if kind is int else ("a number", ",g")
        return f"{what} from {self.low:{form}} to {self.high:{form}}"


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    def check(self, name: str, value: Any, kind: type) -> None:
        if value not in self.options:
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        return f"one of {', '.join(self.options)}"


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def check(self, name: str, value: Any, kind: type) -> None:
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be {self.stated(kind)}, not {value!r}")

    def stated(self, kind: type) -> str:
        """What a value must be, in words."""
        return "True or False"


Bounds = Range | Choice | Switch


def _about(bounds: Bounds, help: str) -> dict[str, Any]:
    return {"bounds": bounds, "help": help}


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that decides the weights a run ends with.

    Raises:
        ValueError: a value is out of its bounds; the message states them.
    """

    head: Head = field(
        default="softmax",
        metadata=_about(
            Choice(("softmax", "sigmoid")),
            "softmax: one distribution over the ten classes; "
            "sigmoid: ten separate yes-or-no regressions",
        ),
    )
    optimizer: Optimizer = field(
        default="momentum",
        metadata=_about(
            Choice(("sgd", "momentum", "nesterov", "adam")),
            "how the gradient becomes a step; momentum is the heavy ball",
        ),
    )
    learning_rate: float = field(
        default=0.4, metadata=_about(Range(1e-6, 1e6), "the size of a step")
    )
    schedule: Schedule = field(
        default="linear",
        metadata=_about(
            Choice(("constant", "linear")),
            "keep the rate, or let it fall linearly to zero at the end",
        ),
    )
    momentum: float = field(
        default=0.9,
        metadata=_about(
            Range(0.0, 0.999), "share of the last step that is kept (Adam's first beta)"
        ),
    )
    batch_size: int = field(
        default=128,
        metadata=_about(Range(1, 295_000), "images per step; train_size for full-batch descent"),
    )
    epochs: int = field(
        default=3, metadata=_about(Range(1, 100), "passes over the training images")
    )
    l2: float = field(
        default=1e-4, metadata=_about(Range(0.0, 10.0), "strength of the penalty l2/2 ||W||^2")
    )
    deskew: bool = field(
        default=False,
        metadata=_about(
            Switch(), "straighten the digits, for the training and later in drawings alike"
        ),
    )
    init: Init = field(
        default="zeros",
        metadata=_about(Choice(("zeros", "normal")), "initial weights: 0, or N(0, 0.01^2)"),
    )
    train_size: int = field(
        default=55_000,
        metadata=_about(
            Range(CLASSES, 295_000), "how many training images are used, from the first"
        ),
    )
    seed: int = field(
        default=0,
        metadata=_about(Range(0, 2**31 - 1), "decides the order of the images, and normal init"),
    )

    def __post_init__(self) -> None:
        for f in dataclasses.fields(self):
            f.metadata["bounds"].check(f.name, getattr(self, f.name), type(f.default))
        if self.batch_size > self.train_size:
            raise ValueError(
                f"batch_size must be a whole number from 1 to train_size ({self.train_size:,}), "
                f"not {self.batch_size:,}"
            )

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch; the incomplete last one is left out (it changes with
        every shuffle, so no image is left out for good)."""
        return self.train_size // self.batch_size

    @property
    def total_steps(self) -> int:
        return self.epochs * self.steps_per_epoch

    def rate_at(self, step: int) -> float:
        """The learning rate of the step with this index, counted from 0."""
        if self.schedule == "constant":
            return self.learning_rate
        return self.learning_rate * (1 - step / self.total_steps)

    def replace(self, **changes: Any) -> Config:
        return dataclasses.replace(self, **changes)


def default_for(images: int) -> Config:
    """The default run, on a data set of so many training images: of a small one all of them, in a
    batch if need be."""
    size = min(Config.train_size, images)
    return Config(train_size=size, batch_size=min(Config.batch_size, size))


def bounds(name: str) -> Bounds:
    """The bounds of a field of Config."""
    found: Bounds = Config.__dataclass_fields__[name].metadata["bounds"]
    return found
