"""Colours that can be told apart: WCAG's contrast, one meaning, and a scale that hides no sign."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from softmax.charts import PALETTES, STOPS, Palette, symmetric_limit
from softmax.charts.palette import ROUND_LIMITS

themes = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)


def channels(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    c = channels(colour) / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@themes
def test_every_colour_is_six_hex_digits(palette: Palette) -> None:
    fields = dataclasses.asdict(palette)
    for colour in (*fields.pop("diverging"), *fields.values()):
        assert re.fullmatch("#[0-9A-F]{6}", colour)


@themes
@pytest.mark.parametrize("ground", ["page", "panel"])
@pytest.mark.parametrize("token", ["ink", "ink2", "ink3", "positive", "negative"])
def test_text_can_be_read(palette: Palette, token: str, ground: str) -> None:
    assert contrast(getattr(palette, token), getattr(palette, ground)) >= 4.5


@themes
def test_text_can_be_read_on_a_marked_word(palette: Palette) -> None:
    assert contrast(palette.ink, palette.mark) >= 4.5


@themes
@pytest.mark.parametrize("ground", ["page", "panel"])
def test_marks_can_be_seen(palette: Palette, ground: str) -> None:
    assert contrast(palette.secondary, getattr(palette, ground)) >= 3


@themes
def test_the_two_lines_of_a_chart_can_be_told_apart_without_colour(palette: Palette) -> None:
    assert contrast(palette.ink, palette.secondary) >= 3


def test_the_stops_are_symmetric() -> None:
    assert [-stop for stop in reversed(STOPS)] == list(STOPS)
    assert sorted(STOPS) == list(STOPS)
    assert STOPS[0] == -1


@themes
def test_the_colour_scale_is_symmetric_about_the_colour_of_the_page(palette: Palette) -> None:
    positions, colours = zip(*palette.colorscale, strict=True)
    assert (positions[0], positions[-1]) == (0, 1)
    assert np.allclose(np.add(positions, positions[::-1]), 1)
    assert dict(palette.colorscale)[0.5] == palette.page
    assert colours == palette.diverging


@themes
def test_a_size_is_as_far_from_the_page_in_either_sign(palette: Palette) -> None:
    """The same number, whatever its sign, stands out about as much."""
    for against, speaks_for in zip(palette.diverging[:3], palette.diverging[:3:-1], strict=True):
        ratio = contrast(against, palette.page) / contrast(speaks_for, palette.page)
        assert 1 / 1.4 < ratio < 1.4


@themes
def test_farther_from_zero_is_farther_from_the_page(palette: Palette) -> None:
    for half in (palette.diverging[3::-1], palette.diverging[3:]):
        contrasts = [contrast(colour, palette.page) for colour in half]
        assert contrasts == sorted(set(contrasts))
        assert contrasts[-1] >= 7


@themes
def test_blue_is_for_and_orange_against(palette: Palette) -> None:
    for colour in (*palette.diverging[4:], palette.positive):
        red, _, blue = channels(colour)
        assert blue > red
    for colour in (*palette.diverging[:3], palette.negative):
        red, _, blue = channels(colour)
        assert red > blue


# -- the end of the scale ---------------------------------------------------------------------

finite = st.floats(-1e30, 1e30, allow_subnormal=False)


@given(arrays(np.float64, st.integers(1, 300), elements=finite))
def test_the_limit_is_round_holds_98_percent_and_is_not_too_wide(weights: np.ndarray) -> None:
    limit = symmetric_limit(weights)
    sizes = np.abs(weights[weights != 0])
    if sizes.size == 0:
        assert limit == 1
        return
    assert (sizes <= limit * (1 + 1e-9)).mean() >= 0.98 - 1 / sizes.size
    assert limit <= 1.5 * np.percentile(sizes, 98) * (1 + 1e-9)
    mantissa = limit / 10 ** np.floor(np.log10(limit) + 1e-9)
    assert np.isclose(mantissa, ROUND_LIMITS).any()


@given(arrays(np.float32, (10, 28), elements=st.floats(-4, 4, width=32)))
def test_the_limit_does_not_see_the_sign(weights: np.ndarray) -> None:
    assert symmetric_limit(weights) == symmetric_limit(-weights)


@pytest.mark.parametrize(
    ("weights", "limit"),
    [
        ([0.0, 0.0], 1.0),
        ([0.3], 0.3),
        ([0.31, 0.0, 0.0], 0.4),
        ([-0.12, 0.1], 0.15),
        ([1e-7], 1e-7),
        ([999.0], 1000.0),
        (np.linspace(-1, 1, 201), 1.0),
        # Two outliers in 200 end in the last colour, and do not wash out the rest.
        ([0.2] * 198 + [50.0, -50.0], 0.2),
    ],
)
def test_limits_worked_by_hand(weights: list[float], limit: float) -> None:
    assert symmetric_limit(np.array(weights)) == pytest.approx(limit)


def test_zeros_do_not_shrink_the_scale() -> None:
    """Half of the pixels never have ink, and their weights stay 0."""
    weights = np.linspace(-1, 1, 200)
    assert symmetric_limit(np.append(weights, np.zeros(5_000))) == symmetric_limit(weights)
