r"""Whether a model is right as often as it is sure, and one number that mends it.

Confidence is the probability of the class that is read ("top label"). The images are put
into bins of equal width by it, each open below and closed above, and in bin m

    acc(m)  = the share of its images that are read rightly
    conf(m) = the mean of their confidence

The expected calibration error is the mean distance of the two, weighted by the images:

    ECE = sum_m (n_m / N) |acc(m) - conf(m)|

(Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
binning", AAAI 2015; in this form in Guo, Pleiss, Sun and Weinberger, "On calibration of modern
neural networks", ICML 2017, whose section 4.2 is the temperature.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from softmax.data import CLASSES
from softmax.evaluation.predictions import Predictions
from softmax.maths import activation, one_hot

# Guo et al. draw with 10 bins and compare models with 15. One number is used for both here:
# that of the figure, so that what is read off it adds up to the ECE.
BINS = 10
# Where the loss has no minimum, because every image is read rightly, the search ends there.
TEMPERATURES = (1e-2, 1e2)
HALVINGS = 40


@dataclass(frozen=True)
class Bin:
    """The ``count`` images whose confidence lies in (low, high]: their mean ``confidence`` and
    the share that is read rightly. Both are NaN where there is none."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidence: np.ndarray, right: np.ndarray, bins: int = BINS) -> tuple[Bin, ...]:
    """The bins of equal width from 0 to 1. ``confidence`` (N,) in 0..1, ``right`` (N,) bool.
    A confidence of exactly 0 is in the first."""
    edges = np.linspace(0, 1, bins + 1)
    number = np.searchsorted(edges[1:-1], confidence)
    count = np.bincount(number, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(number, weights=confidence, minlength=bins) / count
        accuracy = np.bincount(number, weights=right, minlength=bins) / count
    columns = (edges[:-1], edges[1:], count, mean, accuracy)
    return tuple(Bin(*values) for values in zip(*(c.tolist() for c in columns), strict=True))


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """ECE, 0..1, of the bins that ``reliability`` gives."""
    filled = [b for b in bins if b.count]
    total = sum(b.count for b in filled)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in filled) / total


def fit_temperature(reading: Predictions) -> float:
    r"""The temperature T with the least loss on these images, between 0.01 and 100.

    To be fitted on validation images, and judged on others. With beta = 1/T the loss of either
    head is convex in beta, and its slope is

        dL/dbeta = (1/N) sum_i sum_j (A_ij - Y_ij) Z_ij,    A = activation(beta Z)

    which can only grow: so the interval where it changes its sign is halved until it is narrow.
    """
    Z = reading.logits.astype(np.float64)
    Y = one_hot(reading.labels, CLASSES)
    low, high = (1 / t for t in reversed(TEMPERATURES))
    for _ in range(HALVINGS):
        beta = (low * high) ** 0.5
        slope = ((activation(beta * Z, reading.head) - Y) * Z).sum()
        low, high = (beta, high) if slope <= 0 else (low, beta)
    return float(1 / (low * high) ** 0.5)
