"""Which images a row of the weights speaks for most, and which least: the extremes of its logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def extremes(z: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the n largest of z (N,), largest first, and of the n smallest, smallest first.

    Of equal ones the earlier comes first. All of them, where there are fewer than n.
    """
    z = np.asarray(z)
    return np.argsort(-z, kind="stable")[:n], np.argsort(z, kind="stable")[:n]
