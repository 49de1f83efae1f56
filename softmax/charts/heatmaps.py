"""The rows of W as pictures, on one symmetric scale, with the number of each pixel on hover."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from softmax.charts.curves import FONT
from softmax.charts.palette import PALETTES, Palette, Theme, symmetric_limit
from softmax.data import SIDE

COLUMNS = 5


def heatmaps(W: np.ndarray, b: np.ndarray, theme: Theme, limit: float | None = None) -> go.Figure:
    """Ten 28x28 heatmaps in two rows of five, each with its digit and its bias.

    Args:
        W: (10, 784).
        b: (10,).
        limit: the end of the scale; by default one that fits these weights.
    """
    palette = PALETTES[theme]
    limit = limit or symmetric_limit(W)
    figure = make_subplots(
        rows=2, cols=COLUMNS, horizontal_spacing=0.016, vertical_spacing=0.13,
    )  # fmt: skip
    decimals = 2 if np.abs(b).max() < 1 else 1
    for digit, row in enumerate(W):
        place = {"row": digit // COLUMNS + 1, "col": digit % COLUMNS + 1}
        figure.add_trace(_heatmap(row, digit), **place)
        _caption(figure, digit, float(b[digit]), decimals, palette)
    _square_axes(figure, range(1, len(W) + 1), palette)
    _style(figure, palette, limit)
    return figure


def _heatmap(row: np.ndarray, digit: int) -> go.Heatmap:
    return go.Heatmap(
        z=row.reshape(SIDE, SIDE),
        coloraxis="coloraxis",
        name=f"digit {digit}",
        hovertemplate=f"digit {digit}<br>row %{{y}}, column %{{x}}<br>weight %{{z:+.4f}}"
        "<extra></extra>",
    )


def _caption(figure: go.Figure, digit: int, bias: float, decimals: int, palette: Palette) -> None:
    axis = "" if digit == 0 else str(digit + 1)
    colour = palette.positive if bias >= 0 else palette.negative
    both = {"yref": f"y{axis} domain", "xref": f"x{axis} domain", "y": 1, "showarrow": False,
            "yanchor": "bottom", "yshift": 2}  # fmt: skip
    figure.add_annotation(
        **both, x=0, xanchor="left", text=f"<b>{digit}</b>",
        font={"size": 24, "color": palette.ink},
    )  # fmt: skip
    figure.add_annotation(
        **both, x=1, xanchor="right",
        text=f"bias <b style='color:{colour}'>{signed(bias, decimals)}</b>",
        font={"size": 15, "color": palette.ink2},
    )  # fmt: skip


def _square_axes(figure: go.Figure, numbers: Sequence[int], palette: Palette) -> None:
    shared = {
        "showticklabels": False, "showgrid": False, "zeroline": False, "ticks": "",
        "mirror": True, "showline": True, "linecolor": palette.rule, "constrain": "domain",
    }  # fmt: skip
    for n in numbers:
        axis = "" if n == 1 else str(n)
        figure.update_layout({
            f"xaxis{axis}": shared,
            f"yaxis{axis}": {**shared, "autorange": "reversed", "scaleanchor": f"x{axis}"},
        })  # fmt: skip


def _style(figure: go.Figure, palette: Palette, limit: float) -> None:
    figure.update_layout(
        coloraxis={
            "colorscale": palette.colorscale, "cmin": -limit, "cmax": limit, "showscale": False,
        },
        margin={"l": 2, "r": 2, "t": 40, "b": 4},
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        font={"family": FONT},
        hoverlabel={"font": {"size": 15, "family": FONT}},
    )  # fmt: skip


def signed(value: float, decimals: int = 1) -> str:
    """+0.3 or −0.3, with a true minus sign."""
    return f"{value:+.{decimals}f}".replace("-", "−")
