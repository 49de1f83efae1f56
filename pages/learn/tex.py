"""Parts of formulas: formatted numbers, and the highlight of the term under discussion."""

import math
from collections.abc import Sequence

from pages.shared.components import theme
from softmax.charts import PALETTES

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def highlight(term: str, on: bool = True) -> str:
    """The term on the palette's yellow, or unchanged."""
    if not on:
        return term
    mark = PALETTES[theme.current()].mark
    return rf"\colorbox{{{mark}}}{{${term}$}}"


def sum_of(terms: Sequence[str], most: int = 4) -> str:
    """The terms joined by plus signs, with dots in place of the middle if there are many."""
    if len(terms) <= most:
        return " + ".join(terms)
    return " + ".join([*terms[: most - 2], r"\dots", terms[-1]])


def number(value: float, decimals: int = 2) -> str:
    """A number for a table: with the minus sign U+2212, and words for NaN."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{decimals}f}".replace("-", "−")


def summand(value: int) -> str:
    """+ 50, − 50 or + 0, to follow a symbol."""
    return f"{'−' if value < 0 else '+'} {abs(value)}"


def amount(value: float) -> str:
    """A number of any size: two decimals below 1,000, none and thousands separators above."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.2f}"


def subscripted(name: str) -> str:
    """w₁₂ for w12: for a text outside a formula."""
    return name.translate(SUBSCRIPTS)
