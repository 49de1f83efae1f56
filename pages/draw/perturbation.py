"""The prepared digit moved, turned and thickened a little, and how the prediction changes."""

import dataclasses
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.shared.components import elements
from softmax.maths import Model
from softmax.perturbation import Perturbation, perturb


@dataclass(frozen=True)
class Slider:
    """One field of Perturbation, and its range."""

    name: str
    label: str
    low: float
    high: float
    step: float
    unit: str


SLIDERS = (
    Slider("right", "Right", -6, 6, 0.25, " px"),
    Slider("down", "Down", -6, 6, 0.25, " px"),
    Slider("turn", "Turn", -45, 45, 1, "°"),
    Slider("pen", "Pen", -1.5, 3, 0.125, " px"),
)


def show(model: Model, x: np.ndarray) -> None:
    """Four sliders, and the prediction along each; ``x`` (28, 28) is what the model sees."""
    by: Perturbation = st.session_state.setdefault("pushed", Perturbation())
    with st.container(key="push-part"):
        elements.show("push", key="push", data=describe(model, x, by), on={"moved": _moved})


def describe(model: Model, x: np.ndarray, by: Perturbation) -> dict[str, object]:
    """The data of <ten-push>: the sliders, and the probabilities for the perturbed image."""
    return {
        "sliders": [
            dataclasses.asdict(slider) | {"value": getattr(by, slider.name)} for slider in SLIDERS
        ],
        "p": model.predict_proba(perturb(x, by).ravel()).round(8).tolist(),
    }


def _moved() -> None:
    """Keep what the browser sent, clipped to the sliders' ranges."""
    sent = zip(SLIDERS, st.session_state["push"]["moved"], strict=False)
    st.session_state["pushed"] = Perturbation(
        **{slider.name: _clipped(slider, value) for slider, value in sent}
    )


def _clipped(slider: Slider, value: object) -> float:
    if not isinstance(value, int | float) or value != value:  # NaN
        return 0.0
    return float(min(slider.high, max(slider.low, value)))
