"""Rounding of terms so that they still add up to their rounded sum."""

import math
from collections.abc import Sequence

from softmax.numbers import rounded


def rounded_terms(
    terms: Sequence[float], decimals: int, total: float | None = None
) -> tuple[list[float], float]:
    """The terms and their sum, rounded so that they add up: the largest term, by absolute value,
    absorbs the difference. If one is not finite they are merely rounded.

    Args:
        total: what the rounded terms are to add up to; by default their rounded sum.
    """
    total = rounded(sum(terms) if total is None else total, decimals)
    found = [rounded(term, decimals) for term in terms]
    if terms and all(map(math.isfinite, terms)):
        largest = max(range(len(terms)), key=lambda k: abs(terms[k]))
        found[largest] = rounded(found[largest] + (total - sum(found)), decimals)
    return found, total
