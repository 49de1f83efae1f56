"""Real images as samples, with a real model's outputs for three classes."""

import functools
from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.learn import gallery
from pages.learn.chapters import Chapter
from pages.learn.cross_entropy import samples
from pages.shared.state import resources, visitor
from softmax.lesson.cross_entropy import written
from softmax.maths import log_softmax, softmax
from softmax.training import Progress

# Three digits that are often confused.
CLASSES = (3, 5, 8)
# Quantiles at which the four are taken from these images, ordered from hard to easy.
QUANTILES = (0.03, 0.08, 0.16, 0.5)


def source(chapter: Chapter) -> None:
    """Buttons for the worked example and for test images, and a note on the current samples."""
    press = _press()
    digits = ", ".join(map(str, CLASSES[:-1])) + f" and {CLASSES[-1]}"
    none = not np.isin(resources.dataset().test.labels, CLASSES).any()
    with st.container(key="loss-source", horizontal=True, vertical_alignment="center"):
        label = "Four test images" if press is None else "Four others"
        st.button(label, key="cross_entropy_images", on_click=_next_images, disabled=none)
        st.button(
            "The worked example", key="cross_entropy_example", on_click=_example,
            disabled=press is None and samples.is_example(),
        )  # fmt: skip
        with st.container(key="loss-note"):
            if press is None:
                st.caption(chapter.text.sections["Note: example"])
                if none:
                    st.caption(chapter.text.sections["Note: no images"].format(classes=digits))
            else:
                model = st.session_state["cross_entropy_model"]
                text = chapter.text.sections["Note: images"]
                st.caption(text.format(classes=digits, model=model))


def classes() -> Sequence[int]:
    """The classes of the columns: 0, 1 and 2, or the digits of the images."""
    return range(samples.H) if _press() is None else CLASSES


def pictures() -> list[dict[str, object]]:
    """The images of the samples, if they are those of images."""
    press = _press()
    if press is None:
        return [{"picture": None}] * samples.N
    return gallery.labelled(resources.dataset().test, _rows(press))


def model() -> tuple[Progress, str]:
    """The model to evaluate, and its name in the text.

    The visitor's own run, if it has been trained, by softmax, and on digits that are not
    deskewed, like those shown here; otherwise the default model.
    """
    mine = visitor.run().progress
    if mine.step > 0 and mine.config.head == "softmax" and not mine.config.deskew:
        return mine, f"your run at step {mine.step:,}"
    return resources.default_model(), "a trained model"


def _press() -> int | None:
    """How often the button for images was pressed before; None for the worked example."""
    found: int | None = st.session_state.get("cross_entropy_press")
    return found


def _next_images() -> None:
    press = _press()
    press = st.session_state["cross_entropy_press"] = 0 if press is None else press + 1
    rows, test, (progress, name) = _rows(press), resources.dataset().test, model()
    # The outputs stay those of this moment while the run goes on, and so must the name.
    st.session_state["cross_entropy_model"] = name
    z = progress.model.logits(test.rows[rows] / 255)[:, CLASSES]
    samples.replace(
        [CLASSES.index(label) for label in test.labels[rows]], [written(a) for a in softmax(z)]
    )


def _example() -> None:
    st.session_state.pop("cross_entropy_press", None)
    samples.replace(samples.LABELS, samples.OUTPUTS)


@functools.cache
def _candidates() -> np.ndarray:
    """Rows of the test images of the three classes, those with the largest loss first."""
    test = resources.dataset().test
    rows = np.flatnonzero(np.isin(test.labels, CLASSES))
    z = resources.default_model().model.logits(test.rows[rows] / 255)[:, CLASSES]
    true = np.searchsorted(CLASSES, test.labels[rows])
    loss = -log_softmax(z)[np.arange(len(rows)), true]
    ordered: np.ndarray = rows[np.argsort(-loss, kind="stable")]
    return ordered


def _rows(press: int) -> np.ndarray:
    """Four test images from hard to easy, others at each press of the button."""
    candidates = _candidates()
    places = (np.array(QUANTILES) * len(candidates)).astype(int) + press
    found: np.ndarray = candidates.take(places, mode="wrap")
    return found
