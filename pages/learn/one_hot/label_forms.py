"""The same linear model trained on labels as numbers and as one-hot rows."""

import functools

import numpy as np
import streamlit as st

from pages.learn import gallery
from pages.learn.chapters import Chapter
from pages.shared.state import image_links, resources, view_options
from softmax.data import CLASSES
from softmax.lesson.one_hot import TwoWays, teach_two_ways
from softmax.numbers import fixed, percent

TRAIN_SIZE = 5_000
SHOWN = 6


def comparison(chapter: Chapter) -> None:
    """A button that trains both models, then their answers."""
    st.markdown("## The same model, taught both ways")
    chapter.prose("Proof")
    if st.session_state.get("one_hot_trained") or view_options.presents():
        _answers(chapter)
    else:
        st.button("Teach both", key="one_hot_teach", on_click=_train)


def _train() -> None:
    st.session_state["one_hot_trained"] = True


@functools.cache
def _models() -> TwoWays:
    train = resources.dataset().train
    return teach_two_ways(train.rows[:TRAIN_SIZE] / 255, train.labels[:TRAIN_SIZE], CLASSES)


@functools.cache
def _accuracies() -> tuple[float, float]:
    """The test accuracy of both models."""
    test, models = resources.dataset().test, _models()
    X = test.rows / 255
    by_number, by_row = models.number_classes(X), models.row_classes(X)
    return float((by_number == test.labels).mean()), float((by_row == test.labels).mean())


def _answers(chapter: Chapter) -> None:
    """<ten-two-answers>: both predictions for a few test images, and both accuracies."""
    test, models = resources.dataset().test, _models()
    shown = np.arange(min(SHOWN, len(test)))
    X, y = test.rows[shown] / 255, test.labels[shown]
    numbers, largest = models.number_answers(X), models.by_row(X).max(axis=-1)
    by_number, by_row = (percent(accuracy) for accuracy in _accuracies())
    image_links.show("two-answers", "one-hot-answers", {
        "pictures": gallery.labelled(test, shown),
        "rows": [
            {"name": "as a number", "note": "rounded", "share": by_number,
             "answers": _described(numbers, models.number_classes(X), y)},
            {"name": "as a one-hot row", "note": "largest of ten", "share": by_row,
             "answers": _described(largest, models.row_classes(X), y)},
        ],
    }, "test")  # fmt: skip
    chapter.prose("Proved", n=f"{len(test):,}")


def _described(
    outputs: np.ndarray, predicted: np.ndarray, labels: np.ndarray
) -> list[dict[str, object]]:
    return [
        {"said": fixed(float(output), 2), "read": str(j), "right": bool(j == label)}
        for output, j, label in zip(outputs, predicted, labels, strict=True)
    ]
