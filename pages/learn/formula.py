"""Small pieces of TeX: numbers in a formula, and the one term that is lit."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pages.shared.components import theme
from softmax.charts import PALETTES


def lit(term: str, on: bool) -> str:
    """The term on yellow, the mark of what is being discussed; or as it is."""
    if not on:
        return term
    mark = PALETTES[theme.present()].mark
    return rf"\colorbox{{{mark}}}{{${term}$}}"


def plus(terms: Sequence[str], most: int = 4) -> str:
    """A sum, with dots where it is long."""
    if len(terms) <= most:
        return " + ".join(terms)
    return " + ".join([*terms[: most - 2], r"\dots", terms[-1]])


def number(value: float, decimals: int = 2) -> str:
    """A number for a table: a true minus sign, and words for what is not a number."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.{decimals}f}".replace("-", "−")


def sign(value: int) -> str:
    """+ 50, − 50 or + 0, to stand behind a symbol."""
    return f"{'−' if value < 0 else '+'} {abs(value)}"


def amount(value: float) -> str:
    """A number of any size: two decimals below a thousand, none and thousands apart above."""
    return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.2f}"
