"""Kept runs: their curves over each other, what they differ in, and two sets of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import streamlit as st

from pages.runs import line_chart
from pages.runs.line_chart import Line
from pages.runs.race import begin as race_the_presets
from pages.shared.components import elements, encoding
from pages.shared.live import refresh
from pages.shared.state import resources, run_names, saved_runs
from pages.shared.state.shelf import Kept
from pages.shared.state.visitor import Session, play
from pages.shared.state.widgets import choice
from softmax.charts import percent, symmetric_limit
from softmax.training import Point, State

SAMPLES, EPOCHS = "Samples seen", "Epochs"
TABLE = "runs-table"
STATES = {State.FINISHED: "finished", State.DIVERGED: "diverged"}


def show(session: Session) -> None:
    """The kept runs, or what will be here."""
    shelf = saved_runs.shelf()
    if not shelf.kept and shelf.deleted is None:
        _invitation(session)
        return
    if shelf.kept:
        _charts(shelf.kept)
    _table(session)
    if len(shelf.kept) > 1:
        _two(shelf.kept)


def _invitation(session: Session) -> None:
    with st.container(key="runs-invitation"):
        if session.running:
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
    race_the_presets()


# -- curves ---------------------------------------------------------------------------------------


def _charts(runs: Sequence[Kept]) -> None:
    with st.container(key="runs-curves-head", horizontal=True, vertical_alignment="center"):
        against = choice("Against", [SAMPLES, EPOCHS], SAMPLES, key="runs_against")
    drawn = [_line(number, run, against) for number, run in enumerate(runs, 1)]
    furthest = max((x for line in drawn for x, _ in line.points), default=0.0)
    x = line_chart.linear(furthest or 1.0, against.lower())
    left, right = st.columns(2, gap="large")
    with left:
        data = line_chart.losses("Validation loss", "mean per image, in nats", drawn, x)
        elements.show("lines", key="runs-losses", data=data)
    with right:
        data = line_chart.accuracies(
            "Validation accuracy", "share read correctly", drawn, x, _ceiling(runs)
        )
        elements.show("lines", key="runs-accuracies", data=data)


def _line(number: int, run: Kept, against: str) -> Line:
    def at(point: Point) -> float:
        steps = run.progress.config.steps_per_epoch
        return point.samples if against == SAMPLES else point.step / steps

    points = [(at(point), point.validation) for point in run.progress.points]
    return Line(f"{number}  {run.name}", str(number), run.slot, points)


def _ceiling(runs: Sequence[Kept]) -> float | None:
    """The best that the model can do, where that is the same and known for all of them."""
    found = {refresh.ceiling(run.progress) for run in runs}
    best = found.pop() if len(found) == 1 else None
    return best.validation if best else None


# -- the table ------------------------------------------------------------------------------------


def _table(session: Session) -> None:
    shelf = saved_runs.shelf()
    fields = run_names.differing(
        [run.progress.config for run in shelf.kept], resources.default_config()
    )
    elements.show(
        "runs",
        key=TABLE,
        data={
            "columns": [*map(run_names.heading, fields), "at epoch", "training loss",
                        "validation", "test"],
            "rows": [_row(number, run, fields) for number, run in enumerate(shelf.kept, 1)],
            "mayPin": shelf.may_pin,
            "deleted": shelf.deleted.name if shelf.deleted else None,
            "note": _note(session, len(shelf.kept)),
        },
        on={"rename": _rename, "pin": _pin, "remove": _remove, "undo": _undo},
    )  # fmt: skip


def _note(session: Session, count: int) -> str:
    if session.running:
        return "The run that is training joins them when it is paused or finished."
    if count == 1:
        return "Change a setting on the Train page and train again: the second run joins this one."
    return "Twelve are kept; then the oldest that is not pinned makes room."


def _row(number: int, run: Kept, fields: Sequence[str]) -> dict[str, object]:
    progress = run.progress
    return {
        "training": run.training,
        "number": number,
        "slot": run.slot,
        "name": run.name,
        "pinned": run.pinned,
        "state": STATES.get(progress.state, "paused"),
        "values": [
            *(_value(run, field) for field in fields),
            f"{progress.epoch:.1f}",
            f"{progress.latest.train.loss:.3f}",
            percent(progress.latest.validation.accuracy),
            percent(progress.test.accuracy) if progress.test else "",
        ],
    }


def _value(run: Kept, field: str) -> str:
    if field == "learning_rate":
        return ", then ".join(f"{rate:g}" for rate in rates_used(run))
    return run_names.value(run.progress.config, field)


def rates_used(run: Kept) -> list[float]:
    """The base rates at which steps were taken, in their order."""
    rates, taken = run.progress.rates, run.progress.step
    ends = [*(step for step, _ in rates[1:]), taken]
    used = [rate for (step, rate), end in zip(rates, ends, strict=True) if step < end <= taken]
    return used or [run.progress.config.learning_rate]


def _sent(name: str) -> list[object]:
    """What the table sent, without its time."""
    values: list[object] = st.session_state[TABLE][name]
    return values[:-1]


def _rename() -> None:
    training, name = _sent("rename")
    saved_runs.shelf().rename(_number(training), str(name))


def _pin() -> None:
    training, pinned = _sent("pin")
    saved_runs.shelf().pin(_number(training), bool(pinned))


def _remove() -> None:
    (training,) = _sent("remove")
    saved_runs.shelf().delete(_number(training))


def _undo() -> None:
    saved_runs.shelf().undo()


def _number(sent: object) -> int:
    """A number from the browser; -1, which is no training, in place of anything else."""
    return sent if isinstance(sent, int) else -1


# -- two sets of weights --------------------------------------------------------------------------


def _two(runs: Sequence[Kept]) -> None:
    numbers = {run.training: (number, run) for number, run in enumerate(runs, 1)}

    def name(training: int) -> str:
        number, run = numbers[training]
        return f"{number}  {run.name}"

    with st.container(key="runs-two"):
        with st.container(key="runs-two-head", horizontal=True, vertical_alignment="center"):
            st.markdown("## Two sets of weights")
            first = _choose("runs_first_of_two", "The first run", list(numbers), -2, name)
            st.markdown("against")
            second = _choose("runs_second_of_two", "The second run", list(numbers), -1, name)
        elements.show(
            "versus", key="runs-versus", data=versus(numbers[first][1], numbers[second][1])
        )


def _choose(
    key: str, label: str, options: list[int], default: int, name: Callable[[int], str]
) -> int:
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[default]
    return st.selectbox(
        label, options, index=options.index(st.session_state[key]), key=key, format_func=name,
        label_visibility="collapsed",
    )  # fmt: skip


def versus(first: Kept, second: Kept) -> dict[str, object]:
    """The data of <ten-versus>: ten pictures of each, and of their difference, on one scale."""
    W, V = first.progress.weights.W, second.progress.weights.W
    limit = symmetric_limit(np.stack([W, V]))
    rows = [
        {"name": first.name, "slot": first.slot, "values": encoding.signed(W, limit)["values"]},
        {"name": second.name, "slot": second.slot, "values": encoding.signed(V, limit)["values"]},
        {"name": "The first less the second", "slot": None,
         "values": encoding.signed(W - V, limit)["values"]},
    ]  # fmt: skip
    return {"rows": rows, "limit": limit}
