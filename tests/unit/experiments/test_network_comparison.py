"""Softmax regression and the network on the same batches."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from softmax.data import Dataset
from softmax.experiments import NetworkComparison, mistakes
from softmax.training import Config, Run, State

CONFIG = Config(train_size=2_000, batch_size=50, epochs=3)


@pytest.fixture(scope="module")
def over(mnist: Dataset) -> NetworkComparison:
    comparison = NetworkComparison(CONFIG, mnist)
    comparison.play()
    comparison.advance()
    return comparison


def test_softmax_regression_learns_as_in_a_run(over: NetworkComparison, mnist: Dataset) -> None:
    run = Run(CONFIG, mnist)
    run.play()
    run.advance()
    assert_allclose(over.progress.model.W, run.progress.model.W, atol=1e-6)
    test = over.progress.regression.answers == mnist.test.labels
    assert run.progress.test is not None
    assert test.mean() == pytest.approx(run.progress.test.accuracy)


def test_the_network_sees_the_same_batches(over: NetworkComparison, small: Dataset) -> None:
    comparison = NetworkComparison(CONFIG, small)
    seen: list[tuple[torch.Tensor, torch.Tensor]] = []
    comparison._trainer.step = lambda X, labels: seen.append((X, labels))  # type: ignore[method-assign]
    comparison.play()
    comparison.advance(2)
    for index, (X, labels) in enumerate(seen):
        rows = comparison._engine.batch(index)
        assert_allclose(X, small.train.rows[rows] / 255, atol=1e-6)
        assert_array_equal(labels, small.train.labels[rows])


def test_answers_are_the_networks(over: NetworkComparison, mnist: Dataset) -> None:
    shown = over.progress
    given = shown.convolution.predict_proba(mnist.test.rows[:300] / 255).argmax(1)
    assert shown.network.answers is not None
    assert_array_equal(shown.network.answers[:300], given)
    assert len(shown.network.answers) == len(mnist.test)


def test_both_are_asked_again_about_moved_images(over: NetworkComparison, mnist: Dataset) -> None:
    shown, labels = over.progress, mnist.test.labels[:2_000]
    moved = np.zeros((2_000, 28, 28))
    moved[:, :, 2:] = mnist.test.images[:2_000, 0, :, :26] / 255
    X = moved.reshape(2_000, 784)
    for contender, model in ((shown.regression, shown.model), (shown.network, shown.convolution)):
        expected = (model.predict_proba(X).argmax(1) == labels).mean()
        assert contender.moved == pytest.approx(expected, abs=1e-3)


def test_the_network_ends_above_softmax_regression(over: NetworkComparison) -> None:
    network, regression = over.progress.network, over.progress.regression
    assert network.curve[-1].accuracy > regression.curve[-1].accuracy + 0.03
    assert [point.samples for point in network.curve] == sorted(
        {point.samples for point in regression.curve}
    )
    assert network.curve[-1].samples == over.progress.samples == 3 * 2_000
    assert network.cpu_s > regression.cpu_s > 0


def test_it_can_be_paused_while_it_classifies(small: Dataset) -> None:
    config = Config(train_size=100, batch_size=50, epochs=1)
    comparison = NetworkComparison(config, small)
    comparison.play()
    comparison.advance(2)
    assert comparison.progress.step == comparison.progress.total_steps == 2
    assert comparison.state is State.RUNNING
    assert comparison.progress.network.answers is None
    comparison.pause()
    assert comparison.advance() == 0
    comparison.play()
    comparison.advance()
    assert comparison.state is State.FINISHED
    assert comparison.progress.network.answers is not None


def test_mistakes_by_hand() -> None:
    labels, regression, network = np.array([[1, 2, 3, 4, 5], [1, 0, 3, 0, 0], [1, 2, 0, 4, 6]])
    found = mistakes(labels, regression, network)
    assert_array_equal(found.vanished, [1, 3])
    assert_array_equal(found.stayed, [4])
    assert_array_equal(found.new, [2])
