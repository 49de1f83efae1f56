"""A run in short, and the finished run that is made of it again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from softmax.data import Dataset
from softmax.maths import Model
from softmax.training import Config, Metrics, Run, SavedModel, State

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01, head="sigmoid")


def driven(dataset: Dataset, steps: int | None = None) -> Run:
    run = Run(SHORT, dataset)
    run.play(steps)
    run.advance()
    return run


# -- what is kept -----------------------------------------------------------------------------


def test_a_finished_run_in_short(small: Dataset) -> None:
    run = driven(dataclasses.replace(small, sha256="abc"))
    saved, progress = run.saved(), run.progress
    assert np.array_equal(saved.model.W, progress.weights.W)
    assert np.array_equal(saved.model.b, progress.weights.b)
    assert saved.model.head == "sigmoid"
    assert (saved.config, saved.data_sha256, saved.steps) == (SHORT, "abc", 40)
    assert saved.rates == ((0, 0.01),)
    assert saved.metrics == {
        "train": progress.latest.train,
        "validation": progress.latest.validation,
        "test": progress.test,
    }


def test_the_rates_kept_are_those_that_took_a_step_or_will_take_the_next(small: Dataset) -> None:
    run = driven(small, 7)
    for rate in (0.03, 0.02):
        run.set_learning_rate(rate)
    run.play(5)
    run.advance()
    run.set_learning_rate(0.05)
    assert run.saved().rates == ((0, 0.01), (7, 0.02), (12, 0.05))
    assert run.saved().config.learning_rate == 0.05


def test_what_was_measured_of_earlier_weights_is_left_out(small: Dataset) -> None:
    run = Run(SHORT, small)
    run.record_every = 1_000
    run.play()
    run.advance(7)
    assert run.saved().steps == 7
    assert run.saved().metrics == {}


def test_a_diverged_run_keeps_its_last_finite_weights(mnist: Dataset) -> None:
    hopeless = Config(learning_rate=1e6, schedule="constant", l2=10.0, epochs=100)
    run = Run(hopeless, mnist)
    run.play()
    run.advance()
    assert run.state is State.DIVERGED
    saved = run.saved()
    assert saved.steps == run.snapshots[-1].step < run.progress.step
    assert np.array_equal(saved.model.W, run.snapshots[-1].W)


# -- what is made of it -----------------------------------------------------------------------


@pytest.mark.parametrize("steps", [None, 7, 0])
def test_a_run_comes_back_finished_at_its_step(small: Dataset, steps: int | None) -> None:
    run = driven(small, steps)
    saved = run.saved()
    back = Run.restored(saved, small)
    was, now = run.progress, back.progress
    assert back.restored_from is saved
    assert run.restored_from is None
    assert now.state is back.state is State.FINISHED
    assert now.step == now.weights.step == was.step
    assert np.array_equal(now.weights.W, was.weights.W)
    assert np.array_equal(now.weights.b, was.weights.b)
    assert now.config == SHORT
    assert back.rates == run.rates
    assert [point.step for point in now.points] == [was.step]
    assert [snapshot.step for snapshot in back.snapshots] == [was.step]


def test_it_is_measured_anew_and_what_the_file_claims_is_not_believed(small: Dataset) -> None:
    run = driven(small)
    boastful = {name: Metrics(0.0, 1.0) for name in ("train", "validation", "test")}
    now = Run.restored(dataclasses.replace(run.saved(), metrics=boastful), small).progress
    assert now.test == run.progress.test
    assert now.latest == run.progress.latest


def test_it_takes_no_further_step_but_can_be_trained_again(small: Dataset) -> None:
    run = driven(small, 7)
    back = Run.restored(run.saved(), small)
    back.play()
    assert back.advance() == 0
    assert back.state is State.FINISHED
    back.reset(SHORT)
    assert back.restored_from is None
    back.play()
    back.advance()
    assert np.array_equal(back.progress.weights.W, driven(small).progress.weights.W)


def with_weights(saved: SavedModel, size: float) -> SavedModel:
    W = np.full((10, 784), size, np.float32)
    W[::2] *= -1
    return dataclasses.replace(saved, model=Model(W, saved.model.b, saved.config.head))


def test_weights_beyond_all_measure_are_refused(small: Dataset) -> None:
    saved = driven(small).saved()
    with pytest.raises(ValueError, match="loss is not a number"):
        Run.restored(with_weights(saved, 3e38), small)
    assert Run.restored(with_weights(saved, 1e6), small).state is State.FINISHED


def test_a_smaller_data_set_than_it_was_trained_on_is_refused(small: Dataset) -> None:
    saved = dataclasses.replace(driven(small).saved(), config=SHORT.replace(train_size=3_001))
    with pytest.raises(ValueError, match=r"train_size must be .* to 3,000"):
        Run.restored(saved, small)
