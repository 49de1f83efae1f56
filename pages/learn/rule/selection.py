"""What is selected in the chapter: the copy of a model, the image, head, rate, term and class."""

import numpy as np
import streamlit as st

from pages.shared.state import resources
from softmax.lesson.rule import Bench, Look, doubtful, look, telling_class
from softmax.maths import Head, Model

HEADS: dict[str, Head] = {"Softmax": "softmax", "Sigmoid": "sigmoid"}
RATES = ("0.001", "0.01", "0.1", "1", "10")
DEFAULT_RATE = "0.01"
# The terms of the rule, as the microscope names them.
RATE, ERROR, IMAGE = TERMS = ("rate", "a − y", "x")
# Images to learn from are sought among the first of the training split.
SEARCHED = 4_000


def bench() -> Bench:
    """The weights after each step; at first a copy of the early model's."""
    found: Bench | None = st.session_state.get("rule_bench")
    return found or start_from(resources.early_model().model)


def start_from(model: Model) -> Bench:
    """Begin again with a copy of a model, and with images that it nearly classifies correctly."""
    fresh = Bench.of(model)
    train = resources.dataset().train
    st.session_state["rule_bench"] = fresh
    st.session_state["rule_images"] = doubtful(
        fresh.model, train.rows[:SEARCHED] / 255, train.labels[:SEARCHED]
    )
    _show_image(0)
    return fresh


def next_image() -> None:
    """Go to the next of the images."""
    _show_image(st.session_state["rule_at"] + 1)


def _show_image(number: int) -> None:
    st.session_state["rule_at"] = number
    st.session_state["rule_last"] = None
    st.session_state["rule_chosen"] = telling_class(*(outputs(head=h) for h in HEADS.values()))


def image_row() -> int:
    """The row of the current image in the training split."""
    images: list[int] = st.session_state["rule_images"]
    row: int = images[st.session_state["rule_at"] % len(images)]
    return row


def image() -> tuple[np.ndarray, int]:
    """The current image, (784,) scaled to 0..1, and its label."""
    train, row = resources.dataset().train, image_row()
    return train.rows[row] / 255, int(train.labels[row])


def batch() -> tuple[np.ndarray, np.ndarray]:
    """All the images, (N, 784) scaled to 0..1, and their labels (N,)."""
    images: list[int] = st.session_state["rule_images"]
    train = resources.dataset().train
    return train.rows[images] / 255, train.labels[images]


def chosen_head() -> Head:
    """The chosen head."""
    return HEADS.get(st.session_state.get("rule_head") or "", "softmax")


def chosen_rate() -> float:
    """The chosen learning rate."""
    return float(st.session_state.get("rule_rate") or DEFAULT_RATE)


def chosen_term() -> str:
    """The highlighted term of the rule: one of TERMS."""
    chosen: str = st.session_state.get("rule_term") or ERROR
    return chosen


def outputs(model: Model | None = None, head: Head | None = None) -> Look:
    """The image's logits, probabilities and loss; by default with the current model and head."""
    return look(model or bench().model, *image(), head or chosen_head())


def chosen_class() -> int:
    """The highlighted column: at first one on which both heads err."""
    chosen: int = st.session_state["rule_chosen"]
    return chosen
