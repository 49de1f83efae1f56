"""Saved runs side by side: their curves, a table of them, and the weights of two."""

from collections.abc import Sequence

import streamlit as st

from pages.runs import line_chart, race, table, weight_difference
from pages.runs.line_chart import Line
from pages.shared.components import elements
from pages.shared.components.widgets import choice
from pages.shared.live import run_data
from pages.shared.state import saved_runs
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.saved_runs import SavedRun
from pages.shared.state.visitor import play
from softmax.training import SETTINGS, Point

SAMPLES, EPOCHS = "Samples seen", "Epochs"
# What the loss of each head is; the two are of different kinds, so each has its own chart.
LOSSES = {"softmax": "mean per image, in nats", "sigmoid": "ten yes-or-no losses, added up"}


def show(mine: RunHandle) -> None:
    """The saved runs, or an invitation to train one."""
    saved = saved_runs.current()
    if not saved.runs and saved.deleted is None:
        _invite(mine.running)
        return
    if saved.runs:
        _curves(saved.runs)
    table.show(mine.running)
    if len(saved.runs) > 1:
        weight_difference.show(saved.runs)


def _invite(running: bool) -> None:
    with st.container(key="runs-invitation"):
        if running:
            st.markdown(
                "Your first run is on its way. When it is paused or finished it is kept here, "
                "with its curves, its settings and its weights. Change a setting, train again, "
                "and the two stand side by side."
            )
            return
        st.markdown(
            "Every run that you pause or finish is kept here, with its curves, its settings and "
            "its weights. Train one, change a setting, train again, and compare."
        )
        with st.container(key="runs-first", horizontal=True):
            st.button("Train a first run", key="runs_train", type="primary", on_click=play)
            st.button("Race the presets", key="runs_race", on_click=_race)


def _race() -> None:
    st.session_state["runs_view"] = "Presets"
    race.begin()


def _curves(runs: Sequence[SavedRun]) -> None:
    with st.container(key="runs-curves-head", horizontal=True, vertical_alignment="center"):
        against = choice("Against", [SAMPLES, EPOCHS], SAMPLES, key="runs_against")
    lines = [_line(number, run, against) for number, run in enumerate(runs, 1)]
    furthest = max((x for line in lines for x, _ in line.points), default=0.0)
    x = line_chart.linear(furthest or 1.0, against.lower())
    accuracies = line_chart.accuracies(
        "Validation accuracy", "share read correctly", lines, x, _optimum(runs)
    )
    left, right = st.columns(2, gap="large")
    heads = list(dict.fromkeys(run.progress.config.head for run in runs))
    with left:
        for head in heads:
            title = "Validation loss"
            if len(heads) > 1:
                title += f", {SETTINGS['head'].text(head).lower()}"
            same = [line for line, run in zip(lines, runs, strict=True)
                    if run.progress.config.head == head]  # fmt: skip
            data = line_chart.losses(title, LOSSES[head], same, x)
            elements.show("lines", key=f"runs-losses-{head}", data=data)
    with right:
        elements.show("lines", key="runs-accuracies", data=accuracies)


def _line(number: int, run: SavedRun, against: str) -> Line:
    steps_per_epoch = run.progress.config.steps_per_epoch

    def at(point: Point) -> float:
        return point.samples if against == SAMPLES else point.step / steps_per_epoch

    points = [(at(point), point.validation) for point in run.progress.points]
    return Line(f"{number}  {run.name}", str(number), run.slot, points)


def _optimum(runs: Sequence[SavedRun]) -> float | None:
    """The validation accuracy at the lowest loss, if it is known and the same for all runs."""
    found = {run_data.optimum_accuracy(run.progress) for run in runs}
    optimum = found.pop() if len(found) == 1 else None
    return optimum.validation if optimum else None
