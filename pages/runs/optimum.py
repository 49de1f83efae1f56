"""The best fit: how far each saved run is from the lowest training objective, and its search."""

import math
import weakref
from dataclasses import dataclass

import streamlit as st

from pages.shared.components import elements
from pages.shared.live import experiment, run_data
from pages.shared.state import resources, saved_runs
from pages.shared.state.saved_runs import SavedRun
from softmax.data import Dataset
from softmax.experiments import (
    Optimum,
    OptimumProgress,
    measured_optimum,
    objective_at,
)
from softmax.experiments.optimum import MAX_ITERATIONS, TOLERANCE
from softmax.maths import Head
from softmax.numbers import percent, plain, tick
from softmax.training import Config, Progress, State


@dataclass(frozen=True)
class Problem:
    """What determines an optimum; how it is reached plays no part."""

    dataset: Dataset
    head: Head
    l2: float
    train_size: int


# Caches for all visitors: the optima found, and the objective of each saved run.
_found: dict[Problem, OptimumProgress] = {}
_objectives: weakref.WeakKeyDictionary[Progress, float] = weakref.WeakKeyDictionary()


def known(config: Config, dataset: Dataset) -> float | None:
    """The lowest objective of this config's model, where it was measured or found."""
    measured = measured_optimum(config) if dataset is resources.dataset() else None
    if measured is not None and dataset.is_mnist:
        return measured
    found = _found.get(_problem(config, dataset))
    return found.objective if found else None


def _certain(config: Config, dataset: Dataset) -> bool:
    """Whether ``known`` is the optimum and not only an upper bound: without a penalty the weights
    grow without end, and the search stops before it converges."""
    found = _found.get(_problem(config, dataset))
    return found is None or found.reached


def _problem(config: Config, dataset: Dataset) -> Problem:
    return Problem(dataset, config.head, config.l2, config.train_size)


def show() -> None:
    """Every saved run with its distance, and the search for an optimum that is not known."""
    _keep_found()
    # Trained on other images, a run's lowest loss is another.
    runs = tuple(run for run in saved_runs.current().runs if not run.progress.config.own_share)
    with st.container(key="runs-best-words"):
        st.markdown(
            "The training loss with its penalty has one lowest point, and no run can get below "
            "it. How far above it a run stands is all that a better optimizer or more time could "
            "still gain; what is missing beyond that, only another model could read. The test "
            "images are others: there a run may read a little more than the lowest loss does."
        )
    if not runs:
        st.markdown("Nothing to measure yet: pause or finish a run, and its distance is here.")
        st.page_link("train/page.py", label="To the Train page")
        return
    rows = [_row(number, run) for number, run in enumerate(runs, 1)]
    elements.show("gaps", key="runs-gaps", data={"rows": rows})
    _search(runs)


def _row(number: int, run: SavedRun) -> dict[str, object]:
    """A row of <ten-gaps>. The printed gap is the difference of the two printed figures."""
    config, test = run.progress.config, run.progress.test
    optimum, objective = known(config, run.dataset), round(_objective(run), 4)
    if optimum is not None:
        optimum = round(optimum, 4)
    accuracy = run_data.optimum_accuracy(run.progress)
    return {
        "number": number,
        "name": run.name,
        "objective": objective,
        "optimum": optimum,
        "gap": None if optimum is None else max(0.0, round(objective - optimum, 4)),
        "certain": _certain(config, run.dataset),
        "test": percent(test.accuracy) if test else "",
        "optimumTest": percent(accuracy.test) if accuracy and test else "",
    }


def _objective(run: SavedRun) -> float:
    """On all training images of the run, which takes 50 ms: once for each saved run."""
    progress = run.progress
    if progress not in _objectives:
        W, b = progress.weights.W, progress.weights.b
        found = objective_at(W, b, progress.config, run.dataset)
        _objectives[progress] = found if math.isfinite(found) else math.inf  # it overflows
    return _objectives[progress]


# -- the search -----------------------------------------------------------------------------------


def _search(runs: tuple[SavedRun, ...]) -> None:
    """A button for the first optimum that is not known, and the progress of its search."""
    unknown = [run for run in runs if known(run.progress.config, run.dataset) is None]
    if not unknown and not experiment.running("search"):
        return
    with st.container(key="runs-search", horizontal=True, vertical_alignment="center"):
        begin = "Find the lowest point"
        if unknown:
            begin += f" for L2 {plain(unknown[0].progress.config.l2)}"
        experiment.controls("search", begin, lambda: _begin(unknown[0]), primary=False)
        experiment.watch("search", _progress)


def _begin(run: SavedRun) -> None:
    experiment.start("search", Optimum(run.progress.config, run.dataset))


def _progress() -> None:
    search = experiment.get("search", Optimum)
    if search is None:
        st.markdown("It takes L-BFGS some 200 passes over all images, about ten seconds.")
    elif not search.progress.iterations:
        st.markdown("The first passes over all images.")
    else:
        progress = search.progress
        st.markdown(
            f"Iteration {progress.iterations} of at most {MAX_ITERATIONS}: objective "
            f"**{progress.objective:.5f}**, steepest slope {tick(_one_digit(progress.steepest))}, "
            f"to be below {tick(TOLERANCE)}."
        )


def _one_digit(slope: float) -> float:
    return float(f"{slope:.0e}")


def _keep_found() -> None:
    search = experiment.get("search", Optimum)
    if search is not None and search.state is State.FINISHED:
        _found[_problem(search.config, search.dataset)] = search.progress
        experiment.drop("search")
