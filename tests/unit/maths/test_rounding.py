"""Rounded terms that add up as they are printed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.maths import rounded_terms


def test_the_largest_term_by_its_size_absorbs_the_rest() -> None:
    # 0.33 three times is 0.99
    assert rounded_terms([1 / 3, 1 / 3, 1 / 3], 2) == ([0.34, 0.33, 0.33], 1.0)
    assert rounded_terms([0.014, 0.014, -2.0], 2) == ([0.01, 0.01, -1.99], -1.97)
    assert rounded_terms([], 2) == ([], 0.0)


@given(st.lists(st.floats(-1e4, 1e4), max_size=6), st.integers(0, 4))
def test_printed_terms_add_up(terms: list[float], decimals: int) -> None:
    rounded, total = rounded_terms(terms, decimals)
    assert round(sum(rounded), decimals) == total == round(sum(terms), decimals)
    most = 10**-decimals / 2 * (len(terms) + 1) + 1e-9
    assert rounded == pytest.approx(terms, rel=0, abs=most)


def test_what_is_not_finite_is_merely_rounded() -> None:
    assert rounded_terms([math.inf, 0.126], 2) == ([math.inf, 0.13], math.inf)
    (first, second), total = rounded_terms([math.nan, 0.126], 2)
    assert math.isnan(first)
    assert math.isnan(total)
    assert second == 0.13
