"""The best fit: how far a run is from the best that this model can do."""

from __future__ import annotations

import weakref
from dataclasses import dataclass

import streamlit as st

from pages.runs import experiment
from pages.shared.components import elements
from pages.shared.live import refresh
from pages.shared.state import resources, saved_runs
from pages.shared.state.shelf import Kept
from pages.shared.state.visitor import Session
from softmax.charts import percent
from softmax.data import Dataset
from softmax.experiments import (
    Optimum,
    OptimumProgress,
    measured_optimum,
    objective_at,
)
from softmax.experiments.optimum import MAX_ITERATIONS, TOLERANCE
from softmax.maths import Head
from softmax.training import Config, Progress, State


@dataclass(frozen=True)
class Problem:
    """What decides an optimum: nothing of how one gets there."""

    dataset: Dataset
    head: Head
    l2: float
    train_size: int


# Found in this process, by whichever visitor. And the objective of each kept run.
_found: dict[Problem, OptimumProgress] = {}
_objectives: weakref.WeakKeyDictionary[Progress, float] = weakref.WeakKeyDictionary()


def known(config: Config, dataset: Dataset) -> float | None:
    """The least objective that this config's model can have, where it was measured or found."""
    measured = measured_optimum(config) if dataset is resources.dataset() else None
    if measured is not None and dataset.is_mnist:
        return measured
    found = _found.get(_problem(config, dataset))
    return found.objective if found else None


def _certain(config: Config, dataset: Dataset) -> bool:
    """Whether what is known is the optimum itself, and not only that it lies no higher: without
    a penalty the weights grow for ever, and the search ends before they do."""
    found = _found.get(_problem(config, dataset))
    return found is None or found.reached


def show(_mine: Session) -> None:
    """Every kept run with its distance; and the search, where an optimum is not known yet."""
    _keep_what_was_found()
    runs = saved_runs.shelf().kept
    with st.container(key="runs-best-words"):
        st.markdown(
            "The training loss with its penalty has one lowest point, and no run can get below "
            "it. How far above it a run stands is all that a better optimizer or more time could "
            "still gain; what is missing beyond that, only another model could read. The test "
            "images are others: there a run may read a little more than the best fit does."
        )
    if not runs:
        st.markdown("Nothing to measure yet: pause or finish a run, and its distance is here.")
        st.page_link("train/page.py", label="To the Train page")
        return
    elements.show("gaps", key="runs-gaps", data=gaps(runs))
    _search(runs)


def gaps(runs: tuple[Kept, ...]) -> dict[str, object]:
    """The data of <ten-gaps>."""
    return {"rows": [_row(number, run) for number, run in enumerate(runs, 1)]}


def _row(number: int, run: Kept) -> dict[str, object]:
    config = run.progress.config
    optimum, objective = known(config, run.dataset), _objective(run)
    test = run.progress.test
    ceiling = refresh.ceiling(run.progress)
    return {
        "number": number,
        "name": run.name,
        "objective": round(objective, 4),
        "optimum": None if optimum is None else round(optimum, 4),
        # What is printed adds up: the difference of the two as they stand there.
        "gap": None
        if optimum is None
        else max(0.0, round(round(objective, 4) - round(optimum, 4), 4)),
        "certain": _certain(config, run.dataset),
        "test": percent(test.accuracy) if test else "",
        "ceiling": percent(ceiling.test) if ceiling and test else "",
    }


def _objective(run: Kept) -> float:
    """On all training images of the run; it costs some 50 ms, so once for each that is kept."""
    progress = run.progress
    if progress not in _objectives:
        W, b = progress.weights.W, progress.weights.b
        _objectives[progress] = objective_at(W, b, progress.config, run.dataset)
    return _objectives[progress]


# -- the search -----------------------------------------------------------------------------------


def _problem(config: Config, dataset: Dataset) -> Problem:
    return Problem(dataset, config.head, config.l2, config.train_size)


def _search(runs: tuple[Kept, ...]) -> None:
    """A button for the first optimum that is not known; live while it is looked for."""
    unknown = [run for run in runs if known(run.progress.config, run.dataset) is None]
    if not unknown and not experiment.running("search"):
        return
    with st.container(key="runs-search", horizontal=True, vertical_alignment="center"):
        begin = "Find the lowest point"
        if unknown:
            config = unknown[0].progress.config
            begin = f"Find the lowest point for L2 {config.l2:g}"
        experiment.controls("search", begin, lambda: _begin(unknown[0]), primary=False)
        experiment.watch("search", _state)


def _begin(run: Kept) -> None:
    experiment.start("search", Optimum(run.progress.config, run.dataset))


def _state() -> None:
    search = experiment.get("search", Optimum)
    if search is None:
        st.markdown("It takes L-BFGS some 200 passes over all images, about ten seconds.")
        return
    progress = search.progress
    if not progress.iterations:
        st.markdown("The first passes over all images.")
    else:
        st.markdown(
            f"Iteration {progress.iterations} of at most {MAX_ITERATIONS}: objective "
            f"**{progress.objective:.5f}**, steepest slope {progress.steepest:.0e}, "
            f"to be below {TOLERANCE:.0e}."
        )


def _keep_what_was_found() -> None:
    search = experiment.get("search", Optimum)
    if search is not None and search.state is State.FINISHED:
        _found[_problem(search.config, search.dataset)] = search.progress
        experiment.drop("search")
