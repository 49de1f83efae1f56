"""The images that a row likes, against a loop over all of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.data import Dataset
from softmax.maths import Model, extremes, image_logits


@pytest.fixture(scope="module")
def model() -> Model:
    random = np.random.default_rng(3)
    return Model(random.normal(size=(10, 784)).astype(np.float32), random.normal(size=10))


def test_the_logits_of_a_split_are_those_of_its_images_one_by_one(
    model: Model, mnist: Dataset
) -> None:
    rows = mnist.test.rows[:200]
    Z = image_logits(model, rows)
    assert Z.shape == (200, 10)
    for row, z in zip(rows, Z, strict=True):
        assert z == pytest.approx(model.logits(row / 255), rel=1e-4, abs=1e-4)


def test_the_extremes_of_the_test_images_by_a_loop(model: Model, mnist: Dataset) -> None:
    z = image_logits(model, mnist.test.rows)[:, 4]
    most, least = extremes(z, 9)
    left = list(range(len(z)))
    for expected in most:
        best = left[0]
        for i in left:
            if z[i] > z[best]:
                best = i
        assert expected == best
        left.remove(best)
    left = list(range(len(z)))
    for expected in least:
        worst = left[0]
        for i in left:
            if z[i] < z[worst]:
                worst = i
        assert expected == worst
        left.remove(worst)


def test_of_equal_ones_the_earlier_comes_first() -> None:
    most, least = extremes([1.0, 2.0, 2.0, 0.0, 0.0], 2)
    assert (most.tolist(), least.tolist()) == ([1, 2], [3, 4])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(1, 40))
def test_no_other_is_more_extreme(z: list[float], n: int) -> None:
    most, least = extremes(z, n)
    assert len(most) == len(least) == min(n, len(z))
    assert [z[i] for i in most] == sorted(z, reverse=True)[:n]
    assert [z[i] for i in least] == sorted(z)[:n]
