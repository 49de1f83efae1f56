r"""What a few images can tell: the interval of an accuracy, and whether two models differ.

With k of n correct and z the normal quantile of the confidence, Wilson's interval is

    centre +- half,   centre = (k + z^2/2) / (n + z^2)
                      half = z / (n + z^2) sqrt(k (n - k) / n + z^2 / 4)

(E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22,
1927). Unlike the usual p +- z sqrt(p (1 - p) / n) it holds for few images and for shares near 0
and 1.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95


def wilson(correct: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's interval of an accuracy, low and high in 0..1. Of no images it is all of 0..1.

    Raises:
        ValueError: not 0 <= correct <= n, or a confidence outside 0..1.
    """
    if not 0 <= correct <= n:
        raise ValueError(f"{correct} of {n} is no share")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be between 0 and 1, not {confidence!r}")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    centre = (correct + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * math.sqrt(correct * (n - correct) / n + z**2 / 4)
    # Rounding may leave the ends a hair beyond 0 and 1, where all or none are correct.
    low = 0.0 if correct == 0 else centre - half
    return low, (1.0 if correct == n else centre + half)


@dataclass(frozen=True)
class Comparison:
    """Two models on the same ``n`` images: how many each classifies correctly, how many only the
    second does (``gained``) and how many only the first (``lost``)."""

    n: int
    before: int
    after: int
    gained: int
    lost: int

    @property
    def p_value(self) -> float:
        """The exact two-sided sign test (McNemar's) of gained against lost: how probable a
        difference of at least this size is if either model is as good as the other."""
        changed = self.gained + self.lost
        tail = sum(math.comb(changed, k) for k in range(max(self.gained, self.lost), changed + 1))
        return min(1.0, tail * 0.5 ** (changed - 1))

    @property
    def is_significant(self) -> bool:
        return self.p_value < 1 - CONFIDENCE


def compare(before: np.ndarray, after: np.ndarray) -> Comparison:
    """``before`` and ``after`` (N,) bool: whether each model classifies each image correctly."""
    return Comparison(
        n=len(after),
        before=int(before.sum()),
        after=int(after.sum()),
        gained=int((after & ~before).sum()),
        lost=int((before & ~after).sum()),
    )
