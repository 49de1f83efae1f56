"""Chapter 1: images, their vectors, and the same descent on two scales."""

import numpy as np
import pytest
import torch

from softmax.data import Dataset
from softmax.lesson import data as lesson
from softmax.lesson import descent
from softmax.maths import logits, one_hot


def problem(scale: float, mnist: Dataset) -> tuple[np.ndarray, np.ndarray]:
    X = mnist.train.rows[:200] / 255 * scale
    return X, one_hot(mnist.train.labels[:200], 10)


# -- the library --------------------------------------------------------------------------------


def test_the_first_pixel_is_the_grey_one_nearest_to_the_middle() -> None:
    image = np.zeros((28, 28), dtype=np.uint8)
    assert lesson.first_pixel(image) == (14, 14)
    image[14, 14], image[0, 0], image[15, 12] = 255, 9, 80
    assert lesson.first_pixel(image) == (15, 12)


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_the_descent_is_that_of_autograd(head: str, mnist: Dataset) -> None:
    X, Y = problem(1, mnist)
    now = descent.begin(X, Y, head)
    x, y = torch.tensor(X), torch.tensor(Y)
    W = torch.zeros(10, 784, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(10, dtype=torch.float64, requires_grad=True)
    for _ in range(5):
        z = x @ W.T + b
        if head == "softmax":
            loss = torch.nn.functional.cross_entropy(z, y)
        else:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y) * 10
        assert now.loss == pytest.approx(loss.item(), rel=1e-12)
        dW, db = torch.autograd.grad(loss, (W, b))
        with torch.no_grad():
            W -= 0.5 * dW
            b -= 0.5 * db
        now = descent.step(now, X, Y, 0.5)
    np.testing.assert_allclose(now.W, W.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(now.b, b.detach().numpy(), rtol=0, atol=1e-12)
    assert now.steps == 5


def test_the_answer_to_the_question_is_true(mnist: Dataset) -> None:
    """Pixels 255 times larger: the first step moves w . x 65,025 times as far."""
    moved = []
    for scale in (1, 255):
        X, Y = problem(scale, mnist)
        now = descent.step(descent.begin(X, Y), X, Y, 0.5)
        moved.append(logits(X, now.W, np.zeros(10)))
    np.testing.assert_allclose(moved[1], 65_025 * moved[0], rtol=1e-9, atol=1e-9)


def test_the_loss_can_be_measured_on_other_images(mnist: Dataset) -> None:
    X, Y = problem(1, mnist)
    now = descent.step(descent.begin(X, Y), X[:100], Y[:100], 0.5, (X[100:], Y[100:]))
    alone = descent.step(descent.begin(X, Y), X[:100], Y[:100], 0.5)
    np.testing.assert_array_equal(now.W, alone.W)
    assert now.loss != alone.loss


def test_accuracy_and_certainty_by_hand() -> None:
    one = descent.Descent(np.eye(2) * 10, np.zeros(2), (0.0,))
    X = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 0.0], [0.0, 0.0]])
    # Logits (10, 0), (0, 10), (1, 0) and (0, 0): the last is a tie, and goes to class 0.
    assert lesson.judged(one, X, np.array([0, 1, 1, 0]), 0.999) == lesson.Judged(0.75, 0.5)


def test_a_batch_is_the_same_for_the_same_step() -> None:
    first = descent.batch(3, 50, 20)
    assert first.shape == (50,)
    assert 0 <= first.min() <= first.max() < 20
    np.testing.assert_array_equal(first, descent.batch(3, 50, 20))
    assert (first != descent.batch(4, 50, 20)).any()
