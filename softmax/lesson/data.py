"""Chapter 1: one pixel of an image, and what the scale of the pixels does to a descent."""

from __future__ import annotations

import numpy as np

from softmax.lesson.descent import Descent
from softmax.maths import logits, softmax
from softmax.maths.functional import Array


def first_pixel(image: np.ndarray) -> tuple[int, int]:
    """A pixel worth a look, as (row, column): of those that are neither paper nor full ink the
    one nearest to the middle; the middle itself where there is none. image (H, W) uint8."""
    height, width = image.shape
    rows, columns = np.nonzero((image > 0) & (image < 255))
    if not rows.size:
        return height // 2, width // 2
    nearest = ((rows - height / 2) ** 2 + (columns - width / 2) ** 2).argmin()
    return int(rows[nearest]), int(columns[nearest])


def accuracy(descent: Descent, X: Array, labels: np.ndarray) -> float:
    """The share of the images X (N, m) whose largest logit is that of their label (N,)."""
    return float((logits(X, descent.W, descent.b).argmax(axis=1) == labels).mean())


def certain(descent: Descent, X: Array, above: float) -> float:
    """The share of the images X (N, m) that are given a probability ``above`` that."""
    a = softmax(logits(X, descent.W, descent.b)).max(axis=1)
    return float((a > above).mean())
