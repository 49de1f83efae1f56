"""One class against another: what is added up is the log-odds, exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.data import Dataset
from softmax.maths import Model, contrast


def test_a_case_worked_by_hand() -> None:
    # Two classes, two pixels. z = (1*0.5 + 2*1 + 0.1, 3*0.5 - 1*1 + 0.4) = (2.6, 0.9).
    model = Model(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.1, 0.4]))
    parts = contrast(model, [0.5, 1.0], 0, 1)
    assert parts.pixels == pytest.approx([-1.0, 3.0])
    assert parts.bias == pytest.approx(-0.3)
    assert (parts.for_first, parts.for_second) == pytest.approx((3.0, -1.0))
    assert parts.difference == pytest.approx(1.7)


@given(st.integers(0, 2**32 - 1), st.integers(0, 9), st.integers(0, 9))
def test_the_shares_add_up_to_the_log_odds(seed: int, i: int, j: int) -> None:
    random = np.random.default_rng(seed)
    model = Model(random.normal(size=(10, 784)), random.normal(size=10))
    x = random.random(784) * 0.05
    parts = contrast(model, x, i, j)
    a = model.predict_proba(x)
    assert parts.for_first + parts.for_second + parts.bias == pytest.approx(parts.difference)
    assert parts.difference == pytest.approx(np.log(a[i] / a[j]), rel=1e-5, abs=1e-9)


def test_swapping_the_classes_changes_every_sign(mnist: Dataset) -> None:
    random = np.random.default_rng(0)
    model = Model(random.normal(size=(10, 784)).astype(np.float32), random.normal(size=10))
    x = mnist.test.rows[0] / 255
    one, other = contrast(model, x, 4, 9), contrast(model, x, 9, 4)
    assert np.array_equal(one.pixels, -other.pixels)
    assert one.difference == pytest.approx(-other.difference)
