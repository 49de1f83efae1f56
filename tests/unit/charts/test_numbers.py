from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.charts import percent


@pytest.mark.parametrize(
    ("share", "decimals", "printed"),
    [
        (0.924, 1, "92.4 %"),
        (0.0, 1, "0.0 %"),
        (1.0, 1, "100.0 %"),
        (0.00049, 1, "< 0.1 %"),
        (0.0006, 1, "0.1 %"),
        (0.99951, 1, "> 99.9 %"),
        (0.004, 0, "< 1 %"),
        (0.996, 0, "> 99 %"),
        (0.5, 0, "50 %"),
        (math.nan, 1, "nan %"),
    ],
)
def test_a_percentage(share: float, decimals: int, printed: str) -> None:
    assert percent(share, decimals) == printed


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3))
def test_what_is_neither_nothing_nor_all_is_called_neither(share: float, decimals: int) -> None:
    assert not percent(share, decimals).startswith(("0 ", "0.0 ", "0.00 ", "0.000 ", "100"))
