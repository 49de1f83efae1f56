"""Calibration: a case worked by hand, scikit-learn's bins, and torch's optimum."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve

from softmax.evaluation import (
    Predictions,
    expected_calibration_error,
    fit_temperature,
    reliability,
)
from softmax.maths import Head

from .random_predictions import random_predictions

HEADS = pytest.mark.parametrize("head", ["softmax", "sigmoid"])


def test_six_images_by_hand() -> None:
    """0.9-1.0: two, sure of 0.95, half right. 0.6-0.7: three, 0.65, two right. 0.2-0.3: one,
    0.3, wrong. (2 * 0.45 + 3 * 1/60 + 1 * 0.3) / 6 = 1.25 / 6."""
    confidence = np.array([0.92, 0.98, 0.61, 0.65, 0.69, 0.3])
    right = np.array([True, False, True, True, False, False])
    bins = reliability(confidence, right)
    assert [b.count for b in bins] == [0, 0, 1, 0, 0, 0, 3, 0, 0, 2]
    assert (bins[9].confidence, bins[9].accuracy) == (pytest.approx(0.95), 0.5)
    assert (bins[6].confidence, bins[6].accuracy) == (pytest.approx(0.65), pytest.approx(2 / 3))
    assert np.isnan(bins[0].confidence)
    assert np.isnan(bins[0].accuracy)
    assert expected_calibration_error(bins) == pytest.approx(1.25 / 6)


def test_a_bin_is_open_below_and_closed_above() -> None:
    confidence = np.array([0.0, 0.25, 0.5, 0.500001, 1.0])
    bins = reliability(confidence, np.ones(5, bool), bins=4)
    assert [(b.low, b.high) for b in bins] == [(0, 0.25), (0.25, 0.5), (0.5, 0.75), (0.75, 1)]
    assert [b.count for b in bins] == [2, 1, 1, 1]


answers = st.lists(
    st.tuples(st.floats(0, 1, allow_subnormal=False), st.booleans()), min_size=1, max_size=80
)


@given(answers, st.integers(1, 20))
def test_the_bins_are_scikit_learns(drawn: list[tuple[float, bool]], n: int) -> None:
    confidence, right = (np.array(column) for column in zip(*drawn, strict=True))
    bins = [b for b in reliability(confidence, right, n) if b.count]
    if len(set(right)) == 2:  # which is all that scikit-learn accepts
        accuracy, mean = calibration_curve(right, confidence, n_bins=n)
        assert [b.accuracy for b in bins] == pytest.approx(accuracy)
        assert [b.confidence for b in bins] == pytest.approx(mean)
    assert sum(b.count for b in bins) == len(drawn)
    error = expected_calibration_error(bins)
    # what is missing on the whole is missing in the bins
    assert abs(confidence.mean() - right.mean()) - 1e-9 <= error <= 1
    for b in bins:
        assert b.low <= b.confidence + 1e-9
        assert b.confidence <= b.high + 1e-9


def test_the_temperature_corrects_an_overconfident_model() -> None:
    """Labels are drawn from the probabilities at a scale of 1; the logits are three times that."""
    predictions, fresh = (
        random_predictions(20_000, scale=3),
        random_predictions(20_000, scale=3, seed=1),
    )
    temperature = fit_temperature(predictions)
    assert temperature == pytest.approx(3, rel=0.03)

    def error(t: float) -> float:
        cooled = fresh.at_temperature(t)
        return expected_calibration_error(reliability(cooled.confidence, cooled.correct))

    assert error(1.0) > 0.1
    assert error(temperature) < 0.02
    assert fresh.at_temperature(temperature).loss < fresh.loss


@HEADS
@pytest.mark.parametrize("scale", [0.05, 0.7, 6.0])
def test_the_temperature_is_torchs_optimum(head: Head, scale: float) -> None:
    predictions = random_predictions(1_500, head, scale)
    Z = torch.tensor(predictions.logits).double()
    labels = torch.tensor(predictions.labels.astype(int))
    Y = torch.nn.functional.one_hot(labels, 10).double()
    log_beta = torch.zeros((), dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [log_beta],
        max_iter=50,
        max_eval=200,
        line_search_fn="strong_wolfe",
        tolerance_grad=1e-10,
        tolerance_change=0,
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        cooled = log_beta.exp() * Z
        if head == "softmax":
            loss = torch.nn.functional.cross_entropy(cooled, labels)
        else:
            loss = torch.nn.functional.binary_cross_entropy_with_logits(cooled, Y)
        loss.backward()
        return loss

    optimizer.step(closure)
    assert fit_temperature(predictions) == pytest.approx(np.exp(-log_beta.item()), rel=1e-4)


@HEADS
def test_no_temperature_of_a_fine_grid_is_better(head: Head) -> None:
    predictions = random_predictions(500, head, scale=1.7)
    best = predictions.at_temperature(fit_temperature(predictions)).loss
    assert all(predictions.at_temperature(t).loss >= best for t in np.geomspace(0.1, 30, 400))


def test_the_search_ends_where_the_loss_has_no_minimum() -> None:
    labels = np.arange(10, dtype=np.uint8)
    always = Predictions(np.eye(10, dtype=np.float32), labels, "softmax")
    never = Predictions(-np.eye(10, dtype=np.float32), labels, "softmax")
    blank = Predictions(np.zeros((10, 10), np.float32), labels, "softmax")
    assert fit_temperature(always) == pytest.approx(0.01)
    assert fit_temperature(never) == pytest.approx(100)
    assert 0.01 <= fit_temperature(blank) <= 100


@HEADS
@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.0])
def test_a_temperature_changes_no_answer(head: Head, temperature: float) -> None:
    predictions = random_predictions(300, head)
    cooled = predictions.at_temperature(temperature)
    assert (cooled.predicted == predictions.predicted).all()
    assert cooled.accuracy == predictions.accuracy
    assert (cooled.confidence.mean() < predictions.confidence.mean()) == (temperature > 1)
