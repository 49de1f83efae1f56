"""Loss and accuracy over the epochs, as a figure to zoom, hover and download."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from softmax.charts.palette import PALETTES, Palette, Theme
from softmax.training import Point, Progress

LOSS_TICKS = (0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 100, 1e3, 1e4)
LOSS_FLOOR = 0.18
ACCURACY_TOP = 0.96
# Accuracy is drawn from here up, once it is above it: that is where the learning shows.
ACCURACY_FLOOR = 0.80
HEIGHT = 600
FONT = "Source Sans, Source Sans Pro, sans-serif"
SERIF = "Source Serif, Source Serif Pro, serif"


def loss_range(points: Sequence[Point]) -> tuple[float, float]:
    """The ends of the (logarithmic) loss axis."""
    losses = [m.loss for p in points for m in (p.train, p.validation)]
    return min(LOSS_FLOOR, min(losses) * 0.95), max(2.5, max(losses) * 1.05)


def accuracy_range(points: Sequence[Point]) -> tuple[float, float]:
    """The ends of the accuracy axis."""
    best = max(p.validation.accuracy for p in points)
    top = max(ACCURACY_TOP, min(1.0, best + 0.02))
    return (ACCURACY_FLOOR if best >= ACCURACY_FLOOR or len(points) < 4 else 0.0), top


def curves(progress: Progress, theme: Theme, ceiling: float | None = None) -> go.Figure:
    """Loss above, accuracy below, both for training and validation.

    Args:
        ceiling: validation accuracy of the best that this model can do, drawn as a dotted line.
    """
    palette, points = PALETTES[theme], progress.points
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.16)
    epochs = [p.step / progress.config.steps_per_epoch for p in points]
    _pair(figure, 1, epochs, points, "loss", palette)
    _pair(figure, 2, epochs, points, "accuracy", palette)
    low, high = loss_range(points)
    figure.update_yaxes(
        row=1, type="log", range=_log10(low, high),
        tickvals=LOSS_TICKS, ticktext=[f"{t:g}" for t in LOSS_TICKS],
    )  # fmt: skip
    figure.update_yaxes(row=2, range=accuracy_range(points), tickformat=".0%", nticks=6)
    # 45 % more room than epochs, for the labels at the ends of the lines
    figure.update_xaxes(range=[0, progress.config.epochs * 1.45], nticks=8)
    if ceiling:
        _ceiling(figure, ceiling, progress.config.epochs, palette)
    _label_ends(figure, progress, palette)
    _headline(figure, "Loss", "mean per image, in nats", 1.0, palette)
    _headline(figure, "Accuracy", "share read correctly", 0.42, palette)
    _style(figure, palette)
    return figure


def _pair(
    figure: go.Figure, row: int, epochs: list[float], points: Sequence[Point], what: str,
    palette: Palette,
) -> None:  # fmt: skip
    number = ":.4f" if what == "loss" else ":.2%"
    for split, colour, width in (("train", palette.secondary, 1.5), ("validation", palette.ink, 2)):
        figure.add_trace(
            go.Scatter(
                x=epochs,
                y=[getattr(getattr(p, split), what) for p in points],
                customdata=[p.step for p in points],
                mode="lines",
                name=f"{split} {what}",
                line={"color": colour, "width": width},
                hovertemplate=f"{split} {what} %{{y{number}}}<br>step %{{customdata:,}}"
                "<extra></extra>",
            ),
            row=row,
            col=1,
        )


def _ceiling(figure: go.Figure, accuracy: float, epochs: int, palette: Palette) -> None:
    line = {"color": palette.ink2, "width": 1.5, "dash": "dot"}
    figure.add_shape(type="line", x0=0, x1=epochs, y0=accuracy, y1=accuracy, line=line, row=2, col=1)
    figure.add_annotation(
        x=epochs, y=accuracy, xref="x2", yref="y2", xanchor="left", xshift=8, yshift=6,
        showarrow=False, align="left", font={"color": palette.ink2, "size": 14},
        text=f"<b>{accuracy:.1%}</b> ceiling<br>of this model",
    )  # fmt: skip


def _label_ends(figure: go.Figure, progress: Progress, palette: Palette) -> None:
    last = progress.latest
    x = last.step / progress.config.steps_per_epoch
    for row, what, form in ((1, "loss", ".3f"), (2, "accuracy", ".1%")):
        train, validation = getattr(last.train, what), getattr(last.validation, what)
        above = validation >= train
        for name, value, up, colour in (
            ("validation", validation, above, palette.ink),
            ("train", train, not above, palette.ink2),
        ):
            text = f"{name} {value:{form}}"
            figure.add_annotation(
                x=x, y=_log10(value)[0] if row == 1 else value,
                xref=f"x{row}", yref=f"y{row}", xanchor="left", xshift=8,
                yshift=(10 if up else -10) - (26 if row == 2 else 0), showarrow=False,
                font={"color": colour, "size": 15},
                text=f"<b>{text}</b>" if name == "validation" else text,
            )  # fmt: skip


def _headline(figure: go.Figure, title: str, note: str, y: float, palette: Palette) -> None:
    figure.add_annotation(
        x=0, y=y, xref="paper", yref="paper", xanchor="left", yanchor="bottom", xshift=-44,
        yshift=12, showarrow=False, font={"color": palette.ink, "size": 22, "family": SERIF},
        text=f"<b>{title}</b>  <span style='font-size:15px;font-family:{FONT};"
        f"color:{palette.ink2}'>{note}</span>",
    )  # fmt: skip


def _style(figure: go.Figure, palette: Palette) -> None:
    axis: dict[str, Any] = {
        "gridcolor": palette.grid, "zeroline": False, "showline": False,
        "tickfont": {"color": palette.ink2, "size": 15}, "fixedrange": False,
    }  # fmt: skip
    figure.update_xaxes(**axis, showgrid=False)
    figure.update_yaxes(**axis)
    figure.update_xaxes(row=2, title={"text": "epochs", "font": {"color": palette.ink2, "size": 15}})
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 48, "r": 8, "t": 46, "b": 44},
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        font={"family": FONT},
        showlegend=False,
        hovermode="x",
        hoverlabel={"font": {"size": 15, "family": FONT}},
    )


def _log10(*values: float) -> list[float]:
    return [math.log10(value) for value in values]
