"""Selective classification: the model abstains if its confidence is below a threshold.

It trades coverage for accuracy (El-Yaniv and Wiener, "On the foundations of noise-free selective
classification", JMLR 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Answers:
    """At a threshold: of ``images``, the number ``answered``, and of these the number
    ``correct``."""

    threshold: float
    images: int
    answered: int
    correct: int

    @property
    def coverage(self) -> float:
        """The share of the images that is answered."""
        return self.answered / self.images

    @property
    def accuracy(self) -> float | None:
        """The accuracy of the answers; None if there are none."""
        return self.correct / self.answered if self.answered else None


def answers_at(
    thresholds: Sequence[float], confidence: np.ndarray, correct: np.ndarray
) -> list[Answers]:
    """The answers at each threshold: those of the images with at least that ``confidence`` (N,).
    ``correct`` (N,) bool."""
    order = np.argsort(confidence, kind="stable")
    # correct_from[k]: how many are correct from the k-th least confident image on
    correct_from = np.append(correct[order][::-1].cumsum()[::-1], 0)
    first = np.searchsorted(confidence[order], thresholds)
    n = len(confidence)
    return [
        Answers(t, n, n - k, int(correct_from[k]))
        for t, k in zip(thresholds, first.tolist(), strict=True)
    ]
