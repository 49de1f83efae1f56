r"""Calibration: whether confidence equals accuracy, and temperature scaling, which corrects it.

Confidence is the probability of the predicted class ("top label"). The images are put into bins
of equal width by it, each open below and closed above, and in bin m

    acc(m)  = the share of its images that are classified correctly
    conf(m) = the mean of their confidence

The expected calibration error is the mean distance of the two, weighted by the number of images:

    ECE = sum_m (n_m / N) |acc(m) - conf(m)|

(Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
binning", AAAI 2015; in this form in Guo, Pleiss, Sun and Weinberger, "On calibration of modern
neural networks", ICML 2017, whose section 4.2 is temperature scaling.)
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from softmax.data import CLASSES
from softmax.evaluation.predictions import Predictions
from softmax.maths import activation, one_hot

# Guo et al. draw 10 bins and compare models with 15. Here the figure's bins give the ECE as well.
BINS = 10
# The limits of the search, for a loss without a minimum (every image is classified correctly).
TEMPERATURES = (1e-2, 1e2)
HALVINGS = 40


@dataclass(frozen=True)
class Bin:
    """The ``count`` images with a confidence in (low, high]: their mean ``confidence`` and
    ``accuracy``; both are NaN for an empty bin."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def reliability(confidence: np.ndarray, correct: np.ndarray, bins: int = BINS) -> tuple[Bin, ...]:
    """A reliability diagram: bins of equal width from 0 to 1. ``confidence`` (N,) in 0..1,
    ``correct`` (N,) bool. A confidence of exactly 0 is in the first bin."""
    edges = np.linspace(0, 1, bins + 1)
    number = np.searchsorted(edges[1:-1], confidence)
    count = np.bincount(number, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(number, weights=confidence, minlength=bins) / count
        accuracy = np.bincount(number, weights=correct, minlength=bins) / count
    columns = (edges[:-1], edges[1:], count, mean, accuracy)
    return tuple(Bin(*values) for values in zip(*(c.tolist() for c in columns), strict=True))


def expected_calibration_error(bins: Sequence[Bin]) -> float:
    """The ECE, 0..1, of the bins of ``reliability``."""
    filled = [b for b in bins if b.count]
    total = sum(b.count for b in filled)
    return sum(b.count * abs(b.accuracy - b.confidence) for b in filled) / total


def fit_temperature(predictions: Predictions) -> float:
    r"""The temperature T with the least loss on these images, between 0.01 and 100.

    Fit it on validation images, evaluate it on others. With beta = 1/T the loss of either head is
    convex in beta, and its derivative is

        dL/dbeta = (1/N) sum_i sum_j (A_ij - Y_ij) Z_ij,    A = activation(beta Z)

    which never decreases, so its root is found by bisection (of log beta).
    """
    Z = predictions.logits.astype(np.float64)
    Y = one_hot(predictions.labels, CLASSES)
    low, high = (1 / t for t in reversed(TEMPERATURES))
    for _ in range(HALVINGS):
        beta = (low * high) ** 0.5
        derivative = ((activation(beta * Z, predictions.head) - Y) * Z).sum()
        low, high = (beta, high) if derivative <= 0 else (low, beta)
    return float(1 / (low * high) ** 0.5)
