"""The contribution of each pixel to a logit, or to the difference of two; exact, as it is linear.

z_k = w_k . x + b_k is a sum over the pixels, and so is
z_i - z_j = (w_i - w_j) . x + (b_i - b_j), which with softmax is the log-odds log(a_i / a_j).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from softmax.maths.model import Model
from softmax.maths.softmax_regression import Array


@dataclass(frozen=True, eq=False)
class Contributions:
    """The terms of a logit, or of the difference of two: ``pixels`` (m,) and ``bias``."""

    pixels: Array
    bias: float

    @property
    def speaking_for(self) -> float:
        """The sum of the positive pixels: evidence for the class (for the first of two)."""
        return float(self.pixels[self.pixels > 0].sum())

    @property
    def speaking_against(self) -> float:
        """The sum of the negative pixels: evidence against it (for the second)."""
        return float(self.pixels[self.pixels < 0].sum())

    @property
    def total(self) -> float:
        """The logit, or the difference: the sum of all pixels and the bias."""
        return float(self.pixels.sum()) + self.bias


def contributions(model: Model, x: ArrayLike, k: int) -> Contributions:
    """The terms of the logit z_k of an image x (m,): w_k * x, and b_k."""
    w = model.W[k].astype(np.float64)
    return Contributions(w * np.asarray(x, dtype=np.float64), float(model.b[k]))


def contrast(model: Model, x: ArrayLike, i: int, j: int) -> Contributions:
    """The terms of z_i - z_j for an image x (m,): (w_i - w_j) * x, and b_i - b_j."""
    one, other = contributions(model, x, i), contributions(model, x, j)
    return Contributions(one.pixels - other.pixels, one.bias - other.bias)
