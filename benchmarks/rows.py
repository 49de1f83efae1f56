"""The rows of the tables of load tests: what was measured beside what was hoped for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A line of the table: a measurement, and whether it meets its target.

    ``value`` is the measurement as a number. ``never`` marks what must hold in every round.
    """

    test: str
    figure: str
    measured: str
    hoped: str
    met: bool
    value: float
    never: bool = False


def at_most(test: str, figure: str, value: float, limit: float, unit: str) -> Row:
    """A figure with an upper limit."""
    form = ".3f" if unit == "s" else ".0f"
    measured, hoped = f"{value:{form}} {unit}", f"<= {limit:g} {unit}"
    return Row(test, figure, measured, hoped, value <= limit, value)


def at_least(test: str, figure: str, share: float, limit: float) -> Row:
    """A share with a lower limit."""
    return Row(test, figure, f"{share:.1%}", f">= {limit:.0%}", share >= limit, share)


def no_less(test: str, figure: str, value: float, limit: float) -> Row:
    """A rate with a lower limit."""
    return Row(test, figure, f"{value:.1f}", f">= {limit:g}", value >= limit, value)


def none_of(test: str, figure: str, value: int) -> Row:
    """A count of what should not happen."""
    return Row(test, figure, str(value), "0", value == 0, value, never=True)


def always(test: str, figure: str, measured: str, holds: bool) -> Row:
    """What should be so each time."""
    return Row(test, figure, measured, "yes", holds, float(not holds), never=True)


def of_rounds(rows: Sequence[Row]) -> Row:
    """The same figure of several rounds: the median, but of what must never happen the worst."""
    if any(row.never for row in rows):
        return max(rows, key=lambda row: row.value)
    return sorted(rows, key=lambda row: row.value)[len(rows) // 2]
