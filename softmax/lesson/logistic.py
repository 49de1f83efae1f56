r"""Chapter 2, logistic regression: the probability of one image, and how well it classifies.

z = w . x + b        a = sigmoid(z) = P(y = 1 | x)
"""

from dataclasses import dataclass

import numpy as np

from softmax.maths import logits, sigmoid
from softmax.maths.softmax_regression import Array


@dataclass(frozen=True, eq=False)
class Evidence:
    """The logit of one image, and its parts.

    ``products`` (m,) are w_k x_k; ``pro`` is the sum of the positive ones and ``con`` of the
    negative ones, so that z = pro + con + b.
    """

    products: Array
    pro: float
    con: float
    b: float
    z: float
    a: float


def evidence(x: Array, w: Array, b: float) -> Evidence:
    """x (m,) scaled to 0..1, w (m,)."""
    products = w * x
    z = float(logits(x, w[None], np.array([b]))[0])
    return Evidence(
        products=products,
        pro=float(products[products > 0].sum()),
        con=float(products[products < 0].sum()),
        b=b,
        z=z,
        a=float(sigmoid(z)),
    )


@dataclass(frozen=True)
class Score:
    """The ``accuracy`` of a binary classifier, that of always saying no, and the recall: the
    share of the positives that was ``found``."""

    accuracy: float
    always_no: float
    found: float


def score(X: Array, y: np.ndarray, w: Array, b: float) -> Score:
    """X (N, m), y (N,) booleans. The answer is yes if a > 1/2, that is, if z > 0."""
    yes = logits(X, w[None], np.array([b]))[:, 0] > 0
    return Score(
        accuracy=float((yes == y).mean()),
        always_no=float((~y).mean()),
        found=float(yes[y].mean()) if y.any() else 0.0,
    )


def misclassified(X: Array, y: np.ndarray, w: Array, b: float) -> np.ndarray:
    """The positions of misclassified X (N, m), y (N,) booleans; the most confident first."""
    z = logits(X, w[None], np.array([b]))[:, 0]
    wrong = np.flatnonzero((z > 0) != y)
    return wrong[np.argsort(-np.abs(z[wrong]), kind="stable")]
