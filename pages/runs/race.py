"""Presets: six optimizers from the same start, by the images they see and the time they take."""

from __future__ import annotations

import streamlit as st

from pages.runs import experiment, line_chart, optimum
from pages.runs.line_chart import Line
from pages.shared.components import elements
from pages.shared.state import resources
from pages.shared.state.names import NAMES
from pages.shared.state.visitor import Session
from softmax.charts import percent
from softmax.experiments import (
    Preset,
    Race,
    Track,
    progress_share,
)
from softmax.training import State

TITLES: dict[Preset, str] = {
    "sgd": NAMES["sgd"],
    "momentum": NAMES["momentum"],
    "nesterov": NAMES["nesterov"],
    "adam": NAMES["adam"],
    "gradient_descent": "Full batch",
    "lbfgs": "L-BFGS",
}
SHORT: dict[Preset, str] = {
    "sgd": "SGD", "momentum": "ball", "nesterov": "Nest.", "adam": "Adam",
    "gradient_descent": "full", "lbfgs": "L-BFGS",
}  # fmt: skip
# The four of the small batches in full lines, the two of the full batch dotted and dashed.
SLOTS: dict[Preset, int] = {
    "sgd": 1, "momentum": 0, "nesterov": 8, "adam": 2, "gradient_descent": 5, "lbfgs": 4,
}  # fmt: skip
# A millisecond is about the time of seven steps of one batch.
FIRST_S = 1e-3


def show(_mine: Session) -> None:
    """The race: begun, live, or over."""
    race = experiment.get("race", Race)
    with st.container(key="runs-race-head", horizontal=True, vertical_alignment="center"):
        over = race is not None and race.state is State.FINISHED
        experiment.controls("race", "Race again" if over else "Race them", begin, primary=True)
        st.markdown(_words(race))
    if race is None:
        _contenders()
    else:
        experiment.watch("race", _picture)


def begin() -> None:
    """All six, with the default settings but their own optimizer and its best rate."""
    experiment.start("race", Race(resources.default_config(), resources.dataset()))


def _words(race: Race | None) -> str:
    if race is None:
        return (
            "Six ways down the same hill, each at the rate that suits it best. "
            "What does each buy for the images that it looks at, and for the time that it takes?"
        )
    if race.state is State.RUNNING:
        return "Whoever has used the least processor time moves next. Your own run waits meanwhile."
    if race.state is State.PAUSED:
        return f"Paused, {percent(progress_share(race.progress), 0)} of the way."
    return (
        "Small batches take a thousand small steps where the full batch takes one good one: "
        "they are near the end before it has begun."
    )


def _contenders() -> None:
    """Who will run, before anybody does."""
    tracks = Race(resources.default_config(), resources.dataset()).progress
    elements.show("runs", key="runs-contenders", data=_table(tracks, waiting=True))


def _picture() -> None:
    race = experiment.get("race", Race)
    if race is None:
        return
    tracks = race.progress
    left, right = st.columns(2, gap="large")
    with left:
        elements.show("lines", key="runs-race-samples", data=by_samples(tracks))
    with right:
        elements.show("lines", key="runs-race-time", data=by_time(tracks))
    elements.show("runs", key="runs-race-table", data=_table(tracks))


def by_samples(tracks: tuple[Track, ...]) -> dict[str, object]:
    """The data of <ten-lines>: validation loss against images seen."""
    drawn = [
        _line(track, [(stage.samples, stage.validation) for stage in track.stages[1:]])
        for track in tracks
    ]
    least = min(track.config.batch_size for track in tracks)
    most = max(track.total_samples for track in tracks)
    x = line_chart.logarithmic(least, most, "images seen")
    return line_chart.losses("By the images seen", "validation loss", drawn, x)


def by_time(tracks: tuple[Track, ...]) -> dict[str, object]:
    """The data of <ten-lines>: validation loss against seconds of processor time."""
    drawn = [
        _line(track, [(max(stage.cpu_s, FIRST_S), stage.validation) for stage in track.stages[1:]])
        for track in tracks
    ]
    furthest = max(track.latest.cpu_s for track in tracks)
    x = line_chart.logarithmic(FIRST_S, max(furthest, 10 * FIRST_S), "seconds of processor time")
    return line_chart.losses("By the time taken", "validation loss", drawn, x)


def _line(track: Track, points: list[tuple[float, object]]) -> Line:
    return Line(TITLES[track.preset], SHORT[track.preset], SLOTS[track.preset], points)  # type: ignore[arg-type]


def _table(tracks: tuple[Track, ...], waiting: bool = False) -> dict[str, object]:
    """The data of <ten-runs>."""
    results = ["images seen", "processor time", "validation", "test", "above the optimum"]
    return {
        "columns": ["rate", "batch", "passes", *([] if waiting else results)],
        "rows": [
            {
                "number": None,
                "slot": SLOTS[track.preset],
                "name": TITLES[track.preset],
                "state": "",
                "values": [*_choices(track), *([] if waiting else _results(track))],
            }
            for track in tracks
        ],
        "note": "The optimum is the least that the training objective can be, penalty included.",
    }


def _choices(track: Track) -> list[str]:
    config = track.config
    rate = "line search" if track.preset == "lbfgs" else f"{config.learning_rate:g}"
    whole = config.batch_size == config.train_size
    return [rate, "all" if whole else f"{config.batch_size:,}", f"{config.epochs}"]


def _results(track: Track) -> list[str]:
    least = optimum.known(track.config, resources.dataset())
    gap = None if track.objective is None or least is None else track.objective - least
    return [
        f"{track.samples:,}",
        f"{track.latest.cpu_s:.2f} s",
        percent(track.latest.validation.accuracy),
        percent(track.test.accuracy) if track.test else "",
        f"{max(gap, 0):.4f}" if gap is not None else "",
    ]
