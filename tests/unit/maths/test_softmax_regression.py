"""The readable maths, judged by hand-worked numbers, SciPy, autograd and finite differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.special
import sklearn.metrics
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from softmax import maths
from softmax.maths import Head

HEADS: tuple[Head, ...] = ("softmax", "sigmoid")
logit_rows = hnp.arrays(np.float64, (3, 10), elements=st.floats(-1e4, 1e4))


def problem(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """X (6, 5), W (4, 5), b (4,), Y (6, 4), at random."""
    random = np.random.default_rng(seed)
    Y = np.eye(4)[random.integers(0, 4, 6)]
    return random.random((6, 5)), random.normal(size=(4, 5)), random.normal(size=4), Y


# -- logits -----------------------------------------------------------------------------


def test_logits_by_hand() -> None:
    # z_1 = 1*1 + 2*3 + 10 = 17,  z_2 = 0*1 - 1*3 + 20 = 17,  z_3 = 5*1 + 0*3 + 30 = 35
    W, b = [[1, 2], [0, -1], [5, 0]], [10, 20, 30]
    assert maths.logits([1, 3], W, b).tolist() == [17, 17, 35]
    assert maths.logits([[1, 3], [0, 0]], W, b).tolist() == [[17, 17, 35], [10, 20, 30]]


# -- sigmoid, softmax and its logarithm ---------------------------------------------------


def test_sigmoid_by_hand() -> None:
    # 1 / (1 + e^-ln 3) = 1 / (1 + 1/3) = 3/4, and its mirror image 1/4
    ln3 = math.log(3)
    assert maths.sigmoid([0, ln3, -ln3]) == pytest.approx([0.5, 0.75, 0.25])


def test_sigmoid_does_not_overflow() -> None:
    assert maths.sigmoid([-1e4, 1e4]).tolist() == [0, 1]
    # Far below zero it is still a number, not 0: e^-700 rather than 1 - 1.
    assert maths.sigmoid(-700) == pytest.approx(math.exp(-700), rel=1e-12)


@given(logit_rows)
def test_sigmoid_is_scipys_and_symmetric(Z: np.ndarray) -> None:
    assert maths.sigmoid(Z) == pytest.approx(scipy.special.expit(Z), rel=1e-12, abs=0)
    assert maths.sigmoid(Z) + maths.sigmoid(-Z) == pytest.approx(1, abs=1e-15)


def test_softmax_by_hand() -> None:
    # e^0 : e^ln 2 : e^ln 5 = 1 : 2 : 5, and 1 + 2 + 5 = 8
    z = [0, math.log(2), math.log(5)]
    assert maths.softmax(z) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert maths.log_softmax(z) == pytest.approx(np.log([1 / 8, 2 / 8, 5 / 8]))


def test_softmax_does_not_overflow() -> None:
    assert maths.softmax([1e4, 0, -1e4]).tolist() == [1, 0, 0]
    assert maths.log_softmax([1e4, 0, -1e4]).tolist() == [0, -1e4, -2e4]


def test_logits_farther_apart_than_a_float_reaches_have_an_infinite_logarithm() -> None:
    assert maths.log_softmax([1e308, -1e308]).tolist() == [0, -math.inf]
    assert maths.log_softmax([8e307, -8e307]).tolist() == [0, -1.6e308]
    assert maths.softmax([1e308, -1e308]).tolist() == [1, 0]


@given(logit_rows)
def test_softmax_is_a_distribution_in_each_row(Z: np.ndarray) -> None:
    A = maths.softmax(Z)
    assert A.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert (A >= 0).all()


@given(logit_rows, st.floats(-1e4, 1e4))
def test_softmax_ignores_a_constant(Z: np.ndarray, constant: float) -> None:
    assert maths.softmax(Z + constant) == pytest.approx(maths.softmax(Z), abs=1e-10)


@given(logit_rows)
def test_softmax_and_log_softmax_are_scipys(Z: np.ndarray) -> None:
    assert maths.softmax(Z) == pytest.approx(scipy.special.softmax(Z, axis=1), abs=1e-15)
    expected = scipy.special.log_softmax(Z, axis=1)
    assert maths.log_softmax(Z) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(st.floats(-500, 500))
def test_a_sigmoid_is_a_softmax_of_two_classes(z: float) -> None:
    assert maths.sigmoid(z) == pytest.approx(maths.softmax([z, 0])[0], rel=1e-12)


# -- labels and losses --------------------------------------------------------------------


def test_one_hot_by_hand() -> None:
    assert maths.one_hot([2, 0], 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    assert maths.one_hot(np.array([], dtype=np.uint8), 3).shape == (0, 3)


@given(hnp.arrays(np.uint8, st.integers(1, 20), elements=st.integers(0, 9)))
def test_one_hot_is_undone_by_argmax(labels: np.ndarray) -> None:
    Y = maths.one_hot(labels, 10)
    assert Y.argmax(axis=1).tolist() == labels.tolist()
    assert Y.sum() == len(labels)


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        ([0, 3], r"must lie in 0\.\.2, found 0\.\.3"),
        ([-1], r"must lie in 0\.\.2, found -1"),
        ([1.0], "must be integers, not float64"),
        ([True], "must be integers, not bool"),
    ],
)
def test_one_hot_refuses_what_is_no_label(labels: list[float], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        maths.one_hot(labels, 3)


def test_cross_entropy_by_hand() -> None:
    # The first row gives its class 5/8, the second 1/4: the mean of ln(8/5) and ln 4.
    Z = [[0, math.log(2), math.log(5)], [0, math.log(2), 0]]
    Y = [[0, 0, 1], [1, 0, 0]]
    assert maths.cross_entropy(Z, Y) == pytest.approx((math.log(8 / 5) + math.log(4)) / 2)


def test_binary_cross_entropy_by_hand() -> None:
    # a = 3/4 for the class that is meant, 1/2 for the other: -ln(3/4) - ln(1 - 1/2)
    Z, Y = [[math.log(3), 0]], [[1, 0]]
    assert maths.binary_cross_entropy(Z, Y) == pytest.approx(math.log(4 / 3) + math.log(2))


def test_losses_are_exact_for_enormous_logits() -> None:
    # Certain and wrong: the loss is the distance of the logits, not capped and not infinite.
    assert maths.cross_entropy([[1e4, -1e4]], [[0, 1]]) == 2e4
    assert maths.binary_cross_entropy([[1e4, -1e4]], [[0, 1]]) == 2e4
    assert maths.cross_entropy([[1e4, -1e4]], [[1, 0]]) == 0
    assert maths.binary_cross_entropy([[1e4, -1e4]], [[1, 0]]) == 0


def test_losses_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(1)
    Z, labels = random.normal(scale=4, size=(50, 10)), random.integers(0, 10, 50)
    Y = maths.one_hot(labels, 10)
    expected = sklearn.metrics.log_loss(labels, scipy.special.softmax(Z, axis=1), labels=range(10))
    assert maths.cross_entropy(Z, Y) == pytest.approx(expected, rel=1e-10)
    expected = sum(
        sklearn.metrics.log_loss(Y[:, j], scipy.special.expit(Z[:, j])) for j in range(10)
    )
    assert maths.binary_cross_entropy(Z, Y) == pytest.approx(expected, rel=1e-10)


# -- the chain rule -----------------------------------------------------------------------


def test_the_three_factors_by_hand() -> None:
    # a = (1/4, 3/4), y = (0, 1): dL/da = -y/a = (0, -4/3)
    a, y = [0.25, 0.75], [0, 1]
    assert maths.dL_da(a, y) == pytest.approx([0, -4 / 3])
    # a_1 (1 - a_1) = 1/4 * 3/4 = 3/16, and a_1 a_2 = 3/16 off the diagonal, negative
    assert maths.da_dz(a) == pytest.approx(np.array([[3, -3], [-3, 3]]) / 16)
    assert maths.dz_dw([0.5, 2]).tolist() == [0.5, 2]


def test_dz_dw_hands_out_a_copy() -> None:
    x = np.ones(3)
    maths.dz_dw(x)[0] = 5
    assert x[0] == 1


def test_da_dz_is_the_jacobian_of_softmax() -> None:
    z = np.array([0.3, -1.2, 2.0, 0.0])
    expected = torch.autograd.functional.jacobian(lambda t: t.softmax(0), torch.from_numpy(z))
    assert maths.da_dz(maths.softmax(z)) == pytest.approx(expected.numpy(), abs=1e-12)


@given(
    z=hnp.arrays(np.float64, 10, elements=st.floats(-20, 20)),
    x=hnp.arrays(np.float64, 7, elements=st.floats(0, 1)),
    label=st.integers(0, 9),
)
def test_the_factors_multiplied_and_summed_over_the_paths_are_the_error_times_x(
    z: np.ndarray, x: np.ndarray, label: int
) -> None:
    a, y = maths.softmax(z), maths.one_hot([label], 10)[0]
    # L reaches w_j by way of every a_k: the paths are summed over k.
    dL_dz = maths.dL_da(a, y) @ maths.da_dz(a)
    dL_dW = np.outer(dL_dz, maths.dz_dw(x))
    assert dL_dW == pytest.approx(np.outer(a - y, x), abs=1e-12)


# -- the gradient of the whole objective ----------------------------------------------------


def test_gradient_by_hand() -> None:
    # One image x = (1, 2) of class 1, two classes, W = 0, b = 0: a = (1/2, 1/2) for both heads,
    # a - y = (-1/2, 1/2). With l2 the weights, all 0, add nothing.
    for head in HEADS:
        dW, db = maths.gradient([[1, 2]], np.zeros((2, 2)), [0, 0], [[1, 0]], head, l2=3)
        assert dW.tolist() == [[-0.5, -1], [0.5, 1]]
        assert db.tolist() == [-0.5, 0.5]


def test_objective_by_hand() -> None:
    # W = ((3, 4), (0, 0)) and x = 0: the loss is ln 2 (softmax) or 2 ln 2 (two sigmoids);
    # the penalty is 0.1/2 * (9 + 16) = 1.25, and the bias, which shifts both alike, has none.
    W, Y = [[3, 4], [0, 0]], [[1, 0]]
    assert maths.objective([[0, 0]], W, [7, 7], Y, l2=0.1) == pytest.approx(math.log(2) + 1.25)
    sigmoids = maths.objective([[0, 0]], W, [0, 0], Y, "sigmoid", l2=0.1)
    assert sigmoids == pytest.approx(2 * math.log(2) + 1.25)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_gradient_is_that_of_autograd(head: Head, l2: float) -> None:
    X, W, b, Y = problem()
    W_t = torch.tensor(W, requires_grad=True)
    b_t = torch.tensor(b, requires_grad=True)
    Z, target = torch.from_numpy(X) @ W_t.T + b_t, torch.from_numpy(Y)
    if head == "softmax":
        loss = torch.nn.functional.cross_entropy(Z, target)
    else:
        bce = torch.nn.functional.binary_cross_entropy_with_logits
        loss = bce(Z, target, reduction="sum") / len(X)
    loss = loss + l2 / 2 * W_t.square().sum()
    loss.backward()

    dW, db = maths.gradient(X, W, b, Y, head, l2)

    assert maths.objective(X, W, b, Y, head, l2) == pytest.approx(loss.item(), rel=1e-12)
    assert dW == pytest.approx(W_t.grad.numpy(), abs=1e-14)
    assert db == pytest.approx(b_t.grad.numpy(), abs=1e-14)


@pytest.mark.parametrize("head", HEADS)
def test_gradient_is_that_of_central_differences(head: Head) -> None:
    X, W, b, Y = problem(seed=3)
    theta, h, l2 = np.concatenate([W.ravel(), b]), 1e-5, 0.3

    def objective(theta: np.ndarray) -> float:
        return maths.objective(X, theta[:20].reshape(4, 5), theta[20:], Y, head, l2)

    # Each of the 24 parameters moved a little both ways; the error is of the order h^2.
    slopes = [(objective(theta + h * e) - objective(theta - h * e)) / (2 * h) for e in np.eye(24)]

    dW, db = maths.gradient(X, W, b, Y, head, l2)
    assert np.concatenate([dW.ravel(), db]) == pytest.approx(np.array(slopes), abs=1e-9)


@pytest.mark.parametrize("head", HEADS)
def test_gradient_is_finite_for_enormous_logits(head: Head) -> None:
    dW, db = maths.gradient([[1e4, 0]], [[1, 0], [-1, 0]], [0, 0], [[0, 1]], head)
    assert dW.tolist() == [[1e4, 0], [-1e4, 0]]
    assert db.tolist() == [1, -1]


def test_update_by_hand() -> None:
    assert maths.update([1, 2], [10, -10], 0.1) == pytest.approx([0, 3])


@pytest.mark.parametrize("head", HEADS)
def test_descending_lowers_the_objective_to_where_the_gradient_vanishes(head: Head) -> None:
    X, W, b, Y = problem()
    before = maths.objective(X, W, b, Y, head, 0.1)
    for _ in range(3_000):
        dW, db = maths.gradient(X, W, b, Y, head, 0.1)
        W, b = maths.update(W, dW, 0.3), maths.update(b, db, 0.3)
    assert maths.objective(X, W, b, Y, head, 0.1) < before
    assert maths.gradient(X, W, b, Y, head, 0.1)[0] == pytest.approx(0, abs=1e-6)


def test_activation_is_the_one_of_the_head() -> None:
    z = [0, math.log(3)]
    assert maths.activation(z, "softmax") == pytest.approx([0.25, 0.75])
    assert maths.activation(z, "sigmoid") == pytest.approx([0.5, 0.75])
