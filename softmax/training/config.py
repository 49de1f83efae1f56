"""The config of a run: every setting that determines its weights, with defaults."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from softmax.maths import Head
from softmax.training.settings import SETTINGS, Init, Optimizer, Schedule


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything that decides the weights a run ends with; ``SETTINGS`` explains each field.

    Raises:
        ValueError: a value is out of its bounds; the message states them.
    """

    head: Head = "softmax"
    optimizer: Optimizer = "momentum"
    learning_rate: float = 0.4
    schedule: Schedule = "linear"
    momentum: float = 0.9
    batch_size: int = 128
    epochs: int = 3
    l2: float = 1e-4
    deskew: bool = False
    init: Init = "zeros"
    train_size: int = 55_000
    own_share: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        for f in dataclasses.fields(self):
            SETTINGS[f.name].bounds.check(f.name, getattr(self, f.name), type(f.default))
        if self.batch_size > self.train_size:
            raise ValueError(
                f"batch_size must be a whole number from 1 to train_size ({self.train_size:,}), "
                f"not {self.batch_size:,}"
            )

    @functools.cached_property
    def own_images(self) -> int:
        """How many images of each mini-batch are the user's own: the share, rounded, but neither
        none nor all unless it says so."""
        if self.own_share in (0, 1):
            return round(self.own_share) * self.batch_size
        most = max(1, self.batch_size - 1)
        return min(max(round(self.own_share * self.batch_size), 1), most)

    @functools.cached_property
    def steps_per_epoch(self) -> int:
        """Whole batches in an epoch; the incomplete last one is left out (it changes with
        every shuffle, so no image is left out for good)."""
        return self.train_size // self.batch_size

    @functools.cached_property
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
    """The default run on a data set of so many training images: of a small one all of them, in
    one batch if need be."""
    size = min(Config.train_size, images)
    return Config(train_size=size, batch_size=min(Config.batch_size, size))


def name_of(config: Config, default: Config) -> str:
    """A name for a run: the optimizer and the rate, then what else differs from the default run:
    "Adam, rate 0.015, batch 32"."""
    differing = differences([config], default)
    rest = [name for name in differing if name not in ("optimizer", "learning_rate")]
    optimizer = SETTINGS["optimizer"].text(config.optimizer)
    named = [SETTINGS[name].named(getattr(config, name)) for name in ("learning_rate", *rest)]
    return ", ".join([optimizer, *named])


def differences(configs: Sequence[Config], default: Config) -> list[str]:
    """The settings in which one of them differs from the default run, in the order of the table."""
    return [
        name
        for name in SETTINGS
        if any(getattr(config, name) != getattr(default, name) for config in configs)
    ]
