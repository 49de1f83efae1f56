"""The least objective, against the readable maths and scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from softmax import maths
from softmax.data import Dataset
from softmax.experiments import Optimum, measured_optimum, objective_at
from softmax.experiments import optimum as module
from softmax.experiments.lbfgs import LBFGS
from softmax.experiments.optimum import TOLERANCE, objective_of
from softmax.scheduling import Pool
from softmax.training import Config, Run, State
from softmax.training.engine import CHUNK_ROWS

FEW = Config(train_size=400, batch_size=100, l2=1e-2)
# scikit-learn takes many iterations for a weak penalty.
STRONG = FEW.replace(l2=0.1)


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_the_objective_is_that_of_the_readable_maths(mnist: Dataset, head: str) -> None:
    config = FEW.replace(head=head, train_size=CHUNK_ROWS + 176)
    theta = torch.from_numpy(np.random.default_rng(3).normal(0, 0.1, 7850))
    objective = objective_of(config, mnist, torch.float64)
    value, gradient = objective(theta)
    X, labels = mnist.train.rows[:1200] / 255, mnist.train.labels[:1200]
    W, b = (part.numpy() for part in objective.split(theta))
    Y = maths.one_hot(labels, 10)
    assert value == pytest.approx(maths.objective(X, W, b, Y, head, config.l2), rel=1e-12)
    dW, db = maths.gradient(X, W, b, Y, head, config.l2)
    assert_allclose(gradient, np.concatenate([dW.ravel(), db]), rtol=1e-9, atol=1e-12)
    assert objective_at(W, b, config, mnist) == pytest.approx(value, rel=1e-5)


@pytest.fixture
def one_thread() -> Iterator[None]:
    """For scikit-learn: with two threads its small products take several times as long."""
    with threadpool_limits(1):
        yield


@pytest.mark.usefixtures("one_thread")
def test_the_optimum_is_that_of_scikit_learn(mnist: Dataset) -> None:
    search = Optimum(STRONG, mnist)
    search.play()
    search.advance()
    assert search.state is State.FINISHED
    assert search.progress.reached
    X, labels = mnist.train.rows[:400] / 255, mnist.train.labels[:400]
    # Theirs is C * sum of losses + ||W||^2 / 2, so C = 1 / (N l2).
    judge = LogisticRegression(C=1 / (400 * STRONG.l2), tol=1e-8, max_iter=5_000).fit(X, labels)
    Y = maths.one_hot(labels, 10)
    least = maths.objective(X, judge.coef_, judge.intercept_, Y, "softmax", STRONG.l2)
    assert search.progress.objective == pytest.approx(least, abs=2e-6)


@pytest.mark.usefixtures("one_thread")
def test_ten_sigmoids_have_their_own_optimum(mnist: Dataset) -> None:
    config = STRONG.replace(head="sigmoid")
    search = Optimum(config, mnist)
    search.play()
    search.advance()
    X, labels = mnist.train.rows[:400] / 255, mnist.train.labels[:400]
    least = 0.0
    for digit in range(10):  # ten problems that know nothing of each other
        own = labels == digit
        judge = LogisticRegression(C=1 / (400 * config.l2), tol=1e-8, max_iter=5_000).fit(X, own)
        z = judge.decision_function(X)
        least += np.mean(np.logaddexp(0, z) - own * z) + config.l2 / 2 * (judge.coef_**2).sum()
    assert search.progress.objective == pytest.approx(least, abs=5e-6)


def test_no_run_gets_below_the_optimum(mnist: Dataset) -> None:
    run = Run(FEW.replace(epochs=20), mnist)
    run.play()
    run.advance()
    weights = run.progress.weights
    reached = objective_at(weights.W, weights.b, run.config, mnist)
    search = LBFGS(objective_of(FEW, mnist, torch.float64))
    while search.steepest > TOLERANCE:
        search.iterate()
    assert search.value < reached < search.value + 0.1


def test_iterations_one_by_one_cost_no_pass_more(mnist: Dataset) -> None:
    """The first point of each is the last of the one before, and is not evaluated again."""
    search = LBFGS(objective_of(FEW, mnist, torch.float64))
    values = []
    for _ in range(30):
        search.iterate()
        values.append(search.value)
    assert values == sorted(values, reverse=True)
    whole = LBFGS(objective_of(FEW, mnist, torch.float64))
    whole._optimizer.param_groups[0].update(max_iter=30, max_eval=1_000)
    whole.iterate()
    assert whole.value == pytest.approx(values[-1], rel=1e-9)
    assert search.evaluations <= whole.evaluations


@pytest.mark.slow
def test_the_measured_optimum_is_found_again(mnist: Dataset) -> None:
    config = Config(l2=1e-2)
    search = Optimum(config, mnist)
    pool = Pool(workers=0, clock=lambda: 0.0)  # on which nothing is ever parked
    token = pool.add(search)
    pool.play(token)
    while pool.serve_next():
        assert search.progress.iterations > 0
    assert search.progress.reached
    assert search.progress.objective == pytest.approx(measured_optimum(config), abs=1e-5)


def test_only_measured_optima_are_returned() -> None:
    assert measured_optimum(Config()) == 0.26274
    for changed in ({"head": "sigmoid"}, {"l2": 0.0}, {"train_size": 5_000}, {"deskew": True}):
        assert measured_optimum(Config(**changed)) is None


def test_a_search_that_falls_no_more_is_over(mnist: Dataset) -> None:
    """With so strong a penalty float32 ends the descent before the gradient is small enough."""
    search = Optimum(FEW.replace(l2=10.0), mnist)
    search.play()
    search.advance()
    assert search.progress.reached
    assert search.progress.iterations < 60


def test_a_search_without_an_end_says_so(mnist: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ITERATIONS", 5)
    search = Optimum(FEW.replace(l2=0.0), mnist)
    search.play()
    search.advance()
    assert search.state is State.FINISHED
    assert search.progress.iterations == 5
    assert not search.progress.reached
