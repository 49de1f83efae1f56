"""The data of <ten-lines>: several lines in one chart, each labelled at its end."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from softmax.charts.curves import Axis, axis_of_accuracies, axis_of_losses
from softmax.numbers import percent, plain, tick
from softmax.training import Metrics

COUNTS = (1, 2, 5)


@dataclass(frozen=True)
class Line:
    """A line of (x, metrics) points; ``slot``, 0 to 11, decides its shade and its dashes."""

    name: str
    short: str
    slot: int
    points: Sequence[tuple[float, Metrics]]


class Scale(TypedDict):
    """An axis: its ends, its labelled ticks, and what it measures."""

    low: float
    high: float
    log: bool
    ticks: list[tuple[float, str]]
    name: str


def losses(title: str, note: str, lines: Sequence[Line], x: Scale) -> dict[str, object]:
    """The loss of each line, on a logarithmic axis."""
    axis = axis_of_losses([metrics.loss for line in lines for _, metrics in line.points])
    return _chart(title, note, lines, x, _scale(axis, True, tick), "loss", 4)


def accuracies(
    title: str, note: str, lines: Sequence[Line], x: Scale, optimum: float | None
) -> dict[str, object]:
    """The accuracy of each line; that of the lowest loss is a dotted one."""
    axis = axis_of_accuracies(*([metrics.accuracy for _, metrics in line.points] for line in lines))
    y = _scale(axis, False, lambda share: percent(share, 0))
    chart = _chart(title, note, lines, x, y, "accuracy", 5)
    if optimum is not None:
        chart["reference"] = {"value": optimum, "name": f"{percent(optimum)} at the lowest loss"}
    return chart


def linear(high: float, name: str) -> Scale:
    """An axis from 0, with about six ticks."""
    step = _round_step(high / 6)
    ticks = [round(i * step, 10) for i in range(math.floor(high / step) + 1)]
    return {"low": 0, "high": high, "log": False, "name": name,
            "ticks": [(at, _count(at)) for at in ticks]}  # fmt: skip


def logarithmic(low: float, high: float, name: str) -> Scale:
    """An axis with a tick at each power of ten."""
    powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    return {"low": low, "high": high, "log": True, "name": name,
            "ticks": [(10.0**power, _count(10.0**power)) for power in powers]}  # fmt: skip


def _chart(
    title: str, note: str, lines: Sequence[Line], x: Scale, y: Scale,
    what: Literal["loss", "accuracy"], decimals: int,
) -> dict[str, object]:  # fmt: skip
    return {
        "title": title,
        "note": note,
        "x": x,
        "y": y,
        "percent": what == "accuracy",
        "lines": [
            {
                "name": line.name,
                "short": line.short,
                "slot": line.slot,
                "points": [
                    (round(at, 6), round(getattr(metrics, what), decimals))
                    for at, metrics in line.points
                ],
            }
            for line in lines
        ],
    }


def _scale(axis: Axis, log: bool, label: Callable[[float], str]) -> Scale:
    return {"low": axis.low, "high": axis.high, "log": log, "name": "",
            "ticks": [(at, label(at)) for at in axis.ticks]}  # fmt: skip


def _round_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * n for n in (*COUNTS, 10) if power * n >= least * (1 - 1e-9))


def _count(value: float) -> str:
    """Large numbers in thousands and millions: 50k, 2M."""
    for size, letter in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{plain(value / size)}{letter}"
    return plain(value)
