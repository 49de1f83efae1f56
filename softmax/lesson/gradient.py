r"""The gradient of one weight, path by path, through the graph x -> z -> a -> L of a sample.

z = W x + b, a = softmax(z), L = -sum_k y_k log a_k. A weight w_ji (class j, input i) changes only
z_j; but z_j changes every output, because each is divided by the same sum. So

    dL/dw_ji = sum_k  dL/da_k * da_k/dz_j * dz_j/dw_ji

with one path for each output a_k; and if the labels add up to 1, it is (a_j - y_j) x_i.
"""

import dataclasses
import math
from dataclasses import dataclass

import numpy as np
import torch

from softmax import maths

# Near the cube root of the machine epsilon, where truncation and rounding errors are equal
# (Nocedal and Wright, "Numerical Optimization", 2006, section 8.1).
STEP = 1e-5
# float64 holds between 15 and 16 decimal digits.
MOST_DIGITS = 15


@dataclass(frozen=True)
class Path:
    """The path from w_ji to L through output ``k``, and its three factors."""

    k: int
    dL_da: float  # noqa: N815
    da_dz: float
    dz_dw: float

    @property
    def factors(self) -> tuple[float, float, float]:
        return self.dL_da, self.da_dz, self.dz_dw

    @property
    def product(self) -> float:
        return math.prod(self.factors)


@dataclass(frozen=True, eq=False)
class Graph:
    """One sample: ``x`` (m,), ``W`` (h, m), ``b`` (h,) and its label row ``y`` (h,)."""

    x: np.ndarray
    W: np.ndarray
    b: np.ndarray
    y: np.ndarray

    @property
    def z(self) -> np.ndarray:
        """Logits (h,)."""
        return maths.logits(self.x, self.W, self.b)

    @property
    def a(self) -> np.ndarray:
        """Probabilities (h,)."""
        return maths.softmax(self.z)

    @property
    def loss(self) -> float:
        return maths.cross_entropy(self.z[np.newaxis], self.y[np.newaxis])

    def paths(self, j: int, i: int) -> tuple[Path, ...]:
        """All h paths from w_ji to L."""
        first, second, third = maths.dL_da(self.a, self.y), maths.da_dz(self.a), self.x
        return tuple(
            Path(k, float(first[k]), float(second[k, j]), float(maths.dz_dw(third)[i]))
            for k in range(len(self.y))
        )

    def by_paths(self, j: int, i: int) -> float:
        """dL/dw_ji, the sum of the paths' products."""
        return sum(path.product for path in self.paths(j, i))

    def collapsed(self, j: int, i: int) -> float:
        """dL/dw_ji as (a_j - y_j) x_i, for a label row that adds up to 1."""
        return float((self.a[j] - self.y[j]) * self.x[i])

    def by_difference(self, j: int, i: int, step: float = STEP) -> float:
        """dL/dw_ji by a central difference."""
        nudge = np.zeros_like(self.W)
        nudge[j, i] = step
        above = dataclasses.replace(self, W=self.W + nudge).loss
        below = dataclasses.replace(self, W=self.W - nudge).loss
        return (above - below) / (2 * step)

    def by_autograd(self, j: int, i: int) -> float:
        """dL/dw_ji by PyTorch's autograd, in float64."""
        W = torch.tensor(self.W, dtype=torch.float64, requires_grad=True)
        x, b, y = (torch.tensor(v, dtype=torch.float64) for v in (self.x, self.b, self.y))
        loss = -(y * torch.log_softmax(W @ x + b, dim=0)).sum()
        (dW,) = torch.autograd.grad(loss, W)
        return float(dW[j, i])


def agreeing_digits(value: float, other: float) -> int:
    """The number of significant decimal digits on which two numbers agree, 0..15."""
    if value == other:
        return MOST_DIGITS
    size = max(abs(value), abs(other))
    return max(0, min(MOST_DIGITS, math.floor(-math.log10(abs(value - other) / size))))
