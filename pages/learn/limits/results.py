"""Both accuracies as they grow, and the test images that one of the two misreads."""

import math

import numpy as np
import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.limits import training
from pages.shared.components import elements, encoding
from pages.shared.components.widgets import choice
from pages.shared.state import image_links, resources
from softmax.experiments import ComparisonProgress, Mistakes, mistakes
from softmax.experiments.network_comparison import MOVED_BY
from softmax.numbers import a_digit, percent

NAMES = ("softmax", "network")
SHOWN = 96
# The axis begins here once both curves are above it.
ACCURACY_FLOOR = 0.84


def show(chapter: Chapter) -> None:
    """Two columns: the curves; the mistakes, once both have read all test images."""
    shown = training.progress()
    left, right = st.columns([0.42, 0.58], gap="large")
    with left, st.container(key="limits-left"):
        st.markdown("## Trained together")
        with st.container(key="limits-against", horizontal=True, vertical_alignment="center"):
            by = choice("Along", ("images", "time"), "images", key="limits_along", shown=False)
            if shown.step:
                st.caption(
                    f"Processor time: softmax {shown.regression.cpu_s:.1f} s, "
                    f"network {shown.network.cpu_s:.1f} s"
                )
        elements.show("race", key="limits-curves", data=curves(shown, by == "time"))
    with right, st.container(key="limits-right"):
        st.markdown("## The mistakes that vanish")
        _mistakes(chapter, shown)


def curves(shown: ComparisonProgress, by_time: bool) -> dict[str, object]:
    """The data of <ten-race>: accuracies on validation images, by images seen or by seconds."""
    labels = resources.dataset().test.labels
    both = (shown.regression, shown.network)
    low = all(side.curve[-1].accuracy > ACCURACY_FLOOR for side in both)
    start = ACCURACY_FLOOR if low else 0.0
    ticks = (84, 88, 92, 96, 100) if low else (0, 20, 40, 60, 80, 100)
    high = max(side.cpu_s for side in both) if by_time else shown.total_steps * shown.batch_size
    return {
        "runs": [
            {
                "name": name,
                "step": shown.step,
                "test": None if side.answers is None else float((side.answers == labels).mean()),
                "points": [
                    [point.cpu_s if by_time else point.samples, round(point.accuracy, 4)]
                    for point in side.curve
                    if point.accuracy >= start
                ],
            }
            for name, side in zip(NAMES, both, strict=True)
        ],
        "across": {
            "high": max(high, 1),
            "ticks": _ticks(max(high, 1)),
            "label": "seconds" if by_time else "images",
        },
        "low": start,
        "high": 1.0,
        "ticks": [tick / 100 for tick in ticks],
        "note": "",
    }  # fmt: skip


def _ticks(high: float) -> list[tuple[float, str]]:
    """Round places along the axis, none near its end, where its name stands."""
    step = 10 ** math.floor(math.log10(high))
    step *= next(factor for factor in (0.2, 0.5, 1, 2) if high / (factor * step) <= 5)
    places = [k * step for k in range(math.floor(0.8 * high / step) + 1)]
    digits = 1 if step < 1 else 0
    return [(place, f"{place:,.{digits}f}") for place in places]


def _mistakes(chapter: Chapter, shown: ComparisonProgress) -> None:
    test = resources.dataset().test
    line, network = shown.regression, shown.network
    if line.answers is None or network.answers is None:
        chapter.prose("Before", images=f"{len(test):,}")
        data = untrained_grid()
    else:
        found = mistakes(test.labels, line.answers, network.answers)
        assert line.moved is not None
        assert network.moved is not None
        chapter.prose(
            "After",
            all=f"{len(found.vanished) + len(found.stayed):,}",
            vanished=f"{len(found.vanished):,}",
            stayed=f"{len(found.stayed):,}",
            new=f"{len(found.new):,}",
            by=MOVED_BY,
            line=percent(line.moved, 0),
            network=percent(network.moved, 0),
        )
        data = grid(found, line.answers)
    image_links.show("vanished", "limits-grid", data, "test")


def untrained_grid() -> dict[str, object]:
    """The data of <ten-vanished> before anything is known: the first test images."""
    rows = np.arange(min(SHOWN, len(resources.dataset().test)))
    names = [a_digit(int(label)) for label in resources.dataset().test.labels[rows]]
    return _images(rows, set(), names, f"The first {len(rows)} test images, not yet read.")


def grid(found: Mistakes, answers: np.ndarray) -> dict[str, object]:
    """The data of <ten-vanished>: the first images that softmax regression misreads, with those
    that stay misread marked."""
    labels = resources.dataset().test.labels
    rows = np.sort(np.concatenate([found.vanished, found.stayed]))[:SHOWN]
    names = [
        f"{a_digit(int(labels[row]))} that softmax reads as {a_digit(int(answers[row]))}"
        for row in rows
    ]
    note = f"The first {len(rows)} of them, in the order of the test set."
    return _images(rows, set(found.stayed.tolist()), names, note)


def _images(rows: np.ndarray, marked: set[int], names: list[str], note: str) -> dict[str, object]:
    return {
        "pixels": encoding.encoded(resources.dataset().test.rows[rows]),
        "rows": rows.tolist(),
        "stayed": [int(row) in marked for row in rows],
        "names": names,
        "note": note,
    }
