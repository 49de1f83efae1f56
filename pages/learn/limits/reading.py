"""One image, moved, turned and thickened, as each of the two models reads it."""

import dataclasses

import numpy as np
import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.limits import training
from pages.shared.components import encoding
from pages.shared.components.events import event
from pages.shared.components.perturbation_sliders import SLIDERS
from pages.shared.state import drawing, image_links, resources
from softmax.experiments import Network, mistakes
from softmax.experiments.network import PARAMETERS
from softmax.maths import Model
from softmax.numbers import a_digit

POSITION = "limits_image"


def show(chapter: Chapter) -> None:
    """The image, its four sliders, and both readings of it, computed in the browser."""
    shown = training.progress()
    x, caption, label, row = _image()
    with st.container(key="limits-reading"):
        image_links.show(
            "two-readings",
            "limits-readings",
            {
                "pixels": encoding.grey(x),
                "caption": caption,
                "label": label,
                "row": row,
                "sliders": [dataclasses.asdict(slider) for slider in SLIDERS],
                "trained": shown.step > 0,
                "line": _model(shown.model) | {"numbers": shown.model.W.size + shown.model.b.size},
                "network": _network(shown.convolution) | {"numbers": PARAMETERS},
            },
            "test",
            on={"another": event(_another)},
        )  # fmt: skip


def _model(model: Model) -> dict[str, str]:
    return {"W": _floats(model.W), "b": _floats(model.b)}


def _network(network: Network) -> dict[str, str]:
    layers = {name: _floats(getattr(network, name)) for name in ("K1", "c1", "K2", "c2")}
    return layers | _model(network.head)


def _floats(values: np.ndarray) -> str:
    return encoding.encoded(values.astype(np.float32))


def _image() -> tuple[np.ndarray, str, int | None, int | None]:
    """The image (784,) in 0..1 with its caption; a test image has a label and a row too.

    First the visitor's own drawing, if there is one; then test images, those first that only the
    network reads.
    """
    position = st.session_state.get(POSITION, 0)
    own = drawing.seen(drawing.drawn(), deskewed=False)
    if own is not None:
        if position == 0:
            source = drawing.own().source
            return own.ravel(), "what is on your pad", source.label if source else None, None
        position -= 1
    test, rows = resources.dataset().test, _rows()
    row = int(rows[position % len(rows)])
    label = int(test.labels[row])
    return test.rows[row] / 255, f"test image {row:,}, {a_digit(label)}", label, row


def _rows() -> np.ndarray:
    shown, test = training.progress(), resources.dataset().test
    line, network = shown.regression.answers, shown.network.answers
    if line is None or network is None:
        return np.arange(len(test))
    found = mistakes(test.labels, line, network)
    return np.concatenate([found.vanished, found.stayed, found.new, np.arange(len(test))])


def _another() -> None:
    st.session_state[POSITION] = st.session_state.get(POSITION, 0) + 1
