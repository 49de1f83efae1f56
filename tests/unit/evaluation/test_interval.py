from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from softmax.evaluation import compare, wilson


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    n = draw(st.integers(1, 2_000))
    return draw(st.integers(0, n)), n


@given(shares(), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_that_of_scipy(share: tuple[int, int], confidence: float) -> None:
    correct, n = share
    expected = binomtest(correct, n).proportion_ci(confidence, method="wilson")
    assert wilson(correct, n, confidence) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_interval_of_14_and_of_18_in_20() -> None:
    """By hand, with z = 1.96: (14 + 1.9208 +- 1.96 sqrt(4.2 + 0.9604)) / 23.8416."""
    assert wilson(14, 20) == pytest.approx((0.481, 0.855), abs=5e-4)
    assert wilson(18, 20) == pytest.approx((0.699, 0.972), abs=5e-4)


def test_all_none_and_no_images() -> None:
    assert wilson(0, 0) == (0, 1)
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1


@pytest.mark.parametrize(("correct", "n", "confidence"), [(3, 2, 0.9), (-1, 2, 0.9), (1, 2, 1.0)])
def test_what_is_no_share_is_refused(correct: int, n: int, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"no share|confidence"):
        wilson(correct, n, confidence)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60))
def test_a_comparison_is_the_sign_test_of_scipy(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array(pairs).T
    found = compare(before, after)
    assert found.after - found.before == found.gained - found.lost
    assert found.n == len(pairs)
    changed = found.gained + found.lost
    expected = binomtest(found.gained, changed).pvalue if changed else 1
    assert found.p_value == pytest.approx(expected)


def test_four_more_of_twenty_may_be_chance() -> None:
    before = np.array([True] * 14 + [False] * 6)
    after = np.array([True] * 18 + [False] * 2)
    assert compare(before, after).p_value == 0.125
    assert not compare(before, after).is_significant
    assert compare(before, np.ones(20, bool)).is_significant
