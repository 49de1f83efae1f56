"""One logistic regression for one digit: its training, and the validation images."""

import functools

import numpy as np
import streamlit as st

from pages.shared.state import resources
from softmax.lesson import descent
from softmax.lesson.descent import Descent

STEPS = 300
BATCH_SIZE, LEARNING_RATE = 128, 0.5
# Images that the displayed loss and accuracy are measured on.
VALIDATION_SIZE = 1_000


def digit() -> int:
    """The digit that the model is to recognise."""
    chosen: int = st.session_state.get("logistic_digit", 3)
    return chosen


def current() -> Descent:
    """The descent as far as it has come: W (1, 784), b (1,)."""
    if "logistic_descent" not in st.session_state:
        reset()
    found: Descent = st.session_state["logistic_descent"]
    return found


def parameters() -> tuple[np.ndarray, float]:
    """Its weights (784,) and its bias."""
    now = current()
    return now.W[0], float(now.b[0])


def reset() -> None:
    """Begin again with all weights 0."""
    st.session_state["logistic_descent"] = descent.begin(*_validation_targets(), "sigmoid")


def advance(steps: int) -> None:
    """Train for so many steps, but not beyond the last."""
    train, now, targets = resources.dataset().train, current(), _validation_targets()
    for _ in range(min(steps, STEPS - now.steps)):
        rows = descent.batch(now.steps, BATCH_SIZE, len(train))
        x, y = train.rows[rows] / 255, (train.labels[rows] == digit()).astype(float)[:, None]
        now = descent.step(now, x, y, LEARNING_RATE, targets)
    st.session_state["logistic_descent"] = now


@functools.cache
def validation() -> tuple[np.ndarray, np.ndarray]:
    """Validation images (N, 784) in 0..1, and their labels (N,)."""
    split = resources.dataset().validation
    return split.rows[:VALIDATION_SIZE] / 255, split.labels[:VALIDATION_SIZE]


def _validation_targets() -> tuple[np.ndarray, np.ndarray]:
    """The same images, with targets (N, 1): 1 if an image is the digit."""
    X, labels = validation()
    return X, (labels == digit()).astype(float)[:, None]
