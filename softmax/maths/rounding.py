"""Rounding of terms so that they still add up to their rounded sum."""

import math
from collections.abc import Sequence


def rounded_terms(terms: Sequence[float], decimals: int) -> tuple[list[float], float]:
    """The terms and their sum, rounded so that they add up: the largest term, by absolute value,
    absorbs the difference. If one is not finite they are merely rounded."""
    total = round(float(sum(terms)), decimals)
    rounded = [round(float(term), decimals) for term in terms]
    if terms and all(map(math.isfinite, terms)):
        largest = max(range(len(terms)), key=lambda k: abs(terms[k]))
        rounded[largest] = round(rounded[largest] + (total - sum(rounded)), decimals)
    return rounded, total
