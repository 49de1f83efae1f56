"""The outputs of both heads on images that they were not trained for."""

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
    """Means over many images: of the sum of the ten outputs, and of the largest."""

    total: float
    largest: float


def questions(split: Split, first: np.ndarray, second: np.ndarray) -> Mapping[str, Images]:
    """Three kinds of images in 0..1: those at positions ``first`` (N,), as (N, 784); a blank,
    (1, 784); and the first overlaid by those at positions ``second`` (N,), (N, 784)."""
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
    """Positions of pairs of different digits, both (N,): of n pairs drawn at random, without
    those of the same digit; with them in a set of a single digit."""
    first, second = np.random.default_rng(seed).integers(0, len(split), (2, n))
    kept = split.labels[first] != split.labels[second]
    return (first[kept], second[kept]) if kept.any() else (first, second)
