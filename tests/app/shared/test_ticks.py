"""How often a page is repainted while a run plays."""

from __future__ import annotations

import pytest

from pages.shared.live import ticks
from pages.shared.state.run_handle import RunHandle
from softmax.data import Dataset
from softmax.scheduling import Pool
from softmax.training import Config, Progress, Run, State

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


@pytest.fixture
def mine(small: Dataset) -> RunHandle:
    """A run of the small set, in a pool without workers."""
    pool = Pool(workers=0)
    run = Run(SHORT, small)
    return RunHandle(pool.add(run), run, pool)


def progress_of(mine: RunHandle, steps: int) -> Progress:
    mine.run.play(steps)
    mine.run.advance()
    return mine.progress


def test_nothing_is_repainted_where_nothing_moves(mine: RunHandle) -> None:
    assert ticks.interval(mine, 0.1) is None
    progress_of(mine, 3)
    assert mine.run.state is State.PAUSED
    assert ticks.interval(mine, 0.1) is None


@pytest.mark.parametrize(
    ("runs", "expected"), [(1, 0.07), (2, 0.07), (4, 0.5), (20, 1.0), (1_000, 2.0)]
)
def test_many_runs_share_what_the_server_can_draw(
    mine: RunHandle, monkeypatch: pytest.MonkeyPatch, runs: int, expected: float
) -> None:
    mine.pool.play(mine.token)
    monkeypatch.setattr(Pool, "live", property(lambda _: runs))
    assert ticks.interval(mine, 0.07) == pytest.approx(expected)
