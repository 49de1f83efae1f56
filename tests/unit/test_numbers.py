"""Numbers as they are printed; tests/js/numbers.test.js prints the same fixture."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax import numbers

CASES = json.loads((Path(__file__).parents[1] / "fixtures" / "numbers.json").read_text("utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_numbers_are_printed_as_in_the_browser(name: str) -> None:
    for values, printed in CASES[name]:
        assert getattr(numbers, name)(*values) == printed, values


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_number_is_printed_as_a_program_would(value: float) -> None:
    """No exponent, no hyphen, no long tail; and the digits are the number's."""
    texts = [numbers.plain(value), numbers.tick(value), numbers.loss(abs(value))]
    for text in texts:
        assert not re.search(r"[eE-]", text)
        assert len(text) <= 15
        assert not re.search(r"\d{4}", text.partition(".")[0])
    mantissa, _, power = texts[0].replace(",", "").replace("−", "-").partition("·")
    if not power and re.search("[⁰-⁹¹²³]", mantissa):
        mantissa, power = ("-" if value < 0 else "") + "1", mantissa.lstrip("-")
    raised = power.removeprefix("10").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    read = float(f"{mantissa}e{raised or 0}")
    assert math.isclose(read, value, rel_tol=1e-5, abs_tol=1e-300)


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_what_is_rounded_first_is_printed_the_same(value: float, decimals: int) -> None:
    once = numbers.rounded(value, decimals)
    assert numbers.fixed(once, decimals) == numbers.fixed(value, decimals)
    assert math.isclose(once, value, abs_tol=0.5000001 * 10**-decimals)


def test_what_is_not_finite_has_words() -> None:
    assert [numbers.fixed(v, 2) for v in (math.nan, math.inf, -math.inf)] == [
        "not a number", "∞", "−∞",
    ]  # fmt: skip
    assert numbers.loss(math.inf) == "∞"
    assert numbers.rounded(-math.inf, 2) == -math.inf


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
    ],
)
def test_a_percentage(share: float, decimals: int, printed: str) -> None:
    assert numbers.percent(share, decimals) == printed


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.integers(0, 3))
def test_what_is_neither_nothing_nor_all_is_called_neither(share: float, decimals: int) -> None:
    text = numbers.percent(share, decimals)
    assert not text.startswith(("0 ", "0.0 ", "0.00 ", "0.000 ", "100"))
