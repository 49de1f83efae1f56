"""The ten heatmaps: every weight in its place, on one scale, with its number on hover."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from softmax.charts import CAPTION, GAP, PALETTES, Theme, heatmaps, symmetric_limit
from softmax.charts.heatmaps import ASPECT
from softmax.numbers import signed


@pytest.fixture(scope="module")
def W() -> np.ndarray:
    """Rows of very different sizes, as those of 1 and 8 are."""
    random = np.random.default_rng(4)
    return (random.normal(size=(10, 784)) * np.logspace(-2, 0, 10)[:, None]).astype(np.float32)


@pytest.fixture(scope="module")
def b() -> np.ndarray:
    return np.array([-0.38, 0.3, 0.1, -0.25, 0, 0.99, -0.1, 0.65, -0.004, -0.16], np.float32)


@pytest.fixture(scope="module")
def figure(W: np.ndarray, b: np.ndarray) -> go.Figure:
    return heatmaps(W, b, "light")


def test_each_row_of_w_is_a_picture_row_by_row(figure: go.Figure, W: np.ndarray) -> None:
    assert [trace.name for trace in figure.data] == [f"digit {d}" for d in range(10)]
    for digit, trace in enumerate(figure.data):
        assert np.array_equal(trace.z, W[digit].reshape(28, 28))


def test_the_first_row_of_pixels_is_on_top_and_pixels_are_square(figure: go.Figure) -> None:
    for n in range(1, 11):
        axis = figure.layout[f"yaxis{n if n > 1 else ''}"]
        assert axis.autorange == "reversed"
        assert axis.scaleanchor == f"x{n if n > 1 else ''}"


def test_the_digits_stand_in_two_rows_of_five(figure: go.Figure) -> None:
    def corner(n: int) -> tuple[float, float]:
        suffix = n if n > 1 else ""
        return (
            figure.layout[f"xaxis{suffix}"].domain[0],
            -figure.layout[f"yaxis{suffix}"].domain[0],
        )

    assert [trace.xaxis for trace in figure.data] == ["x", *(f"x{n}" for n in range(2, 11))]
    corners = [corner(n) for n in range(1, 11)]
    assert sorted(corners, key=lambda c: (c[1], c[0])) == corners
    assert len({left for left, _ in corners}) == 5
    assert len({top for _, top in corners}) == 2


@pytest.mark.parametrize("theme", PALETTES)
def test_one_symmetric_scale_serves_all_ten(W: np.ndarray, b: np.ndarray, theme: Theme) -> None:
    figure = heatmaps(W, b, theme)
    scale = figure.layout.coloraxis
    assert {trace.coloraxis for trace in figure.data} == {"coloraxis"}
    assert {(trace.zmin, trace.zmax) for trace in figure.data} == {(None, None)}
    assert scale.cmax == symmetric_limit(W)
    assert scale.cmin == -scale.cmax
    assert [list(stop) for stop in scale.colorscale] == PALETTES[theme].colorscale
    assert figure.layout.plot_bgcolor == PALETTES[theme].page


def test_a_scale_may_be_given(W: np.ndarray, b: np.ndarray) -> None:
    scale = heatmaps(W, b, "light", limit=2.5).layout.coloraxis
    assert (scale.cmin, scale.cmax) == (-2.5, 2.5)


def test_the_hover_text_gives_digit_place_and_signed_weight(figure: go.Figure) -> None:
    for digit, trace in enumerate(figure.data):
        assert f"digit {digit}<br>" in trace.hovertemplate
        assert "row %{y}, column %{x}" in trace.hovertemplate
        assert "%{z:+.4f}" in trace.hovertemplate
        assert trace.x is None  # so x and y count pixels from 0
        assert trace.y is None


def test_each_picture_has_its_digit_and_its_bias_in_the_colour_of_its_sign(
    figure: go.Figure, b: np.ndarray
) -> None:
    palette = PALETTES["light"]
    by_axis: dict[str, list[go.layout.Annotation]] = {}
    for annotation in figure.layout.annotations:
        by_axis.setdefault(annotation.xref, []).append(annotation)
    assert len(by_axis) == 10
    for digit, bias in enumerate(b):
        name, value = by_axis[f"x{digit + 1 if digit else ''} domain"]
        assert name.text == f"<b>{digit}</b>"
        assert signed(float(bias), 2) in value.text
        printed = round(float(bias), 2)
        sign = palette.positive if printed > 0 else palette.negative
        assert value.font.color == (sign if printed else palette.ink2)


def test_large_biases_have_fewer_decimals(W: np.ndarray, b: np.ndarray) -> None:
    def said(biases: np.ndarray) -> str:
        return "".join(a.text for a in heatmaps(W, biases, "light").layout.annotations)

    assert "−0.38" in said(b)
    assert "−3.80" in said(10 * b)
    assert "−38.0" in said(100 * b)


def test_the_pictures_fill_their_places(figure: go.Figure) -> None:
    """On a figure of the aspect that it is made for: squares, GAP apart, CAPTION below each."""
    for digit in range(10):
        axis = digit + 1 if digit else ""
        left, right = figure.layout[f"xaxis{axis}"].domain
        bottom, top = (share * ASPECT for share in figure.layout[f"yaxis{axis}"].domain)
        assert right - left == pytest.approx(top - bottom)
        assert left == pytest.approx(digit % 5 * (right - left + GAP))
        assert ASPECT - top == pytest.approx(digit // 5 * (top - bottom + CAPTION))
    assert right == pytest.approx(1)
    assert bottom == pytest.approx(CAPTION)


def test_a_bar_leans_to_the_side_of_its_bias_and_is_as_long_as_it_is_large(
    figure: go.Figure, b: np.ndarray
) -> None:
    lengths = [s.x1 - s.x0 for s in figure.layout.shapes if s.type == "rect"]
    assert np.array(lengths) / lengths[5] == pytest.approx(b / b[5], abs=1e-6)
    assert lengths[5] > 0
    assert all(0 < s.x0 < 1 and 0 < s.x1 < 1 for s in figure.layout.shapes)


def test_marked_digits_are_framed_in_ink(W: np.ndarray, b: np.ndarray) -> None:
    palette = PALETTES["light"]
    framed = heatmaps(W, b, "light", marked=(3, 8)).layout
    for digit in range(10):
        axis = framed[f"xaxis{digit + 1 if digit else ''}"]
        assert axis.linecolor == (palette.ink if digit in (3, 8) else palette.rule)


def test_weights_that_are_all_zero_are_drawn() -> None:
    figure = heatmaps(np.zeros((10, 784), np.float32), np.zeros(10, np.float32), "dark")
    assert figure.layout.coloraxis.cmax == 1
    assert len(figure.data) == 10


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.34, 1, "+0.3"),
        (-0.34, 1, "−0.3"),
        (0, 1, "0.0"),
        (-0.04, 1, "0.0"),
        (-12.345, 2, "−12.35"),
        (7, 0, "+7"),
    ],
)
def test_signs_are_true_signs(value: float, decimals: int, text: str) -> None:
    assert signed(value, decimals) == text
