"""Which images a row of the weights speaks for most, and which least: the extremes of its logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from softmax.maths.model import Model


def image_logits(model: Model, rows: np.ndarray) -> np.ndarray:
    """Logits (N, h), float32, of images as they are stored: ``rows`` (N, m) uint8 in 0..255.

    One product in float32, because it is asked of a whole split at a time.
    """
    W = model.W.astype(np.float32) / np.float32(255)
    Z: np.ndarray = rows.astype(np.float32) @ W.T + model.b.astype(np.float32)
    return Z


def extremes(z: ArrayLike, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions of the n largest of z (N,), largest first, and of the n smallest, smallest first.

    Of equal ones the earlier comes first. All of them, where there are fewer than n.
    """
    z = np.asarray(z)
    return np.argsort(-z, kind="stable")[:n], np.argsort(z, kind="stable")[:n]
