"""Many rates at once, against as many single engines."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from softmax.data import Dataset
from softmax.experiments import Sweep, spread
from softmax.experiments.sweep import MAX_RATES, StackedEngine
from softmax.scheduling import Pool
from softmax.training import Config, Engine, State
from softmax.training.engine import CHUNK_ROWS
from softmax.training.images import evaluation_set

HEADS = ("softmax", "sigmoid")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adam")
RATES = (0.002, 0.01, 0.03, 0.1)
SHORT = Config(train_size=640, batch_size=64, epochs=2)


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("schedule", ["constant", "linear"])
def test_every_step_is_that_of_single_engines(
    mnist: Dataset, head: str, optimizer: str, schedule: str
) -> None:
    config = Config(
        head=head, optimizer=optimizer, schedule=schedule, init="normal", train_size=2_000,
        batch_size=100, epochs=2, l2=1e-3, learning_rate=0.01,
    )  # fmt: skip
    stacked = StackedEngine(config, mnist, RATES)
    singles = [Engine(config.replace(learning_rate=rate), mnist) for rate in RATES]
    assert_allclose(stacked.W.view(4, 10, 784), torch.stack([s.W for s in singles]))
    for step in range(config.total_steps):
        stacked.step(step, config.rate_at(step))
        for single in singles:
            single.step(step, single.config.rate_at(step))
        for k, single in enumerate(singles):
            assert_allclose(stacked.W[10 * k : 10 * k + 10], single.W, atol=1e-5, rtol=1e-5)
            assert_allclose(stacked.b[10 * k : 10 * k + 10], single.b, atol=1e-5, rtol=1e-5)
    assert np.abs(stacked.W.numpy()).max() > 0.02, "something was learned"


def test_large_batches_are_summed_over_chunks(mnist: Dataset) -> None:
    config = Config(train_size=3 * CHUNK_ROWS, batch_size=2 * CHUNK_ROWS + 17, learning_rate=0.1)
    stacked, single = StackedEngine(config, mnist, (0.05, 0.1)), Engine(config, mnist)
    stacked.step(0, 0.1)
    single.step(0, 0.1)
    assert_allclose(stacked.W[10:], single.W, atol=1e-6)
    assert_allclose(stacked.W[:10], single.W / 2, atol=1e-6)


@pytest.mark.parametrize("head", HEADS)
def test_each_model_is_measured_by_itself(mnist: Dataset, head: str) -> None:
    config = Config(head=head, train_size=1_000, batch_size=50, learning_rate=0.01)
    stacked = StackedEngine(config, mnist, RATES)
    single = Engine(config, mnist)
    for step in range(20):
        stacked.step(step, 0.01)
    images = evaluation_set(mnist.validation, 1_500)
    for k, metrics in enumerate(stacked.evaluate_all(images)):
        single.W.copy_(stacked.W[10 * k : 10 * k + 10])
        single.b.copy_(stacked.b[10 * k : 10 * k + 10])
        alone = single.evaluate(images)
        assert metrics.loss == pytest.approx(alone.loss, rel=1e-5)
        assert metrics.accuracy == alone.accuracy


def test_a_rate_that_overflows_spoils_no_other(mnist: Dataset) -> None:
    config = SHORT.replace(schedule="constant", l2=10.0, epochs=20, learning_rate=0.001)
    sweep = Sweep(config, mnist, (0.001, 1e6, 0.002))
    alone = Sweep(config, mnist, (0.001, 0.002))
    for one in (sweep, alone):
        one.play()
        one.advance()
    found = sweep.progress
    assert found.losses[1] == math.inf
    assert found.diverging.tolist() == [False, True, False]
    assert_allclose(found.losses[[0, 2]], alone.progress.losses, rtol=1e-5)


def test_a_finite_loss_above_the_start_is_too_large_a_step(mnist: Dataset) -> None:
    config = Config(optimizer="sgd", schedule="constant", train_size=1_000, batch_size=100)
    sweep = Sweep(config, mnist, (0.1, 500.0))
    assert sweep.progress.start_loss == pytest.approx(math.log(10))
    assert not sweep.progress.diverging.any(), "nobody has moved"
    sweep.play()
    sweep.advance()
    assert np.isfinite(sweep.progress.losses).all()
    assert sweep.progress.diverging.tolist() == [False, True]
    assert sweep.progress.best == 0


def test_the_result_does_not_depend_on_the_slices(small: Dataset) -> None:
    whole, sliced = Sweep(SHORT, small, RATES), Sweep(SHORT, small, RATES)
    whole.play()
    assert whole.advance() == SHORT.total_steps
    sliced.play()
    while sliced.state is State.RUNNING:
        assert sliced.advance(3) <= 3
        sliced.pause()
        sliced.play()
    assert whole.state is sliced.state is State.FINISHED
    assert whole.progress.losses.tolist() == sliced.progress.losses.tolist()
    assert whole.progress.done == 1


def test_the_pool_serves_a_sweep(small: Dataset) -> None:
    pool = Pool(workers=0, clock=lambda: 0.0)  # on which nothing is ever parked
    sweep = Sweep(SHORT.replace(epochs=50), small, RATES)
    token = pool.add(sweep)
    assert pool.get(token) is None, "it is no run"
    pool.play(token)
    assert pool.live == 1
    assert pool.serve_next()
    first = sweep.progress.step
    assert 0 < first < sweep.config.total_steps
    pool.pause(token)
    pool.serve_next()
    assert (sweep.state, sweep.progress.step) == (State.PAUSED, first)
    pool.play(token)
    while pool.serve_next():
        pass
    assert sweep.state is State.FINISHED
    assert pool.live == 0


def test_rates_out_of_bounds_are_refused(small: Dataset) -> None:
    for rates in ((0.1,), tuple(np.linspace(0.1, 1, MAX_RATES + 1))):
        with pytest.raises(ValueError, match="from 2 to 32 rates"):
            Sweep(SHORT, small, rates)
    with pytest.raises(ValueError, match="learning_rate must be a number from"):
        Sweep(SHORT, small, (0.1, math.nan))


@pytest.mark.parametrize("count", [2, 8, 16, 24, 32])
def test_rates_are_spread_over_the_decades(count: int) -> None:
    rates = spread(0.004, 400, count)
    assert len(set(rates)) == count
    assert (rates[0], rates[-1]) == (0.004, 400)
    assert_allclose(np.diff(np.log(rates)), math.log(1e5) / (count - 1), atol=0.1)


def test_rates_that_lie_close_together_stay_apart() -> None:
    assert len(set(spread(0.1, 0.1001, 32))) == 32
    with pytest.raises(ValueError, match="must be below"):
        spread(1, 1, 8)
