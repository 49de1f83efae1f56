"""A saved run: the model, and what is needed to tell where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Metrics
from softmax.training.progress import Progress


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A model with its provenance: the config, the data set's SHA-256, the steps taken, the base
    rates as (step, rate) for each time one was set, the first being step 0, and the metrics of
    these weights by split ("train", "validation", "test").
    """

    model: Model
    config: Config
    data_sha256: str
    steps: int
    rates: tuple[tuple[int, float], ...]
    metrics: dict[str, Metrics]

    @classmethod
    def of(cls, progress: Progress, data_sha256: str) -> SavedModel:
        """The run as it stands."""
        steps = progress.weights.step
        rates = dict(progress.rates)  # if two were set at one step, the last counts
        metrics = {}
        # Else they are those of earlier weights, or of few images.
        if progress.latest.step == steps and not progress.latest.estimated:
            metrics = {"train": progress.latest.train, "validation": progress.latest.validation}
        if progress.test:
            metrics["test"] = progress.test
        return cls(
            model=progress.model,
            config=progress.config,
            data_sha256=data_sha256,
            steps=steps,
            rates=tuple((step, rate) for step, rate in rates.items() if step <= steps),
            metrics=metrics,
        )
