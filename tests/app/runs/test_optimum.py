"""Runs, Best fit: the distance of saved runs from the optimum."""

from __future__ import annotations

import numpy as np
import pytest

from pages.runs import optimum
from softmax.data import Dataset
from softmax.experiments import Optimum, objective_at
from softmax.training import State
from tests.app.conftest import HOPELESS, TINY, Visitor
from tests.app.runs.conftest import experiment, until_over, view


def test_an_unknown_optimum_is_searched(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    monkeypatch.setattr(optimum, "_found", {})
    visitor.open("train").bring_to(State.FINISHED).open("runs")
    view(visitor, "Best fit")
    (gaps,) = visitor.shown("gaps")
    (row,) = gaps["rows"]
    weights = visitor.run.progress.weights
    objective = objective_at(weights.W, weights.b, TINY, mnist)
    assert row["objective"] == round(objective, 4)
    assert (row["optimum"], row["gap"]) == (None, None), "that of 100 images is not known"
    visitor.click("search_begin")
    search = experiment(visitor, "search")
    assert isinstance(search, Optimum)
    until_over(visitor, search)
    visitor.look()
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert row["optimum"] == round(search.progress.objective, 4)
    assert row["gap"] == pytest.approx(row["objective"] - row["optimum"], abs=1e-9)
    assert row["gap"] > 0
    assert not {key for key in visitor.buttons if key.startswith("search_")}


def test_the_optimum_of_the_default_penalty_is_known(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("runs")
    view(visitor, "Best fit")
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert row["optimum"] == 0.2627
    assert row["test"] == "", "a paused run is not evaluated on the test images"
    assert "search_begin" not in visitor.buttons


def test_without_a_run_there_is_nothing_to_measure(visitor: Visitor) -> None:
    view(visitor.open("runs"), "Best fit")
    assert not visitor.shown("gaps")
    assert "Nothing to measure yet" in visitor.at.markdown[-1].value


def test_a_diverged_run_has_an_objective(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.DIVERGED).open("runs")
    view(visitor, "Best fit")
    assert visitor.run.config == HOPELESS
    ((row,),) = [gaps["rows"] for gaps in visitor.shown("gaps")]
    assert np.isfinite(row["objective"])
