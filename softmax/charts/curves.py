"""The loss and accuracy curves of a run, as a plotly figure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from softmax.charts.palette import PALETTES, Palette, Theme
from softmax.charts.step_axis import StepAxis, step_axis
from softmax.numbers import loss, percent, tick
from softmax.training import Metrics, Point, Progress

LOSS_TICKS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 1_000, 10_000, 100_000)
MOST_TICKS = 7
LOSS_FLOOR = 0.2
LOSS_TOP = 2.5
# The axis is logarithmic, and with few images the training loss reaches 0.
LOSS_LEAST = 1e-5
ACCURACY_TOP = 0.96
# The accuracy axis starts here if the later half of the curve is above it.
ACCURACY_FLOOR = 0.80
# Pixels, as in the live curves, which this figure replaces in place.
HEIGHT = 592
MARGIN = {"l": 52, "r": 118, "t": 40, "b": 36}
PANEL = 210
# The height of two lines of text at the ends of the lines.
LABELS = 44
FONT = "Source Sans, Source Sans Pro, sans-serif"
SERIF = "Source Serif, Source Serif Pro, serif"


@dataclass(frozen=True)
class Axis:
    """The range of an axis, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]


def loss_axis(points: Sequence[Point]) -> Axis:
    """The loss axis for both splits of these points."""
    return axis_of_losses([m.loss for p in points for m in (p.train, p.validation)])


def axis_of_losses(losses: Sequence[float]) -> Axis:
    """The (logarithmic) loss axis that holds these losses. Its low end is above 0; a loss below
    it is drawn on it."""
    low = max(min([LOSS_FLOOR, *(value * 0.95 for value in losses)]), LOSS_LEAST)
    high = max([LOSS_TOP, *(value * 1.05 for value in losses)])
    ticks = tuple(t for t in LOSS_TICKS if low < t < high)
    if low < LOSS_TICKS[0] / 10 or high > LOSS_TICKS[-1] * 10:
        ticks = tuple(
            10.0**k for k in range(math.ceil(math.log10(low)), math.ceil(math.log10(high)))
        )
    return Axis(low, high, ticks[:: math.ceil(len(ticks) / MOST_TICKS)])


def accuracy_axis(*lines: Sequence[Point]) -> Axis:
    """The axis for the validation accuracy of one run, or several."""
    return axis_of_accuracies(*([p.validation.accuracy for p in line] for line in lines))


def axis_of_accuracies(*lines: Sequence[float]) -> Axis:
    """The accuracy axis for some lines: the upper part alone, unless there is no value yet or the
    later half of a line goes below it."""
    best = max((a for line in lines for a in line), default=0.0)
    least = min((a for line in lines for a in line[len(line) // 2 :]), default=0.0)
    low = 0.0 if least < ACCURACY_FLOOR else ACCURACY_FLOOR
    high = max(ACCURACY_TOP, min(1.0, best + 0.02)) if low else 1.0
    step = 2 if low else 20
    return Axis(low, high, tuple(t / 100 for t in range(round(low * 100), round(high * 100), step)))


def curves(progress: Progress, theme: Theme, optimum: float | None = None) -> go.Figure:
    """Loss above, accuracy below, both for training and validation.

    Args:
        optimum: the validation accuracy at the lowest loss, drawn as a dotted line.
    """
    palette, points = PALETTES[theme], progress.points
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True)
    x = step_axis(progress.step, progress.config)
    _pair(figure, 1, progress, "loss", palette)
    _pair(figure, 2, progress, "accuracy", palette)
    _scale(figure, points, x)
    if optimum:
        _optimum(figure, optimum, x.high, palette)
    _label_ends(figure, progress, palette, optimum)
    _headline(figure, "Loss", "mean per image, in nats", "y", palette)
    _headline(figure, "Accuracy", "share read correctly", "y2", palette)
    _style(figure, palette, x.unit)
    return figure


def _scale(figure: go.Figure, points: Sequence[Point], x: StepAxis) -> None:
    share = PANEL / (HEIGHT - MARGIN["t"] - MARGIN["b"])
    losses, accuracy = loss_axis(points), accuracy_axis(points)
    figure.update_yaxes(
        row=1, type="log", range=[math.log10(losses.low), math.log10(losses.high)],
        domain=[1 - share, 1], tickvals=losses.ticks, ticktext=[tick(t) for t in losses.ticks],
    )  # fmt: skip
    figure.update_yaxes(
        row=2, range=[accuracy.low, accuracy.high], domain=[0, share],
        tickvals=accuracy.ticks, ticktext=[percent(t, 0) for t in accuracy.ticks],
    )  # fmt: skip
    at, labels = zip(*x.ticks, strict=True)
    figure.update_xaxes(range=[0, x.high], tickvals=at, ticktext=labels)


def _pair(
    figure: go.Figure, row: int, progress: Progress, what: Literal["loss", "accuracy"],
    palette: Palette,
) -> None:  # fmt: skip
    points = progress.points
    hover = [_hover(p, what, progress.config.steps_per_epoch) for p in points]
    for split, colour, width, dot in (
        ("train", palette.secondary, 1.75, 10),
        ("validation", palette.ink, 2.5, 14),
    ):
        figure.add_trace(
            go.Scatter(
                x=[p.step for p in points],
                y=[_height(getattr(p, split), what) for p in points],
                text=hover,
                mode="lines+markers",
                name=f"{split} {what}",
                line={"color": colour, "width": width},
                # Only at the end, as in the live curves.
                marker={
                    "color": colour,
                    "size": [0] * (len(points) - 1) + [dot],
                    "opacity": 1,
                    "line": {"width": 0},
                },
                cliponaxis=False,
                hovertemplate="%{text}<extra></extra>",
            ),
            row=row,
            col=1,
        )


def _hover(point: Point, what: Literal["loss", "accuracy"], steps_per_epoch: int) -> str:
    """Step and epoch of a point, and what was measured there."""
    train, validation = (printed(getattr(point, s), what) for s in ("train", "validation"))
    return (
        f"step {point.step:,}, epoch {point.step / steps_per_epoch:.2f}<br>"
        f"validation {what} <b>{validation}</b><br>train {what} {train}"
    )


def printed(metrics: Metrics, what: Literal["loss", "accuracy"]) -> str:
    """The loss or the accuracy as the curves and the hover print it."""
    return loss(metrics.loss) if what == "loss" else percent(metrics.accuracy)


def _height(metrics: Metrics, what: str) -> float:
    """The ordinate of a value."""
    return max(metrics.loss, LOSS_LEAST) if what == "loss" else metrics.accuracy


def _optimum(figure: go.Figure, accuracy: float, end: int, palette: Palette) -> None:
    line = {"color": palette.ink2, "width": 2, "dash": "1.5px,4.5px"}
    figure.add_shape(type="line", x0=0, x1=end, y0=accuracy, y1=accuracy, line=line, row=2, col=1)
    figure.add_annotation(
        x=end, y=accuracy, xref="x2", yref="y2", xanchor="left", yanchor="top", xshift=11,
        yshift=15, showarrow=False, align="left", font={"color": palette.ink2, "size": 16},
        text=f"<b style='color:{palette.ink}'>{percent(accuracy)}</b><br>at the lowest<br>loss",
    )  # fmt: skip


def _label_ends(
    figure: go.Figure, progress: Progress, palette: Palette, optimum: float | None
) -> None:
    """Label the ends of the lines with names and values: beside them, or where there is no room
    before them, above the falling loss and below the rising accuracy."""
    points, last = progress.points, progress.latest
    high = step_axis(progress.step, progress.config).high
    before = last.step > 0.55 * high
    beside = [p for p in progress.points if p.step >= last.step - 0.75 * high]
    rows: tuple[tuple[int, Literal["loss", "accuracy"]], ...] = ((1, "loss"), (2, "accuracy"))
    for row, what in rows:
        axis = loss_axis(points) if row == 1 else accuracy_axis(points)
        measured = {"train": last.train, "validation": last.validation}
        values = {split: getattr(metrics, what) for split, metrics in measured.items()}
        if before:
            near = [
                _pixels(m, what, axis)
                for p in beside[1:] or beside
                for m in (p.train, p.validation)
            ]
            middle = max(near) + 34 if row == 1 else min(near) - 30
        else:
            middle = sum(_pixels(metrics, what, axis) for metrics in measured.values()) / 2
            if row == 2 and optimum:  # clear of its label
                middle = min(middle, _up(optimum, axis, log=False) - 58)
        middle = min(max(middle, LABELS / 2), PANEL - LABELS / 2)
        upper = max(values, key=lambda name: values[name])
        for name, metrics in measured.items():
            main, text = name == "validation", f"{name} {printed(metrics, what)}"
            figure.add_annotation(
                x=last.step, y=0, xref=f"x{row}", yref=f"y{'' if row == 1 else 2} domain",
                xanchor="right" if before else "left", xshift=-6 if before else 14,
                yshift=middle + (11 if name == upper else -11), showarrow=False,
                # A halo in place of a box, so that grid and lines stay visible around the words.
                font={"color": palette.ink if main else palette.ink2, "size": 16,
                      "shadow": ", ".join([f"0 0 3px {palette.page}"] * 3)},
                text=f"<b>{text}</b>" if main else text,
            )  # fmt: skip


def _pixels(metrics: Metrics, what: str, axis: Axis) -> float:
    """The height of a value above the bottom of its panel, in pixels."""
    return _up(_height(metrics, what), axis, log=what == "loss")


def _up(value: float, axis: Axis, log: bool) -> float:
    scale = math.log if log else float
    low, high = scale(axis.low), scale(axis.high)
    return PANEL * min(1.0, max(0.0, (scale(value) - low) / (high - low)))


def _headline(figure: go.Figure, title: str, note: str, axis: str, palette: Palette) -> None:
    figure.add_annotation(
        x=0, y=1, xref="paper", yref=f"{axis} domain", xanchor="left", yanchor="bottom",
        xshift=-MARGIN["l"], yshift=9, showarrow=False,
        font={"color": palette.ink, "size": 24, "family": SERIF, "weight": 600},
        text=f"{title}<span style='font-size:16px;font-weight:400;font-family:{FONT};"
        f"fill:{palette.ink2}'>   {note}</span>",
    )  # fmt: skip


def _style(figure: go.Figure, palette: Palette, unit: str) -> None:
    font = {"color": palette.ink2, "size": 16}
    figure.update_xaxes(showgrid=False, zeroline=False, tickfont=font)
    figure.update_yaxes(gridcolor=palette.grid, zeroline=False, tickfont=font, ticklabelstandoff=6)
    figure.add_annotation(
        x=1, y=0, xref="paper", yref="paper", xanchor="left", yanchor="top", xshift=17, yshift=1,
        showarrow=False, text=unit, font=font,
    )  # fmt: skip
    figure.update_layout(
        height=HEIGHT,
        margin=MARGIN,
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        font={"family": FONT},
        showlegend=False,
        hovermode="closest",
        hoverdistance=-1,  # the nearest point from anywhere in the panel, so also under a finger
        hoverlabel={
            "font": {"size": 15, "family": FONT, "color": palette.ink},
            "align": "left",
            "bgcolor": palette.page,
            "bordercolor": palette.ink3,
        },
        # Upright in the right margin, where it covers neither heading nor lines.
        modebar={
            "bgcolor": "rgba(0,0,0,0)",
            "color": palette.ink3,
            "activecolor": palette.ink,
            "orientation": "v",
        },
    )
