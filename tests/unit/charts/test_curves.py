"""The curves: what was measured is what is drawn, on axes that hold it, whatever it is."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.charts import PALETTES, Theme, curves
from softmax.charts.curves import (
    ACCURACY_FLOOR,
    LOSS_LEAST,
    LOSS_TOP,
    MOST_TICKS,
    PANEL,
    accuracy_axis,
    loss_axis,
)
from softmax.data import Dataset
from softmax.training import Config, Metrics, Point, Progress, Run

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


@pytest.fixture(scope="module")
def finished(small: Dataset) -> Progress:
    run = Run(SHORT, small)
    run.play()
    run.advance()
    return run.progress


@pytest.fixture(scope="module")
def paused(small: Dataset) -> Progress:
    run = Run(SHORT, small)
    run.play(11)
    run.advance()
    return run.progress


def point(
    loss: float = 1.0, accuracy: float = 0.5, step: int = 0, train_loss: float | None = None
) -> Point:
    train = Metrics(loss if train_loss is None else train_loss, accuracy)
    return Point(step, step * SHORT.batch_size, train, Metrics(loss, accuracy))


def texts(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


# -- the figure -------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", PALETTES)
def test_the_lines_carry_what_was_measured(finished: Progress, theme: Theme) -> None:
    traces = {trace.name: trace for trace in curves(finished, theme).data}
    assert list(traces) == [
        "train loss", "validation loss", "train accuracy", "validation accuracy",
    ]  # fmt: skip
    assert len(finished.points) > 20
    for name, trace in traces.items():
        split, what = name.split()
        measured = [getattr(getattr(p, split), what) for p in finished.points]
        assert list(trace.y) == measured
        assert list(trace.x) == [p.step for p in finished.points]
        assert trace.yaxis == ("y" if what == "loss" else "y2")
        assert trace.hovertemplate == "%{text}<extra></extra>"
        for said, value, p in zip(trace.text, measured, finished.points, strict=True):
            short = f"{value:.3f}" if what == "loss" else f"{100 * value:.1f}"
            assert f"{name} {'<b>' * (split == 'validation')}{short[:-1]}" in said
            assert said.startswith(f"step {p.step}, epoch {p.step / 10:.2f}<br>")


@pytest.mark.parametrize("theme", PALETTES)
def test_validation_is_the_line_of_ink(finished: Progress, theme: Theme) -> None:
    palette = PALETTES[theme]
    figure = curves(finished, theme)
    for trace in figure.data:
        validation = trace.name.startswith("validation")
        assert trace.line.color == (palette.ink if validation else palette.secondary)
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == palette.page


def test_the_axes_hold_the_run(finished: Progress) -> None:
    layout = curves(finished, "light").layout
    loss, accuracy = loss_axis(finished.points), accuracy_axis(finished.points)
    assert layout.yaxis.type == "log"
    assert layout.yaxis.range == pytest.approx([math.log10(loss.low), math.log10(loss.high)])
    assert layout.yaxis2.range == pytest.approx([accuracy.low, accuracy.high])
    assert layout.xaxis2.range == (0, SHORT.total_steps)
    assert layout.yaxis.domain[0] > layout.yaxis2.domain[1]


def test_the_ends_are_named_with_their_values(finished: Progress, paused: Progress) -> None:
    for progress in (finished, paused):
        latest = progress.latest
        written = texts(curves(progress, "light"))
        assert f"train {latest.train.loss:.3f}" in written
        assert f"<b>validation {latest.validation.loss:.3f}</b>" in written
        share = math.floor(1000 * latest.train.accuracy + 0.5) / 10  # 0.1125 is 11.3 %
        assert f"train {share:.1f} %" in written


def test_the_names_stand_inside_the_picture(finished: Progress, paused: Progress) -> None:
    """Beside the end of a line that fills half the axis, before the end of a whole one."""
    for progress, anchor in ((finished, "right"), (paused, "left")):
        ends = [
            annotation
            for annotation in curves(progress, "light").layout.annotations
            if "validation" in annotation.text or "train" in annotation.text
        ]
        assert len(ends) == 4
        assert {annotation.xanchor for annotation in ends} == {anchor}


def test_the_accuracy_of_the_optimum_is_drawn_where_it_is_known(finished: Progress) -> None:
    without, figure = curves(finished, "light"), curves(finished, "light", optimum=0.942)
    assert not without.layout.shapes
    (line,) = figure.layout.shapes
    assert line.y0 == line.y1 == 0.942
    assert (line.x0, line.x1, line.yref) == (0, SHORT.total_steps, "y2")
    assert any("94.2 %" in text and "lowest" in text for text in texts(figure))
    assert not any("lowest" in text for text in texts(without))


def test_a_run_that_has_not_begun_is_drawn(small: Dataset) -> None:
    progress = Run(SHORT, small).progress
    figure = curves(progress, "dark", optimum=0.942)
    assert [len(trace.y) for trace in figure.data] == [1] * 4


@pytest.mark.parametrize(
    ("train", "validation"),
    [(0.0, 23.7), (0.0, 0.0), (1e-12, 1e-3), (2.3, 8.5e33), (1e6, 2e8), (1e-7, 1e30)],
)
@pytest.mark.parametrize("length", [1, 2, 30])
def test_extreme_losses_are_drawn(
    finished: Progress, train: float, validation: float, length: int
) -> None:
    points = tuple(
        point(loss=validation, train_loss=train, step=40 * i // 30) for i in range(length)
    )
    figure = curves(dataclasses.replace(finished, points=points), "light")
    low, high = figure.layout.yaxis.range
    for trace in figure.data[:2]:
        assert all(low <= math.log10(y) <= high for y in trace.y)
    labels = [
        a for a in figure.layout.annotations if a.text.strip("</b>").startswith(("train", "val"))
    ]
    assert len(labels) == 4
    for label in labels:  # in pixels from the foot of its panel, and as high as a line of text
        assert label.y == 0
        assert 0 <= label.yshift - 11 < label.yshift + 11 <= PANEL


def test_a_loss_of_nothing_reads_as_nothing(finished: Progress) -> None:
    """It is drawn a little above 0, but not by so much that the hover text would say so."""
    assert f"{LOSS_LEAST:.4f}" == "0.0000"


# -- the axes ---------------------------------------------------------------------------------

losses = st.one_of(st.just(0.0), st.floats(1e-12, 10, allow_subnormal=False), st.floats(0, 1e38))


@given(st.lists(st.tuples(losses, losses), min_size=1, max_size=20))
def test_any_losses_have_an_axis(values: list[tuple[float, float]]) -> None:
    axis = loss_axis([point(loss=a, train_loss=b) for a, b in values])
    everything = np.array(values)
    assert 0 < axis.low < axis.high < math.inf
    assert axis.low <= max(everything.min(), LOSS_LEAST)
    assert axis.high >= everything.max()
    assert 3 <= len(axis.ticks) <= MOST_TICKS
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert axis.low <= axis.ticks[0]
    assert axis.ticks[-1] < axis.high


@given(st.lists(st.floats(1e-3, 1e6), min_size=1))
def test_the_ticks_of_the_loss_are_spread_over_the_axis(values: list[float]) -> None:
    axis = loss_axis([point(loss=value) for value in values])
    gaps = np.diff(np.log10([axis.low, *axis.ticks, axis.high]))
    assert gaps.max() <= 0.5 * np.log10(axis.high / axis.low)


def test_the_axis_of_usual_losses_does_not_move() -> None:
    """From ln 10 = 2.303 down to the optimum: nothing may jump while one watches."""
    axes = {loss_axis([point(loss=math.log(10)), point(loss=low)]) for low in (2.3, 1, 0.5, 0.27)}
    assert len(axes) == 1
    (axis,) = axes
    assert axis.ticks == (0.25, 0.5, 1, 2)
    assert axis.high == LOSS_TOP


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_any_accuracies_have_an_axis(values: list[float]) -> None:
    axis = accuracy_axis([point(accuracy=value) for value in values])
    assert 0 <= axis.low < axis.high <= 1
    assert axis.high >= max(values)
    assert 3 <= len(axis.ticks) <= 11
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)
    assert len({f"{tick:.0%}" for tick in axis.ticks}) == len(axis.ticks)
    assert axis.low <= min(values[len(values) // 2 :])


def test_the_accuracy_axis_shows_the_upper_part_of_a_run_that_is_there() -> None:
    """And the whole of one that is not, or that falls below it again; of several, of all."""
    low, good = point(accuracy=0.1), point(accuracy=0.9)
    assert accuracy_axis([low, low, good, good]).low == ACCURACY_FLOOR
    for points in ([low], [low] * 4, [good, good, low, good], [low, low, low, good]):
        assert accuracy_axis(points).low == 0
        assert accuracy_axis(points).high == 1
    assert accuracy_axis([low, good], [low, low]).low == 0
    assert accuracy_axis([low, good], [good, good]).low == ACCURACY_FLOOR
