r"""The lecture note's formulae, one function each, in NumPy float64.

Notation: N examples, m features, h classes.

    X (N, m)    inputs, scaled to 0..1            Z (N, h)   logits,  Z = X W^T + b
    W (h, m)    weights, one row per class        A (N, h)   outputs, softmax(Z) or sigmoid(Z)
    b (h,)      biases                            Y (N, h)   one-hot labels

The objective is the mean over the samples plus an L2 penalty on W (b is not penalised):

    L = -(1/N) sum_i sum_j Y_ij log A_ij + (l2/2) ||W||^2

and for both heads, softmax with cross-entropy and sigmoid with binary cross-entropy,

    dL/dW = (A - Y)^T X / N + l2 W            dL/db = mean_i (A - Y)_i

The pages show these, and the fast engine is tested against them.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Head = Literal["softmax", "sigmoid"]


def logits(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """Z = X W^T + b. X (N, m) or (m,), W (h, m), b (h,) -> (N, h) or (h,)."""
    Z: Array = _float(X) @ _float(W).T + _float(b)
    return Z


def sigmoid(z: ArrayLike) -> Array:
    """1 / (1 + e^-z), elementwise, without overflow: no positive number is exponentiated."""
    z = _float(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def softmax(z: ArrayLike) -> Array:
    """e^z_j / sum_k e^z_k over the last axis.

    The largest logit is subtracted first, which changes nothing but prevents overflow
    (Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax functions",
    IMA Journal of Numerical Analysis 41, 2021).
    """
    z = _float(z)
    with np.errstate(over="ignore"):
        e = np.exp(z - z.max(axis=-1, keepdims=True))
    a: Array = e / e.sum(axis=-1, keepdims=True)
    return a


def log_softmax(z: ArrayLike) -> Array:
    """log softmax(z) over the last axis, by shifted log-sum-exp.

    Finite if z is and no two logits of a row are farther apart than the largest float, 1.8e308:
    else the logarithm of the smaller one's share is -inf, as it is rounded.
    """
    z = _float(z)
    with np.errstate(over="ignore"):
        shifted = z - z.max(axis=-1, keepdims=True)
    log_a: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return log_a


def one_hot(labels: ArrayLike, h: int) -> Array:
    """Labels (N,) of integers in 0..h-1 -> (N, h), a single 1 in each row.

    Raises:
        ValueError: a label is not an integer in 0..h-1.
    """
    labels = np.asarray(labels)
    if not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels must be integers, not {labels.dtype}")
    if labels.size and (labels.min() < 0 or labels.max() >= h):
        raise ValueError(f"labels must lie in 0..{h - 1}, found {labels.min()}..{labels.max()}")
    Y: Array = np.eye(h)[labels]
    return Y


def cross_entropy(Z: ArrayLike, Y: ArrayLike) -> float:
    """Multinomial cross-entropy of softmax(Z) against Y, both (N, h), mean over the N samples.

    The lecture note states the sum over the samples; the app optimises the mean.
    """
    return float(-(_float(Y) * log_softmax(Z)).sum(axis=-1).mean())


def binary_cross_entropy(Z: ArrayLike, Y: ArrayLike) -> float:
    """Cross-entropy of h independent sigmoids, both (N, h): summed over h, mean over N.

    -y log a - (1-y) log(1-a) with a = sigmoid(z) equals log(1 + e^z) - y z.
    """
    Z = _float(Z)
    return float((np.logaddexp(0, Z) - _float(Y) * Z).sum(axis=-1).mean())


def dL_da(a: ArrayLike, y: ArrayLike) -> Array:
    """First factor of the chain rule: for L = -sum_j y_j log a_j, dL/da_j = -y_j / a_j.

    a, y (h,) with a > 0 -> (h,).
    """
    return -_float(y) / _float(a)


def da_dz(a: ArrayLike) -> Array:
    """Second factor: the Jacobian of softmax by the quotient rule. a (h,) -> (h, h).

    da_i/dz_j = a_j (1 - a_j) on the diagonal and -a_i a_j off it.
    """
    a = _float(a)
    return np.diag(a) - np.outer(a, a)


def dz_dw(x: ArrayLike) -> Array:
    """Third factor: z_j = w_j . x + b_j, so dz_j/dw_j = x. x (m,) -> (m,)."""
    return _float(x).copy()


def gradient(
    X: ArrayLike, W: ArrayLike, b: ArrayLike, Y: ArrayLike, head: Head = "softmax", l2: float = 0.0
) -> tuple[Array, Array]:
    """(dL/dW, dL/db) of the objective: X (N, m), W (h, m), b (h,), Y (N, h) -> (h, m), (h,)."""
    X = _float(X)
    error = activation(logits(X, W, b), head) - _float(Y)
    return error.T @ X / len(X) + l2 * _float(W), error.mean(axis=0)


def objective(
    X: ArrayLike, W: ArrayLike, b: ArrayLike, Y: ArrayLike, head: Head = "softmax", l2: float = 0.0
) -> float:
    """The L that ``gradient`` differentiates."""
    Z = logits(X, W, b)
    loss = cross_entropy(Z, Y) if head == "softmax" else binary_cross_entropy(Z, Y)
    return loss + l2 / 2 * float((_float(W) ** 2).sum())


def update(parameter: ArrayLike, gradient: ArrayLike, learning_rate: float) -> Array:
    """One step of gradient descent: parameter - learning_rate * gradient."""
    return _float(parameter) - learning_rate * _float(gradient)


def activation(z: ArrayLike, head: Head) -> Array:
    """The head's outputs: softmax over the classes, or one sigmoid for each."""
    return softmax(z) if head == "softmax" else sigmoid(z)


def _float(values: ArrayLike) -> Array:
    return np.asarray(values, dtype=np.float64)
