from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.own_digits import rasterised
from softmax.own_digits.strokes import MAX_POINTS, MAX_STROKES, checked, packed, thinned, unpacked

numbers = st.integers(0, 280 * 64).map(lambda v: v / 64)
drawings = st.lists(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=9), max_size=9)


@given(drawings)
def test_packed_strokes_come_back(strokes: list[list[tuple[float, float]]]) -> None:
    assert unpacked(packed(strokes)) == strokes


@given(st.binary(max_size=200))
def test_any_bytes_are_strokes_or_none(content: bytes) -> None:
    for stroke in unpacked(content):
        assert stroke
        assert all(0 <= v <= 280 for point in stroke for v in point)


@pytest.mark.parametrize(
    "given",
    [None, 3, "x", [3], [[3]], [[[1]]], [[[1, 2, 3]]], [[["1", 2]]], [[[math.nan, 1]]],
     [[[1, math.inf]]], [[[1, 2]]] * (MAX_STROKES + 1), {"0": []}],
)  # fmt: skip
def test_what_is_no_drawing_is_empty(given: Any) -> None:
    assert checked(given) == []


def test_points_beyond_the_pad_move_to_its_edge() -> None:
    assert checked([[[-5, 300], [10, 20.5]], []]) == [[(0, 280), (10, 20.5)]]


def test_a_long_drawing_keeps_its_ends_and_a_bounded_number_of_points() -> None:
    strokes = [[(float(i % 280), float(s)) for i in range(997)] for s in range(4)]
    thin = thinned(strokes)
    assert sum(map(len, thin)) <= MAX_POINTS
    assert [(s[0], s[-1]) for s in thin] == [(s[0], s[-1]) for s in strokes]
    assert unpacked(packed(thin)) == thin


def test_the_ink_of_a_line_is_a_rectangle_with_round_ends() -> None:
    """The distance of each pixel from the line decides, computed without Pillow."""
    image = rasterised([[(60.0, 100.0), (200.0, 140.0)]])
    y, x = np.mgrid[:280, :280] + 0.5
    a, b = np.array([60.0, 100.0]), np.array([200.0, 140.0])
    t = (((x - a[0]) * (b - a)[0] + (y - a[1]) * (b - a)[1]) / ((b - a) @ (b - a))).clip(0, 1)
    distance = np.hypot(x - a[0] - t * (b - a)[0], y - a[1] - t * (b - a)[1])
    assert image[distance < 9].min() == 255
    assert image[distance > 11].max() == 0


def test_a_dot_is_a_disc() -> None:
    assert rasterised([[(140.0, 140.0)]]).sum() / 255 == pytest.approx(math.pi * 100, rel=0.03)
