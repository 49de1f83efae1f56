"""Why this class, and why not another: exact for a linear model, pixel by pixel.

z_k = w_k . x + b_k, so each pixel adds its share to a logit, and the shares add up to it.
z_i - z_j = (w_i - w_j) . x + (b_i - b_j), and with softmax that is the log-odds
log(a_i / a_j): there too every pixel adds its share.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from softmax.maths.functional import Array
from softmax.maths.model import Model


@dataclass(frozen=True, eq=False)
class Contributions:
    """What adds up to a logit, or to the difference of two: ``pixels`` (m,), and ``bias``."""

    pixels: Array
    bias: float

    @property
    def speaking_for(self) -> float:
        """The sum of all pixels that speak for the class (for the first of two)."""
        return float(self.pixels[self.pixels > 0].sum())

    @property
    def speaking_against(self) -> float:
        """The sum of all pixels that speak against it (for the second), a negative number."""
        return float(self.pixels[self.pixels < 0].sum())

    @property
    def total(self) -> float:
        """The logit, or the difference: the sum of all pixels and the bias."""
        return float(self.pixels.sum()) + self.bias


def contributions(model: Model, x: ArrayLike, k: int) -> Contributions:
    """Take the logit z_k apart for one image x (m,): the pixels' shares are w_k * x."""
    w = model.W[k].astype(np.float64)
    return Contributions(w * np.asarray(x, dtype=np.float64), float(model.b[k]))


def contrast(model: Model, x: ArrayLike, i: int, j: int) -> Contributions:
    """Take z_i - z_j apart for one image x (m,): the pixels' shares are (w_i - w_j) * x."""
    one, other = contributions(model, x, i), contributions(model, x, j)
    return Contributions(one.pixels - other.pixels, one.bias - other.bias)
