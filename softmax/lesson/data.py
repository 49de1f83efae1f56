"""Chapter 1, data: one pixel of an image, and the effect of the pixels' scale on training."""

from dataclasses import dataclass

import numpy as np

from softmax.lesson.descent import Descent
from softmax.maths import logits, softmax
from softmax.maths.softmax_regression import Array


@dataclass(frozen=True)
class Judged:
    """The ``accuracy`` on some images, and the share that is ``sure``: whose largest probability
    is very high."""

    accuracy: float
    sure: float


def first_pixel(image: np.ndarray) -> tuple[int, int]:
    """The grey pixel nearest to the middle of an image (H, W) uint8, as (row, column); the middle
    itself if no pixel is grey."""
    height, width = image.shape
    rows, columns = np.nonzero((image > 0) & (image < 255))
    if not rows.size:
        return height // 2, width // 2
    nearest = ((rows - height / 2) ** 2 + (columns - width / 2) ** 2).argmin()
    return int(rows[nearest]), int(columns[nearest])


def judged(descent: Descent, X: Array, labels: np.ndarray, sure_above: float) -> Judged:
    """Evaluate the descent's current weights on X (N, m), labels (N,)."""
    a = softmax(logits(X, descent.W, descent.b))
    return Judged(
        accuracy=float((a.argmax(axis=1) == labels).mean()),
        sure=float((a.max(axis=1) > sure_above).mean()),
    )
