"""Chapter 6: the worked example by hand and by torch, and whatever is typed into it."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from softmax.lesson.cross_entropy import (
    Sample,
    WrongProbability,
    normalised,
    read_probability,
    terms,
    training_loss,
    with_probability,
    written,
)
from softmax.maths import cross_entropy


def sample(label: int, *texts: str) -> Sample:
    return Sample(label, tuple(read_probability(text) for text in texts))


# -- the numbers --------------------------------------------------------------------------------


def test_only_the_term_of_the_true_class_survives() -> None:
    np.testing.assert_allclose(terms([0, 1, 0], [0.1, 0.5, 0.4]), [0, -math.log(2), 0])
    np.testing.assert_array_equal(terms([1, 0, 0], [0.0, 1.0, 0.0]), [-math.inf, 0, 0])


def test_the_sum_is_torchs_and_the_mean_that_of_the_readable_maths() -> None:
    random = np.random.default_rng(5)
    Z, labels = random.normal(size=(4, 3)), [0, 2, 1, 0]
    A = torch.softmax(torch.tensor(Z), dim=1)
    example = [
        sample(label, *(repr(float(a)) for a in row)) for label, row in zip(labels, A, strict=True)
    ]
    found = training_loss(example)
    expected = torch.nn.functional.cross_entropy(
        torch.tensor(Z), torch.tensor(labels), reduction="sum"
    )
    assert found == pytest.approx(expected.item(), rel=1e-12)
    Y = np.array([s.y for s in example])
    assert found is not None
    assert found / 4 == pytest.approx(cross_entropy(Z, Y), rel=1e-12)


def test_a_certain_sample_costs_nothing_and_an_impossible_one_infinity() -> None:
    assert sample(0, "1", "0", "0").loss == 0
    assert math.copysign(1, sample(0, "1", "0", "0").loss or 0.0) == 1
    assert sample(1, "1", "0", "0").loss == math.inf
    assert training_loss([sample(0, "1", "0", "0"), sample(1, "1", "0", "0")]) == math.inf


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", WrongProbability.EMPTY),
        ("abc", WrongProbability.NOT_A_NUMBER),
        ("nan", WrongProbability.NOT_A_NUMBER),
        ("-0.1", WrongProbability.NEGATIVE),
        ("0_1", WrongProbability.NOT_A_NUMBER),
        ("٠", WrongProbability.NOT_A_NUMBER),
        ("-inf", WrongProbability.NOT_A_NUMBER),
        ("-1e999", WrongProbability.NEGATIVE),
        ("1.01", WrongProbability.ABOVE_ONE),
        ("1e9", WrongProbability.ABOVE_ONE),
        ("1e999", WrongProbability.ABOVE_ONE),
    ],
)
def test_an_invalid_probability_has_a_reason_and_no_loss(
    text: str, wrong: WrongProbability
) -> None:
    assert read_probability(text).wrong is wrong
    found = sample(1, text, "0.5", "0.5")
    assert found.loss is None
    assert training_loss([found]) is None


@pytest.mark.parametrize(("text", "value"), [("0,7", 0.7), (" .7 ", 0.7), ("7e-1", 0.7), ("0", 0)])
def test_a_probability_is_parsed(text: str, value: float) -> None:
    assert read_probability(text).value == value
    assert read_probability(text).wrong is None


@given(st.text(max_size=24), st.text(max_size=24), st.integers(0, 2))
def test_any_text_gives_a_loss_or_an_unreadable_row(first: str, second: str, label: int) -> None:
    row = sample(label, first, second, "0.2")
    assert (row.loss is None) == (not row.readable)
    if row.can_be_normalised:
        assert normalised(row.a).sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("texts", "offered"),
    [
        (("0.7", "0.2", "0.1"), False),
        (("0.333", "0.333", "0.333"), False),
        (("0.33", "0.33", "0.33"), True),
        (("3", "1", "1"), True),
        (("1e9", "0.5", "0.5"), True),
        (("1e308", "1e308", "0"), False),
        (("0", "0", "0"), False),
        (("-1", "1", "1"), False),
        (("", "1", "1"), False),
        (("1e999", "0", "0"), False),
    ],
)
def test_which_rows_can_be_normalised(texts: tuple[str, ...], offered: bool) -> None:
    assert sample(0, *texts).can_be_normalised is offered


def test_dividing_by_the_sum() -> None:
    np.testing.assert_allclose(normalised([3, 1, 1]), [0.6, 0.2, 0.2])


def test_the_other_classes_keep_their_proportions() -> None:
    np.testing.assert_allclose(with_probability([0.7, 0.2, 0.1], 0, 0.4), [0.4, 0.4, 0.2])
    np.testing.assert_allclose(with_probability([1, 0, 0], 0, 0.5), [0.5, 0.25, 0.25])
    np.testing.assert_allclose(with_probability([0.7, math.nan, 0.1], 0, 0.5), [0.5, 0.25, 0.25])
    np.testing.assert_allclose(with_probability([0.7, 0.2, 0.1], 0, 5), [1, 0, 0])


@given(st.lists(st.floats(-12, 12), min_size=3, max_size=3))
def test_a_written_row_parses_sums_to_one_and_has_a_finite_loss(z: list[float]) -> None:
    a = np.exp(z) / np.exp(z).sum()
    row = sample(int(a.argmin()), *written(a))
    assert row.readable
    assert row.sums_to_one
    assert row.loss is not None
    assert math.isfinite(row.loss)
