"""Parsing a number typed into a cell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.lesson.typed import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.25", 0.25), (" 0,25 ", 0.25), ("−1,5", -1.5), ("+.5", 0.5), ("5.", 5), ("7e-1", 0.7),
     ("7E+1", 70), ("1e999", math.inf), ("-1e999", -math.inf)],
)  # fmt: skip
def test_a_number_is_parsed(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["-0", "−0,0", "-1e-999"])
def test_no_zero_is_negative(text: str) -> None:
    found = read_number(text)
    assert found == 0
    assert math.copysign(1, found) == 1


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "e5", "abc", "nan", "inf", "-Infinity", "0_1", "1_000", "٣", "１", "0.٥",
     "²", "1,234.5", "1 2", "--1", "0x1", "1e", "1e5.0", "1\n2"],
)  # fmt: skip
def test_anything_else_is_none(text: str) -> None:
    assert read_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_prints_is_parsed(value: float) -> None:
    assert read_number(repr(value)) == value


@given(st.text(max_size=24))
def test_no_text_raises_or_gives_nan(text: str) -> None:
    found = read_number(text)
    assert found is None or not math.isnan(found)
