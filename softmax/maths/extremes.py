"""The images with the highest and the lowest logit of a class."""

import numpy as np
from numpy.typing import ArrayLike


def extremes(z: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the n largest of z (N,), largest first, and of the n smallest, smallest first.

    Equal ones stay in order. If there are fewer than n, all of them.
    """
    z = np.asarray(z)
    return np.argsort(-z, kind="stable")[:n], np.argsort(z, kind="stable")[:n]
