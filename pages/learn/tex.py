"""Parts of formulas: formatted numbers, and the highlight of the term under discussion."""

import math
from collections.abc import Sequence

from softmax.charts import PALETTES
from softmax.numbers import fixed, superscript

MARK = PALETTES["light"].mark


def highlight(term: str, on: bool = True) -> str:
    """The term on the palette's yellow, or unchanged. (The dark theme's is in lesson.css.)"""
    return rf"\colorbox{{{MARK}}}{{${term}$}}" if on else term


def sum_of(terms: Sequence[str], most: int = 4) -> str:
    """The terms joined by plus signs, with dots in place of the middle if there are many."""
    if len(terms) <= most:
        return " + ".join(terms)
    return " + ".join([*terms[: most - 2], r"\dots", terms[-1]])


def summand(value: int) -> str:
    """+ 50, − 50 or + 0, to follow a symbol."""
    return f"{'−' if value < 0 else '+'} {abs(value)}"


def approximate(value: float, decimals: int = 2) -> str:
    """As ``fixed``, after ≈ if a digit was rounded away that is not an error of floating point."""
    text = fixed(value, decimals)
    exact = not math.isfinite(value) or abs(value - round(value, decimals)) < 1e-9
    return text if exact else f"≈ {text}"


def amount(value: float) -> str:
    """A positive number of any size in TeX: two decimals, or at least three digits if small; with
    thousands separators, or a power of ten at either end."""
    if math.isinf(value):
        return r"\infty"
    if value and not 1e-4 <= value < 1e5:
        digits, power = f"{value:.2e}".split("e")
        return rf"{digits} \cdot 10^{{{int(power)}}}"
    if 0 < value < 0.1:
        return f"{value:.{2 - math.floor(math.log10(value))}f}"
    return f"{value:,.0f}".replace(",", "{,}") if value >= 1_000 else f"{value:.2f}"


def rounded(value: float, decimals: int) -> str:
    """The number in TeX; without the sign of a zero."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}"


def equals(computed: float, printed: str) -> str:
    r"""= if ``computed``, from printed numbers, rounds to the printed result; else \approx."""
    decimals = len(printed.partition(".")[2])
    exact = abs(computed - float(printed)) <= 0.5 * 10.0**-decimals * (1 + 1e-9)
    return "=" if exact else r"\approx"


def value(amount: str) -> float:
    """The number that ``amount`` printed."""
    return float(amount.replace("{,}", "").replace(r" \cdot 10^{", "e").rstrip("}"))


def typed(value: float) -> str:
    """An input as one types it, without an exponent."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def slope(value: float, decimals: int) -> str:
    """A factor of a product in TeX: so many decimals, or as ``amount`` if these are too few."""
    size = abs(value)
    text = amount(size) if size and not 0.01 <= size < 1e5 else f"{size:.{decimals}f}"
    return f"-{text}" if value < 0 else text


def as_text(printed: str) -> str:
    """What ``amount`` or ``slope`` printed, for a text outside a formula."""
    digits, _, power = printed.replace("{,}", ",").partition(r" \cdot 10^{")
    digits = digits.replace("-", "−")
    return f"{digits}·10{superscript(int(power.rstrip('}')))}" if power else digits
