"""The data of a run's elements: curves, pictures and current mini-batch."""

import base64
import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pages.shared.components import encoding
from pages.shared.live.stamp import stamp
from pages.shared.state import resources, step_rate
from pages.shared.state.run_handle import RunHandle
from softmax.charts.curves import accuracy_axis, loss_axis, printed
from softmax.charts.step_axis import step_axis
from softmax.data import SIDE
from softmax.numbers import plain, tick
from softmax.training import Point, Progress

# The top five bits of a grey: at this size 32 greys look like 256, and take a third less.
GREYS = 0b1111_1000
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
    measured = dataset.is_mnist and config.head == "softmax" and not config.own_share
    whole = config.train_size == len(dataset.train)
    return OPTIMA[config.deskew] if measured and whole else None


def curves(progress: Progress) -> dict[str, object]:
    """The data of <ten-curves>."""
    return axes(progress) | {"points": rows(progress.points)}


def rows(points: Sequence[Point]) -> list[list[float]]:
    """Points of the curves: the step, and its four numbers rounded to what can be seen."""
    return [
        [p.step, *(float(f"{v:.5g}") for v in (
            p.train.loss, p.validation.loss, p.train.accuracy, p.validation.accuracy,
        ))]
        for p in points
    ]  # fmt: skip


def axes(progress: Progress) -> dict[str, object]:
    """The data of <ten-curves> without the points."""
    optimum = optimum_accuracy(progress)
    losses, latest = loss_axis(progress.points), progress.latest
    return stamp(progress) | {
        "x": dataclasses.asdict(step_axis(progress.step, progress.config)),
        "loss": dataclasses.asdict(losses) | {"labels": [tick(t) for t in losses.ticks]},
        # As in the figure: rounded once, from the exact values.
        "ends": {
            what: [printed(latest.train, what), printed(latest.validation, what)]
            for what in WHAT
        },
        "accuracy": dataclasses.asdict(accuracy_axis(progress.points)),
        "optimum": optimum.validation if optimum else None,
    }  # fmt: skip


def pictures(progress: Progress, followed: bool) -> dict[str, object]:
    """The data of <ten-pictures>; with the gradient where each step is shown."""
    gradient = progress.batch.gradient if followed else None
    return stamp(progress) | {
        "weights": encoding.signed(progress.weights.W),
        "biases": progress.weights.b.tolist(),
        "gradient": None if gradient is None else encoding.signed(-gradient),
    }


def digit(image: np.ndarray) -> dict[str, object]:
    """The data of <ten-digit>: one image (28, 28) uint8."""
    return {"pixels": encoding.encoded(image)}


def followed(mine: RunHandle) -> bool:
    """Whether the run is stopped, or slow enough to show every mini-batch."""
    return not mine.running or step_rate.is_followed(mine.step_rate)


def batch(progress: Progress) -> dict[str, object]:
    """The data of <ten-batch>, all of one moment: caption, images, labels and predictions."""
    sprite = encoding.PNG + base64.b64encode(batch_png(progress)).decode()
    return batch_caption(progress) | {"sprite": sprite}


def batch_caption(progress: Progress) -> dict[str, object]:
    """The data of <ten-batch> without the images."""
    view = progress.batch
    return stamp(progress) | {
        "size": progress.config.batch_size,
        "step": progress.step + 1,
        "steps": progress.total_steps,
        "rate": plain(float(f"{progress.learning_rate:.2g}")),
        "rows": view.rows.tolist(),
        "labels": view.labels.tolist(),
        "predicted": view.predicted.tolist(),
    }


def batch_png(progress: Progress) -> bytes:
    """The images of the current mini-batch under each other in one grey PNG."""
    return _sprite(progress.dataset.training_images(progress.batch.rows).images.tobytes())


@functools.lru_cache(maxsize=16)  # all visitors with the same seed share a first batch
def _sprite(pixels: bytes) -> bytes:
    """These images under each other in one grey PNG."""
    return encoding.grey_png(np.frombuffer(pixels, np.uint8).reshape(-1, SIDE) & GREYS)
