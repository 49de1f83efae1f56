"""What two heads say of images that they were not trained for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from softmax.data import PIXELS, Split
from softmax.lesson.many import overlaid
from softmax.maths import Model

Images = NDArray[np.float64]

ASKED = ("one", "blank", "two")


@dataclass(frozen=True)
class Means:
    """Over many images: the mean sum of the ten outputs, and the mean of the largest."""

    total: float
    largest: float


def questions(split: Split, first: np.ndarray, second: np.ndarray) -> Mapping[str, Images]:
    """Three kinds of images to ask about, in 0..1, each (N, 784) but the blank (1, 784): the
    images at positions ``first`` (N,), none at all, and those with the ones at ``second`` (N,)
    laid over them."""
    rows = split.rows
    return {
        "one": rows[first] / 255,
        "blank": np.zeros((1, PIXELS)),
        "two": overlaid(rows[first], rows[second]) / 255,
    }


def means(model: Model, X: Images) -> Means:
    """Of a model's outputs for X (N, 784)."""
    outputs = model.predict_proba(X)
    return Means(float(outputs.sum(axis=1).mean()), float(outputs.max(axis=1).mean()))


def differing(split: Split, n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Positions of n pairs of images drawn at random, both (N,), N <= n: those pairs are left out
    whose two images show the same digit."""
    first, second = np.random.default_rng(seed).integers(0, len(split), (2, n))
    kept = split.labels[first] != split.labels[second]
    return first[kept], second[kept]
