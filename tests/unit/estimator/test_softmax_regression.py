"""SoftmaxRegression, judged by scikit-learn: its protocol, its optimum, and its tools."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sklearn.datasets import make_blobs
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from softmax.data import Dataset
from softmax.estimator import SoftmaxRegression

SEPARABLE = (np.array([[-1.0], [-0.5], [0.5], [1.0]]), np.array([0, 0, 1, 1]))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Estimator SoftmaxRegression does not inherit")
def test_it_keeps_the_protocol_of_scikit_learn() -> None:
    results = check_estimator(SoftmaxRegression(), on_fail=None, on_skip=None)
    wrong = {r["check_name"]: r["exception"] for r in results if r["status"] != "passed"}
    wrong.pop("check_array_api_input", None)  # skipped, as SCIPY_ARRAY_API is not set
    assert not wrong
    assert len(results) > 40


@pytest.mark.parametrize("h", [3, 5])
def test_it_ends_at_the_optimum_of_scikit_learn(h: int) -> None:
    X, y = make_blobs(200, n_features=4, centers=h, cluster_std=4, random_state=h)
    ours = SoftmaxRegression(l2=0.01, tol=1e-8).fit(X, y)
    # Theirs is C * sum of losses + ||W||^2 / 2, so C = 1 / (N l2).
    theirs = LogisticRegression(C=1 / (200 * 0.01), tol=1e-10, max_iter=5_000).fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_, atol=1e-5)
    assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-5)
    assert ours.score(X, y) == theirs.score(X, y)
    assert (ours.coef_.shape, ours.intercept_.shape, ours.n_features_in_) == ((h, 4), (h,), 4)


def test_labels_may_be_words_and_columns_may_have_names() -> None:
    X, y = make_blobs(60, n_features=2, centers=2, random_state=0)
    frame, words = pd.DataFrame(X, columns=["height", "width"]), np.array(["no", "yes"])[y]
    model = SoftmaxRegression().fit(frame, words)
    assert list(model.classes_) == ["no", "yes"]
    assert list(model.feature_names_in_) == ["height", "width"]
    assert model.coef_.shape == (2, 2), "one row for each class, also of two"
    assert (model.predict(frame) == words).mean() == model.score(frame, words)
    with pytest.raises(ValueError, match="same order"):
        model.predict(frame[["width", "height"]])


def test_pixels_in_float32_stay_float32(mnist: Dataset) -> None:
    X, y = mnist.train.rows[:1_000] / np.float32(255), mnist.train.labels[:1_000]
    model = SoftmaxRegression(l2=0.01).fit(X, y)
    assert model.coef_.dtype == np.float32
    assert model.coef_.shape == (10, 784)
    assert model.score(mnist.test.rows / np.float32(255), mnist.test.labels) > 0.86


def test_it_works_in_a_pipeline_and_a_search() -> None:
    X, y = make_blobs(90, n_features=2, centers=3, random_state=0)
    pipeline = make_pipeline(StandardScaler(), SoftmaxRegression())
    search = GridSearchCV(pipeline, {"softmaxregression__l2": [1e-3, 1e-1, 10]}, cv=3).fit(X, y)
    assert search.best_score_ > 0.8
    assert search.best_estimator_[-1].l2 == search.best_params_["softmaxregression__l2"]


def test_separable_data_have_no_optimum_without_a_penalty() -> None:
    X, y = SEPARABLE
    norms = []
    for iterations in (5, 10):
        with pytest.warns(UserWarning, match="not converged"):
            model = SoftmaxRegression(l2=0, max_iter=iterations, tol=0).fit(X, y)
        norms.append(np.linalg.norm(model.coef_))
    assert norms[1] > 1.2 * norms[0]


@pytest.mark.parametrize(
    ("parameters", "X", "y", "error", "message"),
    [
        ({"l2": -1}, *SEPARABLE, ValueError, "l2 must be"),
        ({"l2": float("nan")}, *SEPARABLE, ValueError, "l2 must be"),
        ({"tol": "small"}, *SEPARABLE, ValueError, "tol must be"),
        ({"max_iter": 0}, *SEPARABLE, ValueError, "max_iter must be"),
        ({}, [[1.0], [np.nan]], [0, 1], ValueError, "NaN"),
        ({}, [[1.0], [2.0]], [0, 0], ValueError, "one class"),
        ({}, [[1.0], [2.0]], [0.5, 1], ValueError, "continuous"),
        ({}, [[1.0], [2.0]], [0, 1, 1], ValueError, "2 and 3"),
        ({}, [1.0, 2.0], [0, 1], ValueError, "Expected 2D"),
    ],
)
def test_what_cannot_be_fitted_is_named(
    parameters: dict[str, Any], X: Any, y: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        SoftmaxRegression(**parameters).fit(X, y)


@pytest.mark.slow
def test_scikit_learn_need_not_be_installed() -> None:
    program = """
import sys; sys.modules["sklearn"] = None
from softmax.estimator import SoftmaxRegression
model = SoftmaxRegression()
try:
    model.predict([[1.0]])
except ValueError as error:
    assert "not fitted" in str(error)
model.fit([[-1.0], [1.0]], ["a", "b"])
assert list(model.predict([[-2.0], [2.0]])) == ["a", "b"]
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
