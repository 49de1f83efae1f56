"""The data of <ten-lines>: axes that hold every line."""

from __future__ import annotations

from pages.runs import line_chart
from pages.runs.line_chart import Line
from softmax.training import Metrics


def test_axes_hold_every_line_and_a_single_point() -> None:
    drawn = [
        Line("a", "1", 0, [(0.0, Metrics(2.3, 0.1)), (5e4, Metrics(0.15, 0.97))]),
        Line("b", "2", 1, [(1e4, Metrics(9.0, 0.5))]),
    ]
    x = line_chart.linear(5e4, "samples seen")
    assert [label for _, label in x["ticks"]] == ["0", "10k", "20k", "30k", "40k", "50k"]
    chart = line_chart.losses("t", "n", drawn, x)
    assert chart["y"]["low"] < 0.15
    assert chart["y"]["high"] > 9
    assert [len(line["points"]) for line in chart["lines"]] == [2, 1]
    high = line_chart.accuracies("t", "n", drawn, x, 0.942)
    assert high["y"]["high"] >= 0.97
    assert high["reference"] == {"value": 0.942, "name": "94.2 % at the lowest loss"}


def test_a_chart_without_lines_has_axes() -> None:
    x = line_chart.logarithmic(128, 2.75e6, "images seen")
    assert [label for _, label in x["ticks"]] == ["1k", "10k", "100k", "1M"]
    assert line_chart.losses("t", "n", [], x)["lines"] == []
