"""Why one class and not another: exact for a linear model, pixel by pixel.

z_i - z_j = (w_i - w_j) . x + (b_i - b_j), and with softmax that is the log-odds
log(a_i / a_j): every pixel adds its share, and the shares add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from softmax.maths.functional import Array
from softmax.maths.model import Model


@dataclass(frozen=True, eq=False)
class Contrast:
    """What speaks for class i and what for class j.

    ``pixels`` (m,) are the contributions (w_i - w_j) * x, ``bias`` is b_i - b_j.
    """

    pixels: Array
    bias: float

    @property
    def for_first(self) -> float:
        """The sum of all that speaks for class i."""
        return float(self.pixels[self.pixels > 0].sum())

    @property
    def for_second(self) -> float:
        """The sum of all that speaks for class j, a negative number."""
        return float(self.pixels[self.pixels < 0].sum())

    @property
    def difference(self) -> float:
        """z_i - z_j: the sum of all pixels and the bias."""
        return float(self.pixels.sum()) + self.bias


def contrast(model: Model, x: ArrayLike, i: int, j: int) -> Contrast:
    """Take z_i - z_j apart for one image x (m,)."""
    W = model.W.astype(np.float64)
    return Contrast((W[i] - W[j]) * np.asarray(x, dtype=np.float64), float(model.b[i] - model.b[j]))
