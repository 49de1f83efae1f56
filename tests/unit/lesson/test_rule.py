"""Chapter 8: one step on one image, by hand and by autograd, and the page in each state."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from softmax.lesson.rule import MOST_STEPS, Bench, look, slope
from softmax.maths import Head, Model

HEADS: tuple[Head, ...] = ("softmax", "sigmoid")

# Three classes, two pixels, z = (0, 0, 0).
BLANK = Model(np.zeros((3, 2)), np.zeros(3))
X = np.array([1.0, 0.5])


def random_model(seed: int) -> Model:
    random = np.random.default_rng(seed)
    return Model(random.normal(size=(4, 6)), random.normal(size=4))


# -- what is computed -----------------------------------------------------------------------------


def test_a_step_by_hand() -> None:
    now = look(BLANK, X, 1, "softmax")
    assert now.a == pytest.approx([1 / 3] * 3)
    assert now.error == pytest.approx([1 / 3, -2 / 3, 1 / 3])
    assert now.gradient == pytest.approx(
        np.array([[1 / 3, 1 / 6], [-2 / 3, -1 / 3], [1 / 3, 1 / 6]])
    )
    assert now.loss == pytest.approx(np.log(3))
    after = Bench.of(BLANK).step(X, now.y, 0.3, "softmax").model
    assert pytest.approx(np.array([[-0.1, -0.05], [0.2, 0.1], [-0.1, -0.05]])) == after.W
    assert after.b == pytest.approx([-0.1, 0.2, -0.1])


def test_the_same_step_by_hand_under_the_sigmoid_head() -> None:
    now = look(BLANK, X, 1, "sigmoid")
    assert now.error == pytest.approx([1 / 2, -1 / 2, 1 / 2])
    assert now.loss == pytest.approx(3 * np.log(2))
    after = Bench.of(BLANK).step(X, now.y, 0.2, "sigmoid").model
    assert pytest.approx(np.array([[-0.1, -0.05], [0.1, 0.05], [-0.1, -0.05]])) == after.W


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("seed", range(4))
def test_the_step_is_what_autograd_would_do(head: Head, seed: int) -> None:
    model, x = random_model(seed), np.random.default_rng(seed + 100).random(6)
    W, b = (torch.tensor(v, requires_grad=True) for v in (model.W, model.b))
    z, y = W @ torch.tensor(x) + b, torch.eye(4, dtype=torch.float64)[2]
    loss = (
        -(y * z.log_softmax(0)).sum()
        if head == "softmax"
        else torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    )
    loss.backward()
    now = look(model, x, 2, head)
    assert now.loss == pytest.approx(loss.item())
    assert now.gradient == pytest.approx(W.grad.numpy())
    after = Bench.of(model).step(x, now.y, 0.7, head).model
    assert pytest.approx((W - 0.7 * W.grad).detach().numpy()) == after.W
    assert after.b == pytest.approx((b - 0.7 * b.grad).detach().numpy())


@pytest.mark.parametrize("head", HEADS)
def test_the_measured_slope_is_the_error_under_both_heads(head: Head) -> None:
    now = look(random_model(1), np.random.default_rng(2).random(6), 0, head)
    assert [slope(now, head, j) for j in range(4)] == pytest.approx(now.error, abs=1e-9)


def test_undo_and_start_over_leave_the_model_unchanged() -> None:
    model = Model(np.ones((3, 2), np.float32), np.zeros(3, np.float32))
    start = Bench.of(model)
    y = np.array([0.0, 1.0, 0.0])
    once = start.step(X, y, 10, "softmax")
    twice = once.step(X, y, 10, "softmax")
    assert (start.steps, once.steps, twice.steps) == (0, 1, 2)
    assert twice.undo().model is once.model
    assert twice.restart().model is start.model
    assert start.undo() is start
    assert (model.W == 1).all()
    assert (model.b == 0).all()


def test_the_history_is_limited_but_keeps_its_beginning() -> None:
    bench = start = Bench.of(BLANK)
    for _ in range(MOST_STEPS + 20):
        bench = bench.step(X, np.array([0.0, 1.0, 0.0]), 0.1, "softmax")
    assert bench.steps == MOST_STEPS
    assert bench.restart().model is start.model
