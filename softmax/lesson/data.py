"""Chapter 1: one pixel of an image, and what the scale of the pixels does to a descent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from softmax.lesson.descent import Descent
from softmax.maths import logits, softmax
from softmax.maths.functional import Array


@dataclass(frozen=True)
class Judged:
    """Shares of some images: ``accuracy`` of them are rightly read, and of ``sure`` of them the
    largest probability is very high."""

    accuracy: float
    sure: float


def first_pixel(image: np.ndarray) -> tuple[int, int]:
    """A pixel worth a look, as (row, column): of those that are neither paper nor full ink the
    one nearest to the middle; the middle itself where there is none. image (H, W) uint8."""
    height, width = image.shape
    rows, columns = np.nonzero((image > 0) & (image < 255))
    if not rows.size:
        return height // 2, width // 2
    nearest = ((rows - height / 2) ** 2 + (columns - width / 2) ** 2).argmin()
    return int(rows[nearest]), int(columns[nearest])


def judged(descent: Descent, X: Array, labels: np.ndarray, sure_above: float) -> Judged:
    """How the descent's present weights do on X (N, m), labels (N,)."""
    a = softmax(logits(X, descent.W, descent.b))
    return Judged(
        accuracy=float((a.argmax(axis=1) == labels).mean()),
        sure=float((a.max(axis=1) > sure_above).mean()),
    )
