"""What the model predicts for the drawing, computed by the server; the browser does the same."""

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.components.events import event, flag
from softmax.training import Progress


def show(
    progress: Progress,
    name: str,
    image: np.ndarray | None,
    x: np.ndarray | None,
    version: int,
    untouched: bool,
) -> None:
    """What the model sees, its ten outputs, and which model it is."""
    # A change of theme needs nothing but this rerun: see drawing.current.
    on = {"themed": event(lambda dark: None, flag)}
    data = describe(progress, image, x, version) | {"untouched": untouched}
    elements.show("answer", key="answer", data=data, on=on)
    st.caption(f"Answered by {name}.")


def describe(
    progress: Progress, image: np.ndarray | None, x: np.ndarray | None, version: int
) -> dict[str, object]:
    """The data of <ten-answer>: the outputs for x (28, 28), and the weights for the next drawing.

    ``image`` is the drawing on the pad, ``version`` the pad's: together they name the answer.
    """
    numbers = np.concatenate([progress.weights.W.ravel(), progress.weights.b]).astype("<f4")
    ink = 0 if image is None else int(image[..., 3].astype(np.int64).sum())
    data: dict[str, object] = {
        "weights": encoding.encoded(numbers),
        "head": progress.config.head,
        "deskewed": progress.config.deskew,
        "answer_id": f"{version}-{ink}",
        "x": None,
        "z": None,
        "p": None,
    }
    if x is not None:
        pixels, model = x.ravel(), progress.model
        data |= {
            "x": pixels.round(4).tolist(),
            "z": model.logits(pixels).round(6).tolist(),
            "p": model.predict_proba(pixels).round(8).tolist(),
        }
    return data
