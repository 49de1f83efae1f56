"""Chapter 7: the paths of one weight, against numbers worked by hand, and the page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.lesson.gradient import Graph, agreeing_digits

# z = (0, ln 3), so a = (1/4, 3/4).
EVEN = Graph(
    x=np.array([1.0, 0.5]),
    W=np.array([[0.0, 0.0], [np.log(3), 0.0]]),
    b=np.zeros(2),
    y=np.array([1.0, 0.0]),
)


def test_both_paths_of_w12_by_hand() -> None:
    assert EVEN.a == pytest.approx([1 / 4, 3 / 4])
    assert pytest.approx(np.log(4)) == EVEN.loss
    through_a1, through_a2 = EVEN.paths(0, 1)
    # dL/da1 = -1/(1/4), da1/dz1 = 1/4 * 3/4, dz1/dw12 = x2.
    assert (through_a1.dL_da, through_a1.da_dz, through_a1.dz_dw) == pytest.approx(
        (-4, 3 / 16, 0.5)
    )
    assert (through_a2.dL_da, through_a2.da_dz, through_a2.dz_dw) == pytest.approx(
        (0, -3 / 16, 0.5)
    )
    assert EVEN.by_paths(0, 1) == pytest.approx(-3 / 8)
    assert EVEN.collapsed(0, 1) == pytest.approx((1 / 4 - 1) * 0.5)


def test_with_the_other_label_only_the_other_path_counts() -> None:
    other = Graph(EVEN.x, EVEN.W, EVEN.b, np.array([0.0, 1.0]))
    through_a1, through_a2 = other.paths(0, 1)
    assert through_a1.product == 0
    # -1/(3/4) * -(1/4)(3/4) * 1/2 = 1/8 = (1/4 - 0) * 1/2.
    assert through_a2.product == pytest.approx(1 / 8)
    assert other.collapsed(0, 1) == pytest.approx(1 / 8)


numbers = st.floats(-3, 3, allow_subnormal=False)


@given(st.lists(numbers, min_size=6, max_size=6), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_paths_short_form_difference_and_autograd_agree(
    parameters: list[float], x1: float, x2: float, y1: float
) -> None:
    sample = Graph(
        np.array([x1, x2]),
        np.array(parameters[:4]).reshape(2, 2),
        np.array(parameters[4:]),
        np.array([y1, 1 - y1]),
    )
    for j in (0, 1):
        for i in (0, 1):
            by_paths = sample.by_paths(j, i)
            assert by_paths == pytest.approx(sample.collapsed(j, i), abs=1e-14)
            assert by_paths == pytest.approx(sample.by_autograd(j, i), abs=1e-14)
            assert by_paths == pytest.approx(sample.by_difference(j, i), abs=1e-9)


@pytest.mark.parametrize(
    ("value", "other", "digits"),
    [(1.0, 1.0, 15), (0.0, 0.0, 15), (1.0, 1.001, 3), (-0.25, 0.25, 0), (0.0, 1e-9, 0),
     (1.23456, 1.23457, 5), (-2e-8, -2.00001e-8, 5)],
)  # fmt: skip
def test_digits_that_agree(value: float, other: float, digits: int) -> None:
    assert agreeing_digits(value, other) == digits
    assert agreeing_digits(other, value) == digits
