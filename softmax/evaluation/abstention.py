"""A model that may say "I don't know": it answers only where its confidence reaches a threshold.

What it gives up in coverage it gains in accuracy (R. El-Yaniv and Y. Wiener, "On the foundations
of noise-free selective classification", JMLR 2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Answers:
    """At a threshold, of ``images``: how many are ``answered``, and how many of these are
    ``right``."""

    threshold: float
    images: int
    answered: int
    correct: int

    @property
    def coverage(self) -> float:
        """The share that is answered."""
        return self.answered / self.images

    @property
    def accuracy(self) -> float | None:
        """The share of the answers that is right; None where nothing is answered."""
        return self.correct / self.answered if self.answered else None


def answers_at(
    thresholds: Sequence[float], confidence: np.ndarray, right: np.ndarray
) -> list[Answers]:
    """What is answered at each threshold: the images with a ``confidence`` (N,) of at least it.
    ``right`` (N,) bool."""
    order = np.argsort(confidence, kind="stable")
    # right_from[k]: how many of the images from the k-th least sure one on are read rightly
    right_from = np.append(right[order][::-1].cumsum()[::-1], 0)
    first = np.searchsorted(confidence[order], thresholds)
    n = len(confidence)
    return [
        Answers(t, n, n - k, int(right_from[k]))
        for t, k in zip(thresholds, first.tolist(), strict=True)
    ]
