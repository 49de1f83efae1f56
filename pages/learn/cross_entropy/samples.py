"""The four samples on the page, rows of Y and A that can be edited, and the step through them."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.shared.components.widgets import kept
from pages.shared.state import lesson_progress
from softmax.lesson.cross_entropy import Sample, read_probability, written
from softmax.numbers import fixed

LABELS = (0, 2, 1, 0)
OUTPUTS = (
    ("0.7", "0.2", "0.1"),
    ("0.1", "0.3", "0.6"),
    ("0.3", "0.4", "0.3"),
    ("0.25", "0.5", "0.25"),
)
N, H = 4, 3
STEPS = ("1", "2", "3", "4", "sum", "mean")
DECIMALS = 3
# Of what is typed into a cell, so many characters are kept.
MAX_CHARACTERS = 24


def samples() -> list[Sample]:
    """The four rows of Y and A as they are now."""
    return [
        Sample(label, tuple(read_probability(text) for text in row))
        for label, row in zip(_labels(), _texts(), strict=True)
    ]


def replace(labels: Sequence[int], outputs: Sequence[Sequence[str]]) -> None:
    """Put other samples on the page, and go to the first."""
    st.session_state["cross_entropy_labels"] = list(labels)
    st.session_state["cross_entropy_cells"] = [list(row) for row in outputs]
    st.session_state["cross_entropy_step"] = STEPS[0]


def is_example() -> bool:
    """Whether the samples are the unchanged worked example."""
    return _labels() == list(LABELS) and _texts() == [list(row) for row in OUTPUTS]


def relabel(i: int, labels: Sequence[int]) -> None:
    """Set all labels; that of sample i has changed."""
    st.session_state["cross_entropy_labels"] = list(labels)
    _edited(i)


def retype(i: int, rows: Sequence[Sequence[str]]) -> None:
    """Set all texts of A; row i has changed."""
    st.session_state["cross_entropy_cells"] = [
        [text[:MAX_CHARACTERS] for text in row] for row in rows
    ]
    _edited(i)


def set_output(i: int, a: np.ndarray) -> None:
    """Set row i of A to these probabilities."""
    _texts()[i] = written(a)
    _edited(i)


def _labels() -> list[int]:
    found: list[int] = st.session_state.setdefault("cross_entropy_labels", list(LABELS))
    return found


def _texts() -> list[list[str]]:
    start = [list(row) for row in OUTPUTS]
    found: list[list[str]] = st.session_state.setdefault("cross_entropy_cells", start)
    return found


def _edited(i: int) -> None:
    go_to(STEPS[i])
    lesson_progress.mark_done("cross_entropy")


def step() -> str:
    """The current step: one of STEPS."""
    return kept("cross_entropy_step", STEPS[0])


def step_row() -> int | None:
    """The sample of the current step, or None at the sum and the mean."""
    return int(step()) - 1 if step().isdigit() else None


def go_to(step: str) -> None:
    """Make it the current step."""
    st.session_state["cross_entropy_step"] = step


def printed(losses: Sequence[float | None]) -> tuple[list[str], str, str]:
    """The losses, their sum and their mean as texts, each rounded by itself."""
    texts = ["?" if loss is None else text(loss) for loss in losses]
    known = [loss for loss in losses if loss is not None]
    if len(known) < len(losses):
        return texts, "?", "?"
    total = sum(known)
    return texts, text(total), text(total / len(known))


def text(loss: float) -> str:
    """A loss as printed here: without separators, because formulas are made from it."""
    return fixed(loss, DECIMALS).replace(",", "")


def relation(texts: Sequence[str], total: str) -> str:
    """= or \\approx, between the sum of these printed losses and the printed total."""
    if total in ("?", "∞"):
        return "="
    return tex.equals(sum(map(float, texts)), total)
