"""A run in short: what is kept of it when it is taken away."""

from __future__ import annotations

from dataclasses import dataclass

from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Metrics


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A model with its origin: the config, the data set's SHA-256, the steps taken, the rates
    as (step, base rate) for each time that one was set, the first being step 0, and what was
    measured of these weights, by split ("train", "validation", "test").
    """

    model: Model
    config: Config
    data_sha256: str
    steps: int
    rates: tuple[tuple[int, float], ...]
    metrics: dict[str, Metrics]
