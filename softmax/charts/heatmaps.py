"""The rows of W as heatmaps on one symmetric scale."""

from collections.abc import Collection

import numpy as np
import plotly.graph_objects as go

from softmax import numbers
from softmax.charts.curves import FONT
from softmax.charts.palette import PALETTES, Palette, Theme, symmetric_limit
from softmax.data import SIDE

COLUMNS, ROWS = 5, 2
# The gap between pictures, and the height of a caption, as shares of the figure's width; the same
# as in the elements of the Weights page, which overlay this figure.
GAP = 0.016
CAPTION = 0.056
PICTURE = (1 - (COLUMNS - 1) * GAP) / COLUMNS
# Height over width.
ASPECT = ROWS * (PICTURE + CAPTION)


def heatmaps(
    W: np.ndarray,
    b: np.ndarray,
    theme: Theme,
    limit: float | None = None,
    marked: Collection[int] = (),
) -> go.Figure:
    """Ten 28x28 heatmaps in two rows of five, each over its digit and its bias.

    The figure must be ASPECT times as high as wide.

    Args:
        W: (10, 784).
        b: (10,).
        limit: the end of the scale; by default from the weights.
        marked: digits whose pictures get a frame.
    """
    palette = PALETTES[theme]
    limit = limit or symmetric_limit(W)
    figure = go.Figure()
    for digit, row in enumerate(W):
        axis = "" if digit == 0 else str(digit + 1)
        figure.add_trace(_heatmap(row, digit, axis))
        _place(figure, digit, axis, palette, digit in marked)
        _caption(figure, digit, axis, float(b[digit]), palette)
    _bias_bars(figure, b, palette)
    _style(figure, palette, limit)
    return figure


def _heatmap(row: np.ndarray, digit: int, axis: str) -> go.Heatmap:
    return go.Heatmap(
        z=row.reshape(SIDE, SIDE),
        xaxis=f"x{axis}",
        yaxis=f"y{axis}",
        coloraxis="coloraxis",
        name=f"digit {digit}",
        hovertemplate=f"digit {digit}<br>row %{{y}}, column %{{x}}<br>weight %{{z:+.4f}}"
        "<extra></extra>",
    )


def _place(figure: go.Figure, digit: int, axis: str, palette: Palette, marked: bool) -> None:
    """Square axes at the digit's position in the figure."""
    across, down = digit % COLUMNS, digit // COLUMNS
    left, top = across * (PICTURE + GAP), 1 - down / ROWS
    shared = {
        "showticklabels": False, "showgrid": False, "zeroline": False, "ticks": "",
        "mirror": True, "showline": True, "constrain": "domain",
        "linecolor": palette.ink if marked else palette.rule, "linewidth": 3 if marked else 1,
    }  # fmt: skip
    figure.update_layout({
        f"xaxis{axis}": {**shared, "anchor": f"y{axis}", "domain": [left, min(1, left + PICTURE)]},
        f"yaxis{axis}": {
            **shared, "anchor": f"x{axis}", "domain": [top - PICTURE / ASPECT, top],
            "autorange": "reversed", "scaleanchor": f"x{axis}",
        },
    })  # fmt: skip


def _caption(figure: go.Figure, digit: int, axis: str, bias: float, palette: Palette) -> None:
    number = numbers.bias(bias)
    colour = {"+": palette.positive, "−": palette.negative}.get(number[0], palette.ink2)
    both = {"yref": f"y{axis} domain", "xref": f"x{axis} domain", "y": -CAPTION * 0.45 / PICTURE,
            "yanchor": "middle", "showarrow": False}  # fmt: skip
    figure.add_annotation(
        **both, x=0, xanchor="left", text=f"<b>{digit}</b>",
        font={"size": 28, "color": palette.ink},
    )  # fmt: skip
    figure.add_annotation(
        **both, x=1, xanchor="right", text=f"<b>{number}</b>",
        font={"size": 17, "color": colour},
    )  # fmt: skip


def _bias_bars(figure: go.Figure, b: np.ndarray, palette: Palette) -> None:
    """A bar for each bias, left or right of a zero line."""
    zero, longest, middle, half = 0.43, 0.24, -CAPTION * 0.45 / PICTURE, 0.045
    largest = float(np.abs(b).max()) or 1.0
    for digit, bias in enumerate(b):
        axis = "" if digit == 0 else str(digit + 1)
        both = {"xref": f"x{axis} domain", "yref": f"y{axis} domain"}
        figure.add_shape(
            **both, type="rect", x0=zero, x1=zero + longest * float(bias) / largest,
            y0=middle - half, y1=middle + half, line_width=0,
            fillcolor=palette.positive if bias >= 0 else palette.negative,
        )  # fmt: skip
        figure.add_shape(
            **both, type="line", x0=zero, x1=zero, y0=middle - 1.4 * half, y1=middle + 1.4 * half,
            line={"color": palette.ink3, "width": 1},
        )  # fmt: skip


def _style(figure: go.Figure, palette: Palette, limit: float) -> None:
    figure.update_layout(
        coloraxis={
            "colorscale": palette.colorscale, "cmin": -limit, "cmax": limit, "showscale": False,
        },
        margin={"l": 1, "r": 1, "t": 1, "b": 1},  # for the outermost frames
        paper_bgcolor=palette.page,
        plot_bgcolor=palette.page,
        font={"family": FONT},
        hoverlabel={"font": {"size": 15, "family": FONT}},
    )  # fmt: skip
