"""Chapter 9: two heads on the same batches, their outputs for odd images, the page in each state."""

from __future__ import annotations

import numpy as np
import pytest

from softmax.data import Dataset, Split
from softmax.lesson.together import differing, means, questions
from softmax.maths import Model

# -- what is computed -----------------------------------------------------------------------------


def test_the_three_kinds_of_images() -> None:
    images = np.zeros((2, 1, 28, 28), np.uint8)
    images[0, 0, 0, :2] = 255, 51
    images[1, 0, 0, 1:3] = 102, 204
    asked = questions(Split(images, np.array([1, 2], np.uint8)), np.array([0]), np.array([1]))
    assert asked["one"][0, :4].tolist() == [1, 0.2, 0, 0]
    assert asked["two"][0, :4].tolist() == [1, 0.4, 0.8, 0]
    assert asked["blank"].shape == (1, 784)
    assert not asked["blank"].any()


def test_means_by_hand() -> None:
    """Logits of 0 and of log 3: sigmoids 1/2 and 3/4, softmax 1/4 and 3/4."""
    W, b, X = np.zeros((2, 3)), np.array([0, np.log(3)]), np.zeros((4, 3))
    sigmoid = means(Model(W, b, "sigmoid"), X)
    softmax = means(Model(W, b, "softmax"), X)
    assert (sigmoid.total, sigmoid.largest) == pytest.approx((1.25, 0.75))
    assert (softmax.total, softmax.largest) == pytest.approx((1, 0.75))


@pytest.mark.parametrize("n", [1, 5])
def test_a_single_digit_is_overlaid_with_itself(mnist: Dataset, n: int) -> None:
    sevens = np.flatnonzero(mnist.test.labels == 7)[:n]
    split = Split(mnist.test.images[sevens], mnist.test.labels[sevens])
    first, second = differing(split, 30)
    assert len(first) == len(second) == 30


def test_only_pairs_of_different_digits_are_overlaid(mnist: Dataset) -> None:
    first, second = differing(mnist.test, 300)
    assert 240 < len(first) == len(second) < 300
    assert (mnist.test.labels[first] != mnist.test.labels[second]).all()
