"""One class alone, and against another: what is added up is the logit, or the log-odds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.data import Dataset
from softmax.maths import Model, contrast, contributions, rounded_terms
from softmax.training import Config, Run


def test_a_case_worked_by_hand() -> None:
    # Two classes, two pixels. z = (1*0.5 + 2*1 + 0.1, 3*0.5 - 1*1 + 0.4) = (2.6, 0.9).
    model = Model(np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.1, 0.4]))
    parts = contrast(model, [0.5, 1.0], 0, 1)
    assert parts.pixels == pytest.approx([-1.0, 3.0])
    assert parts.bias == pytest.approx(-0.3)
    assert (parts.speaking_for, parts.speaking_against) == pytest.approx((3.0, -1.0))
    assert parts.total == pytest.approx(1.7)
    alone = contributions(model, [0.5, 1.0], 1)
    assert alone.pixels == pytest.approx([1.5, -1.0])
    assert (alone.speaking_for, alone.speaking_against, alone.bias) == pytest.approx((1.5, -1, 0.4))
    assert alone.total == pytest.approx(0.9)


@given(st.integers(0, 2**32 - 1), st.integers(0, 9), st.sampled_from([np.float32, np.float64]))
def test_the_shares_add_up_to_the_logit(seed: int, k: int, kind: type) -> None:
    """To 1e-5 of the size of what is added; the logit itself may be as small as it likes."""
    random = np.random.default_rng(seed)
    scale = 10.0 ** random.uniform(-3, 3)
    model = Model((random.normal(size=(10, 784)) * scale).astype(kind), random.normal(size=10))
    x = random.random(784) * (random.random(784) < 0.2)
    parts = contributions(model, x, k)
    size = np.abs(parts.pixels).sum() + abs(parts.bias)
    assert parts.pixels.sum() + parts.bias == pytest.approx(model.logits(x)[k], abs=1e-5 * size)
    assert parts.speaking_for + parts.speaking_against + parts.bias == pytest.approx(
        parts.total, abs=1e-9 * size
    )
    assert not parts.pixels[x == 0].any()


def test_the_shares_of_a_trained_model_add_up_on_paper(mnist: Dataset) -> None:
    """For every digit, also as the page prints them: with two decimals."""
    run = Run(Config(epochs=1), mnist)
    run.play()
    run.advance()
    model = run.progress.model
    for x in mnist.test.rows[:20] / 255:
        z = model.logits(x)
        for k in range(10):
            parts = contributions(model, x, k)
            assert parts.pixels.sum() + parts.bias == pytest.approx(z[k], rel=1e-5)
            terms, total = rounded_terms(
                [parts.speaking_for, parts.speaking_against, parts.bias], 2
            )
            assert sum(terms) == pytest.approx(total, abs=1e-9)
            assert total == pytest.approx(z[k], abs=0.005 + 1e-9)


@given(st.integers(0, 2**32 - 1), st.integers(0, 9), st.integers(0, 9))
def test_the_shares_add_up_to_the_log_odds(seed: int, i: int, j: int) -> None:
    random = np.random.default_rng(seed)
    model = Model(random.normal(size=(10, 784)), random.normal(size=10))
    x = random.random(784) * 0.05
    parts = contrast(model, x, i, j)
    a = model.predict_proba(x)
    assert parts.speaking_for + parts.speaking_against + parts.bias == pytest.approx(parts.total)
    assert parts.total == pytest.approx(np.log(a[i] / a[j]), rel=1e-5, abs=1e-9)


def test_swapping_the_classes_changes_every_sign(mnist: Dataset) -> None:
    random = np.random.default_rng(0)
    model = Model(random.normal(size=(10, 784)).astype(np.float32), random.normal(size=10))
    x = mnist.test.rows[0] / 255
    one, other = contrast(model, x, 4, 9), contrast(model, x, 9, 4)
    assert np.array_equal(one.pixels, -other.pixels)
    assert one.total == pytest.approx(-other.total)
