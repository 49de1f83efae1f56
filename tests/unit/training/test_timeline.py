"""The time machine's moments: which they are, and what they say, each judged by itself."""

from __future__ import annotations

import math

import numpy as np
import pytest

from softmax import maths
from softmax.data import Dataset
from softmax.maths import Model
from softmax.training import Config, Run, Snapshot, State, Timeline, moments
from softmax.training.history import FIRST_STEPS
from softmax.training.timeline import MAX_MOMENTS

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


def finished(config: Config, dataset: Dataset, record_every: int | None = None) -> Run:
    run = Run(config, dataset)
    run.record_every = record_every or run.record_every
    run.play()
    run.advance()
    return run


@pytest.fixture(scope="module")
def default_run(mnist: Dataset) -> Run:
    return finished(Config(), mnist)


# -- which moments ----------------------------------------------------------------------------


def test_a_short_run_is_shown_whole(small: Dataset) -> None:
    run = Run(SHORT, small)
    run.play(3)
    run.advance()
    assert moments(run).steps.tolist() == [0, 1, 2, 3]


def test_a_run_that_has_not_begun_has_one_moment(small: Dataset) -> None:
    assert moments(Run(SHORT, small)).steps.tolist() == [0]


def test_the_last_moment_is_the_run_as_it_stands(small: Dataset) -> None:
    run = Run(SHORT.replace(batch_size=1, epochs=2), small)
    run.play()
    run.advance(733)
    run.pause()  # between two snapshots
    line = moments(run)
    assert line.steps[-1] == run.progress.step == 733
    assert np.array_equal(line.W[-1], run.progress.weights.W)
    assert np.array_equal(line.b[-1], run.progress.weights.b)


@pytest.mark.parametrize("pace_spacing", [None, 10])
def test_the_first_steps_of_the_default_run_are_well_covered(
    mnist: Dataset, pace_spacing: int | None
) -> None:
    """When the pictures form: as it is kept at full speed, and at 100 steps a second."""
    line = moments(finished(Config(), mnist, pace_spacing))
    steps = line.steps.tolist()
    assert len(steps) == MAX_MOMENTS
    assert steps == sorted(set(steps))
    assert steps[:8] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert steps[-1] == 1287
    assert np.diff(np.log1p(steps))[8:].max() < 0.25


def test_fewer_moments_are_spread_evenly_on_the_axis_of_the_logarithm(default_run: Run) -> None:
    line = moments(default_run, limit=12)
    gaps = np.diff(np.log1p(line.steps))
    assert (len(line), line.steps[0], line.steps[-1]) == (12, 0, 1287)
    assert gaps.max() <= 2 * math.log1p(1287) / 11


def test_a_diverged_run_ends_with_its_last_finite_weights(mnist: Dataset) -> None:
    run = finished(Config(learning_rate=1_000, l2=0.01), mnist)
    assert run.state is State.DIVERGED
    line = moments(run)
    assert np.isfinite(line.W).all()
    assert line.steps[-1] == run.progress.weights.step
    assert (np.diff(line.steps) > 0).all()


def test_the_weights_of_the_first_steps_are_kept(small: Dataset) -> None:
    run = finished(SHORT, small)
    assert [s.step for s in run.first_snapshots] == sorted(s for s in FIRST_STEPS if s <= 40)
    again = Run(SHORT, small)
    for snapshot in run.first_snapshots[:6]:
        again.play(snapshot.step - again.progress.step)
        again.advance()
        assert np.array_equal(snapshot.W, again.progress.weights.W)
    again.reset()
    assert again.first_snapshots == ()


def test_where_there_is_little_room_few_of_the_first_are_kept_evenly_on_a_log_scale(
    small: Dataset,
) -> None:
    run = Run(SHORT, small)
    run.max_snapshots = 5
    run.play()
    run.advance()
    steps = [s.step for s in run.first_snapshots]
    assert len(steps) == 5
    assert (steps[0], steps[-1]) == (1, max(s for s in FIRST_STEPS if s <= 40))
    assert max(np.diff(np.log(steps))) <= 2 * math.log(steps[-1]) / 4


# -- what they say ----------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["softmax", "sigmoid"])
def line(request: pytest.FixtureRequest, mnist: Dataset) -> Timeline:
    return moments(finished(Config(head=request.param, train_size=12_800), mnist), limit=9)


def models(line: Timeline) -> list[Model]:
    return [Model(W, b, line.head) for W, b in zip(line.W, line.b, strict=True)]


def test_the_probabilities_are_those_of_each_model(line: Timeline, mnist: Dataset) -> None:
    x = mnist.test.rows[7] / 255
    found = line.probabilities(x)
    assert found.shape == (9, 10)
    for p, model in zip(found, models(line), strict=True):
        assert p == pytest.approx(model.predict_proba(x), rel=1e-4, abs=1e-6)


def test_the_losses_are_those_of_each_model(line: Timeline, mnist: Dataset) -> None:
    split = mnist.validation
    Y = maths.one_hot(split.labels, 10)
    loss = maths.cross_entropy if line.head == "softmax" else maths.binary_cross_entropy
    expected = [loss(model.logits(split.rows / 255), Y) for model in models(line)]
    assert line.losses(split, {}) == pytest.approx(expected, rel=1e-5)


def test_a_loss_already_measured_is_taken_as_it_is(line: Timeline, mnist: Dataset) -> None:
    measured = {int(line.steps[2]): 0.5, 999_999: 7.0}
    found = line.losses(mnist.validation, measured)
    assert found[2] == 0.5
    assert np.delete(found, 2) == pytest.approx(np.delete(line.losses(mnist.validation, {}), 2))


def test_the_losses_agree_with_the_points_of_the_run(default_run: Run, mnist: Dataset) -> None:
    line = moments(default_run)
    points = {p.step: p.validation.loss for p in default_run.progress.points}
    found = line.losses(mnist.validation, {})
    both = [(found[k], points[s]) for k, s in enumerate(line.steps.tolist()) if s in points]
    assert len(both) >= 2
    for ours, measured in both:
        assert ours == pytest.approx(measured, rel=1e-5)


def test_weights_about_to_overflow_still_have_a_loss(small: Dataset) -> None:
    W = np.full((10, 784), 3e37, np.float32)
    W[1:] *= -1
    line = Timeline.of([Snapshot(5, W, np.zeros(10, np.float32))], "softmax")
    X, Y = small.validation.rows / 255, maths.one_hot(small.validation.labels, 10)
    expected = maths.cross_entropy(X @ W.T.astype(float), Y)
    assert math.isfinite(expected)
    assert line.losses(small.validation, {}) == pytest.approx([expected])
    assert line.probabilities(X[0])[0] == pytest.approx([1, *[0] * 9])
