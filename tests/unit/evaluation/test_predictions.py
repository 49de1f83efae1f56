"""What a model reads: the logits of softmax.maths, the figures of the engine, of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss

from softmax.data import Dataset, Split
from softmax.evaluation import Predictions, predict
from softmax.maths import Head, Model
from softmax.training import Config, Run

HEADS = pytest.mark.parametrize("head", ["softmax", "sigmoid"])
TEMPERATURES = pytest.mark.parametrize("temperature", [0.2, 1.0, 7.5])


def a_model(head: Head = "softmax") -> Model:
    random = np.random.default_rng(3)
    W = random.normal(0, 0.03, (10, 784)).astype(np.float32)
    return Model(W, random.normal(size=10).astype(np.float32), head)


@pytest.mark.parametrize("n", [1, 999, 1_000, 1_001, 3_000])
def test_the_logits_are_those_of_the_model(small: Dataset, n: int) -> None:
    split = Split(small.train.images[:n], small.train.labels[:n])
    model = a_model()
    predictions = predict(model, split)
    expected = model.logits(split.rows / 255)
    assert predictions.logits.dtype == np.float32
    assert predictions.logits == pytest.approx(expected, abs=1e-4)
    assert (predictions.predicted == expected.argmax(axis=1)).all()
    assert len(predictions) == n


@HEADS
def test_the_figures_are_those_of_the_run(mnist: Dataset, head: Head) -> None:
    run = Run(Config(head=head, train_size=2_000), mnist)
    run.play()
    run.advance()
    test = run.progress.test
    assert test is not None
    predictions = predict(run.progress.model, mnist.test)
    assert predictions.accuracy == pytest.approx(test.accuracy, abs=1e-4)  # at most one image
    assert predictions.loss == pytest.approx(test.loss, rel=1e-5)


@TEMPERATURES
def test_the_loss_of_softmax_is_scikit_learns(small: Dataset, temperature: float) -> None:
    predictions = predict(a_model(), small.train)
    probabilities = torch.softmax(
        torch.tensor(predictions.logits).double() / temperature, 1
    ).numpy()
    assert predictions.at_temperature(temperature).loss == pytest.approx(
        log_loss(predictions.labels, probabilities, labels=range(10)), rel=1e-9
    )
    assert predictions.at_temperature(temperature).confidence == pytest.approx(
        probabilities.max(axis=1)
    )


@TEMPERATURES
def test_the_loss_of_sigmoids_is_torchs(small: Dataset, temperature: float) -> None:
    predictions = predict(a_model("sigmoid"), small.train)
    Z = torch.tensor(predictions.logits).double() / temperature
    Y = torch.nn.functional.one_hot(torch.tensor(predictions.labels.astype(int)), 10).double()
    per_output = torch.nn.functional.binary_cross_entropy_with_logits(Z, Y)
    assert predictions.at_temperature(temperature).loss == pytest.approx(
        10 * per_output.item(), rel=1e-9
    )
    assert predictions.at_temperature(temperature).confidence == pytest.approx(
        torch.sigmoid(Z).amax(1).numpy()
    )


@HEADS
def test_logits_of_any_size_have_a_confidence_and_a_loss(head: Head) -> None:
    Z = np.zeros((2, 10), np.float32)
    Z[0, 3], Z[1, 5] = 3e4, -3e4
    predictions = Predictions(Z, np.array([3, 3]), head)
    for temperature in (0.01, 1.0, 100.0):
        assert np.isfinite(predictions.at_temperature(temperature).loss)
        assert (predictions.at_temperature(temperature).confidence >= 0).all()
        assert (predictions.at_temperature(temperature).confidence <= 1).all()
