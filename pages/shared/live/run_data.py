"""The data of a run's elements: curves, pictures and current mini-batch."""

import dataclasses
import functools
import time
from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st

from pages.shared.components import encoding
from pages.shared.state import resources, step_rate, visitor
from pages.shared.state.run_handle import RunHandle
from softmax.charts.curves import HEIGHT, accuracy_axis, loss_axis, printed
from softmax.charts.step_axis import step_axis
from softmax.data import SIDE
from softmax.numbers import plain, tick
from softmax.training import Progress

# The top five bits of a grey: at this size 32 greys look like 256, and take a third less.
GREYS = 0b1111_1000
# At step rates too fast to follow, the mini-batch changes once a second.
BATCH_S = 1.0
WHAT: tuple[Literal["loss", "accuracy"], ...] = ("loss", "accuracy")


@dataclass(frozen=True)
class OptimumAccuracy:
    """The accuracy of the weights of lowest loss, on validation and test images. It is no bound:
    the loss is not the accuracy, and runs end a little above or below it."""

    validation: float
    test: float


# Of softmax regression on MNIST, by whether the digits are deskewed, with the L2 penalty chosen
# on validation images; printed by `python -m benchmarks.optimum`, and with --deskew.
OPTIMA = {False: OptimumAccuracy(0.942, 0.925), True: OptimumAccuracy(0.961, 0.957)}


def optimum_accuracy(progress: Progress) -> OptimumAccuracy | None:
    """The accuracy of this model at its lowest loss, where that was measured."""
    dataset, config = resources.dataset(), progress.config
    measured = dataset.is_mnist and config.head == "softmax"
    whole = config.train_size == len(dataset.train)
    return OPTIMA[config.deskew] if measured and whole else None


def curves(progress: Progress) -> dict[str, object]:
    """The data of <ten-curves>."""
    optimum = optimum_accuracy(progress)
    losses, latest = loss_axis(progress.points), progress.latest
    return {
        "points": [
            [p.step, *(float(f"{v:.5g}") for v in (
                p.train.loss, p.validation.loss, p.train.accuracy, p.validation.accuracy,
            ))]
            for p in progress.points
        ],
        "x": dataclasses.asdict(step_axis(progress.step, progress.config)),
        "loss": dataclasses.asdict(losses) | {"labels": [tick(t) for t in losses.ticks]},
        # As in the figure: rounded once, from the exact values.
        "ends": {
            what: [printed(latest.train, what), printed(latest.validation, what)]
            for what in WHAT
        },
        "accuracy": dataclasses.asdict(accuracy_axis(progress.points)),
        "optimum": optimum.validation if optimum else None,
        "height": HEIGHT,
    }  # fmt: skip


def pictures(progress: Progress, followed: bool) -> dict[str, object]:
    """The data of <ten-pictures>; with the gradient where each step is shown."""
    gradient = progress.batch.gradient if followed else None
    return {
        "weights": encoding.signed(progress.weights.W),
        "biases": progress.weights.b.tolist(),
        "gradient": None if gradient is None else encoding.signed(-gradient),
    }


def digit(image: np.ndarray) -> dict[str, object]:
    """The data of <ten-digit>: one image (28, 28) uint8."""
    return {"pixels": encoding.encoded(image)}


def followed(mine: RunHandle) -> bool:
    """Whether the run is stopped, or slow enough to show every mini-batch."""
    return not mine.running or step_rate.is_followed(visitor.current().step_rate)


def batch_is_due(mine: RunHandle) -> bool:
    """Whether a tick repaints the mini-batch: not while the last one is newer than BATCH_S."""
    shown_at: float = st.session_state.get("batch_shown_at", 0.0)
    return followed(mine) or time.monotonic() - shown_at >= BATCH_S


def batch(mine: RunHandle) -> dict[str, object]:
    """The data of <ten-batch>, all of one moment: caption, images, labels and predictions."""
    st.session_state["batch_shown_at"] = time.monotonic()
    progress = mine.progress
    view = progress.batch
    return {
        "size": progress.config.batch_size,
        "step": progress.step + 1,
        "steps": progress.total_steps,
        "rate": plain(float(f"{progress.learning_rate:.2g}")),
        "sprite": _sprite(mine.run.dataset.train.images[view.rows].tobytes()),
        "rows": view.rows.tolist(),
        "labels": view.labels.tolist(),
        "predicted": view.predicted.tolist(),
    }


@functools.lru_cache(maxsize=16)  # all visitors with the same seed share a first batch
def _sprite(pixels: bytes) -> str:
    """These images under each other in one grey PNG, as a data URI."""
    column = np.frombuffer(pixels, np.uint8).reshape(-1, SIDE)
    return encoding.png(column & GREYS, fast=True)
