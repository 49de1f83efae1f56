"""Validation images to choose from: some of the digit and some not, or the model's mistakes."""

import numpy as np
import streamlit as st

from pages.learn import gallery
from pages.learn.logistic import model
from pages.shared.state import resources
from softmax.lesson import logistic as lesson
from softmax.numbers import a_digit

POSITIVES, NEGATIVES = 6, 6
GALLERY = "logistic-gallery"


def show() -> None:
    """The images, each captioned with the probability that the model gives it."""
    rows, split = _rows(), resources.dataset().validation
    a = [lesson.evidence(x / 255, *model.parameters()).a for x in split.rows[rows]]
    gallery.show(
        GALLERY, "validation", rows,
        label=f"Images, with the probability of being {a_digit(model.digit())}",
        captions=[f"{probability:.2f}" for probability in a],
    )  # fmt: skip


def chosen() -> int:
    """The index of the chosen image in the validation split."""
    return gallery.chosen(GALLERY, _rows())


def find_mistakes() -> None:
    """Show the next twelve misclassified images, the most confident mistakes first."""
    X, labels = model.validation()
    wrong = lesson.misclassified(X, labels == model.digit(), *model.parameters())
    seen = st.session_state.get("logistic_wrong_seen", 0)
    first = seen if seen < len(wrong) else 0
    last = first + POSITIVES + NEGATIVES
    st.session_state["logistic_wrong"] = wrong[first:last].tolist()
    st.session_state["logistic_wrong_seen"] = last
    gallery.forget(GALLERY)


def forget_mistakes() -> None:
    """Show images of both kinds again: the model changes, and with it its mistakes."""
    for name in ("logistic_wrong", "logistic_wrong_seen"):
        st.session_state.pop(name, None)


def _rows() -> list[int]:
    found: list[int] = st.session_state.get("logistic_wrong", [])
    if found:
        return found
    split, digit = resources.dataset().validation, model.digit()
    positives = gallery.of_digit(split, digit, 0, POSITIVES)
    others = np.flatnonzero(split.labels != digit)
    negatives = others[: NEGATIVES + POSITIVES - len(positives)]
    return [int(row) for row in (*positives, *negatives)]
