"""Saved runs: what is saved, its limits and names, and how it is found again."""

from __future__ import annotations

import gc

import numpy as np
import pytest

from pages.shared.state import saved_runs, visitor
from pages.shared.state.saved_runs import LIMIT, MAX_PINNED, SavedRuns
from softmax.data import Dataset
from softmax.scheduling import Pool, pool
from softmax.training import Run
from tests.app.conftest import TINY
from tests.app.runs.conftest import FEW, named, stepped


@pytest.fixture
def saved() -> SavedRuns:
    return SavedRuns(named)


def fill(saved: SavedRuns, dataset: Dataset, count: int) -> list[int]:
    """Save so many runs; returns their trainings."""
    runs = [stepped(dataset, FEW.replace(seed=seed)) for seed in range(count)]
    for run in runs:
        saved.save(run.progress, dataset)
    return [run.progress.training for run in runs]


def test_a_run_paused_twice_is_saved_once_and_updated(saved: SavedRuns, small: Dataset) -> None:
    run = stepped(small)
    for _ in range(2):
        saved.save(run.progress, small)
    run.play(2)
    run.advance()
    saved.save(run.progress, small)
    (one,) = saved.runs
    assert one.progress.step == 5
    assert np.array_equal(one.progress.weights.W, run.progress.weights.W)
    assert "batch" not in vars(one.progress), "what was computed of the moment is not kept"
    assert one.dataset is small


def test_a_run_without_a_step_is_not_saved(saved: SavedRuns, small: Dataset) -> None:
    saved.save(Run(FEW, small).progress, small)
    assert saved.runs == ()


def test_a_finished_run_is_not_updated(saved: SavedRuns, small: Dataset) -> None:
    run = stepped(small, steps=None)
    saved.save(run.progress, small)
    run.set_learning_rate(0.5)  # for the next training, but it is in the run's config
    saved.save(run.progress, small)
    (one,) = saved.runs
    assert one.progress.config == FEW


def test_a_paused_run_is_named_by_its_current_rate_unless_the_visitor_named_it(
    saved: SavedRuns, small: Dataset
) -> None:
    run = stepped(small)
    saved.save(run.progress, small)
    run.set_learning_rate(0.5)
    saved.save(run.progress, small)
    assert saved.runs[0].name.startswith("Momentum, rate 0.5")
    saved.rename(saved.runs[0].training, "mine")
    run.set_learning_rate(0.7)
    saved.save(run.progress, small)
    assert saved.runs[0].name == "mine"


def test_the_oldest_unpinned_run_makes_room(saved: SavedRuns, small: Dataset) -> None:
    trainings = fill(saved, small, LIMIT)
    saved.pin(trainings[0], True)
    (newest,) = fill(saved, small, 1)
    found = [one.training for one in saved.runs]
    assert found == [trainings[0], *trainings[2:], newest]
    assert sorted(one.slot for one in saved.runs) == list(range(LIMIT))


def test_one_run_is_always_left_unpinned(saved: SavedRuns, small: Dataset) -> None:
    trainings = fill(saved, small, LIMIT)
    for training in trainings:
        saved.pin(training, True)
    assert sum(one.pinned for one in saved.runs) == MAX_PINNED
    assert not saved.may_pin
    (newest,) = fill(saved, small, 1)
    assert newest in [one.training for one in saved.runs]
    saved.pin(trainings[0], False)
    assert saved.may_pin


def test_names_are_cleaned_and_an_empty_one_restores_the_first(
    saved: SavedRuns, small: Dataset
) -> None:
    (training,) = fill(saved, small, 1)
    first = saved.runs[0].name
    saved.rename(training, "  my \n  <b>best</b>  ")
    assert saved.runs[0].name == "my <b>best</b>"
    saved.rename(training, "x" * 500)
    assert saved.runs[0].name == "x" * 60
    saved.rename(training, "   ")
    assert saved.runs[0].name == first
    saved.rename(-1, "nobody")


def test_equal_names_are_numbered(saved: SavedRuns, small: Dataset) -> None:
    for _ in range(3):
        saved.save(stepped(small).progress, small)
    first, second, third = (one.name for one in saved.runs)
    assert (second, third) == (f"{first} (2)", f"{first} (3)")


def test_undo_restores_a_deleted_run_in_its_place(saved: SavedRuns, small: Dataset) -> None:
    trainings = fill(saved, small, 3)
    before = saved.runs
    saved.delete(trainings[1])
    assert [one.training for one in saved.runs] == [trainings[0], trainings[2]]
    assert saved.deleted is before[1]
    saved.undo()
    assert [one.training for one in saved.runs] == trainings
    assert saved.deleted is None
    saved.undo()
    assert len(saved.runs) == 3


def test_undo_makes_room_like_any_other_run(saved: SavedRuns, small: Dataset) -> None:
    first, *_ = fill(saved, small, LIMIT)
    saved.delete(first)
    fill(saved, small, 1)
    saved.undo()
    assert len(saved.runs) == LIMIT
    assert first in [one.training for one in saved.runs]
    assert len({one.slot for one in saved.runs}) == LIMIT


def test_undo_respects_the_limit_of_pinned_runs(saved: SavedRuns, small: Dataset) -> None:
    trainings = fill(saved, small, LIMIT)
    for training in trainings[:MAX_PINNED]:
        saved.pin(training, True)
    saved.delete(trainings[0])
    saved.pin(trainings[-1], True)
    saved.undo()
    assert sum(one.pinned for one in saved.runs) == MAX_PINNED
    (newest,) = fill(saved, small, 1)
    assert newest in [one.training for one in saved.runs]


def test_a_deleted_run_is_not_saved_again_until_it_goes_on(
    saved: SavedRuns, small: Dataset
) -> None:
    run = stepped(small)
    saved.save(run.progress, small)
    saved.delete(run.progress.training)
    saved.save(run.progress, small)
    assert saved.runs == ()
    run.play(1)
    run.advance()
    saved.save(run.progress, small)
    assert len(saved.runs) == 1
    saved.undo()
    assert len(saved.runs) == 1, "it is there already"


def test_saved_runs_are_found_again_with_their_run(
    monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    state: dict[str, object] = {}
    monkeypatch.setattr(saved_runs.st, "session_state", state)
    run = stepped(mnist, TINY, 1)
    saved_runs.record(run)
    own = saved_runs.current()
    state.clear()  # the page was loaded again
    saved_runs.record(run)
    assert saved_runs.current() is own
    state.clear()
    assert not saved_runs.current().runs  # the page is drawn before the tab reports its run
    saved_runs.record(run)
    assert saved_runs.current() is own
    assert len(own.runs) == 1
    del run
    gc.collect()
    assert own not in saved_runs._saved_with.values()


# -- runs that were set aside -------------------------------------------------------------------


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The session state of a visitor whose page is not drawn."""
    state: dict[str, object] = {}
    monkeypatch.setattr(saved_runs.st, "session_state", state)
    return state


def test_back_to_my_run_saves_what_the_other_has_come_to(
    state: dict[str, object], monkeypatch: pytest.MonkeyPatch, small: Dataset
) -> None:
    runs = Pool(workers=0)
    monkeypatch.setattr(visitor, "shared", lambda: runs)
    mine = visitor.Visitor(FEW)
    mine.token = own = runs.add(stepped(small, FEW))
    other = stepped(small, FEW.replace(seed=1))
    mine.bring_in(other)
    mine.put_back()
    assert mine.token == own
    assert saved_runs.current().find(other.progress.training) is not None


def test_a_full_pool_does_not_evict_the_run_that_is_set_aside(
    state: dict[str, object], monkeypatch: pytest.MonkeyPatch, small: Dataset
) -> None:
    now = 0.0
    runs = Pool(workers=0, clock=lambda: now)
    monkeypatch.setattr(visitor, "shared", lambda: runs)
    monkeypatch.setattr(pool, "MAX_KEPT", 2)
    mine = visitor.Visitor(FEW)
    mine.token = own = runs.add(stepped(small, FEW))
    now = 50.0
    somebodys = runs.add(stepped(small, FEW))
    now = 100.0
    mine.bring_in(stepped(small, FEW.replace(seed=1)))
    assert own in runs
    assert somebodys not in runs
