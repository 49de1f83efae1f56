"""Chapter 3: images of two digits, models trained on them, and the page in each state."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from softmax.data import Dataset, Split
from softmax.lesson.many import (
    PAIR_BATCH,
    Pairs,
    overlaid,
    pairs,
    position,
    random_pairs,
    side_by_side,
    target,
    train_on_pairs,
    verdicts,
)
from softmax.maths import Model

# -- what is computed -----------------------------------------------------------------------------


def test_each_column_of_a_squeezed_image_is_the_mean_of_two() -> None:
    left, right = np.zeros((2, 28, 28), dtype=np.uint8)
    left[3, :4] = 255, 255, 10, 20
    right[5, 26:] = 200, 100
    both = side_by_side(left, right)
    assert both.shape == (28, 28)
    assert (both[3, 0], both[3, 1], both[5, 27]) == (255, 15, 150)
    assert both.sum() == 255 + 15 + 150


def test_overlaid_keeps_the_darker_ink() -> None:
    assert overlaid(np.array([0, 9, 5]), np.array([3, 4, 5])).tolist() == [3, 9, 5]


def test_a_pair_is_labelled_with_both_digits_and_a_twin_with_one() -> None:
    images = np.full((2, 1, 28, 28), 255, dtype=np.uint8)
    made = pairs(Split(images, np.array([4, 7], np.uint8)), np.array([0, 0]), np.array([1, 0]))
    assert made.X.shape == (2, 784)
    assert (made.X == 1).all()
    assert [np.flatnonzero(row).tolist() for row in made.Y] == [[4, 7], [4]]
    assert target(made.Y, "sigmoid")[0].sum() == 2
    assert target(made.Y, "softmax")[0, [4, 7]].tolist() == [0.5, 0.5]


def test_positions_wrap_around_and_a_missing_digit_gives_any_image() -> None:
    split = Split(np.zeros((4, 1, 28, 28), np.uint8), np.array([1, 3, 1, 3], np.uint8))
    assert [position(split, 3, n) for n in range(3)] == [1, 3, 1]
    assert position(split, 5, 6) == 2


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_the_first_step_on_pairs_is_the_gradient_of_autograd(head: Any, small: Dataset) -> None:
    trained = train_on_pairs(small.train, head, steps=1, seed=3)
    seen = random_pairs(small.train, PAIR_BATCH, np.random.default_rng(3))
    W = torch.zeros(10, 784, dtype=torch.float64, requires_grad=True)
    Z, Y = torch.from_numpy(seen.X) @ W.T, torch.from_numpy(target(seen.Y, head))
    loss = (
        -(Y * Z.log_softmax(1)).sum(1).mean()
        if head == "softmax"
        else torch.nn.functional.binary_cross_entropy_with_logits(Z, Y, reduction="none")
        .sum(1)
        .mean()
    )
    loss.backward()
    assert W.grad is not None
    np.testing.assert_allclose(trained.W, -0.3 * W.grad.numpy(), rtol=0, atol=1e-6)


def test_pairs_of_equal_digits_have_no_verdict() -> None:
    Y = np.eye(10)[[3, 3]]
    assert verdicts(Model(np.zeros((10, 784)), np.zeros(10)), Pairs(np.zeros((2, 784)), Y)) is None


def test_verdicts_by_hand() -> None:
    """Logits are the first ten pixels. Two pairs differ: one is found, the other half."""
    W = np.eye(10, 784)
    X = np.zeros((3, 784))
    X[:, :10] = -50
    X[0, [0, 1]] = 50
    X[1, 2] = 50
    Y = np.zeros((3, 10))
    Y[0, [0, 1]] = Y[1, [2, 3]] = Y[2, 9] = 1
    found = verdicts(Model(W, np.zeros(10), "sigmoid"), Pairs(X, Y))
    assert found.share == 0.5
    assert found.total == pytest.approx(1.5)


def test_sigmoids_learn_two_positive_answers_and_softmax_cannot(mnist: Dataset) -> None:
    seen = random_pairs(mnist.test, 1_000, np.random.default_rng(0))
    sigmoid = verdicts(train_on_pairs(mnist.train, "sigmoid"), seen)
    softmax = verdicts(train_on_pairs(mnist.train, "softmax"), seen)
    assert sigmoid.share > 0.45
    assert 1.8 < sigmoid.total < 2.1
    assert softmax.share == 0
    assert softmax.total == pytest.approx(1)
