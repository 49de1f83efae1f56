"""Random predictions to evaluate, of which many are correct."""

from __future__ import annotations

import numpy as np

from softmax.evaluation import Predictions
from softmax.maths import Head


def random_predictions(
    n: int = 2_000, head: Head = "softmax", scale: float = 2.0, seed: int = 0
) -> Predictions:
    """Labels are drawn from the probabilities of the logits at a scale of 1."""
    random = np.random.default_rng(seed)
    Z = random.normal(0, 2, (n, 10))
    labels = (Z + random.gumbel(size=Z.shape)).argmax(axis=1)
    return Predictions((scale * Z).astype(np.float32), labels.astype(np.uint8), head)
