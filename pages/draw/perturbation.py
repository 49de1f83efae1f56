"""The prepared digit moved, turned and thickened a little, and how the prediction changes."""

import dataclasses

import numpy as np
import streamlit as st

from pages.shared.components import elements
from pages.shared.components.events import event, number
from pages.shared.components.perturbation_sliders import SLIDERS
from softmax.maths import Model
from softmax.perturbation import Perturbation, perturb


def show(model: Model, x: np.ndarray) -> None:
    """Four sliders, and the prediction along each; ``x`` (28, 28) is what the model sees."""
    by: Perturbation = st.session_state.setdefault("pushed", Perturbation())
    with st.container(key="push-part"):
        elements.show("push", key="push", data=describe(model, x, by), on={"moved": MOVED})


def describe(model: Model, x: np.ndarray, by: Perturbation) -> dict[str, object]:
    """The data of <ten-push>: the sliders, and the probabilities for the perturbed image."""
    return {
        "sliders": [
            dataclasses.asdict(slider) | {"value": getattr(by, slider.name)} for slider in SLIDERS
        ],
        "p": model.predict_proba(perturb(x, by).ravel()).round(8).tolist(),
    }


def _moved(*values: float) -> None:
    names = (slider.name for slider in SLIDERS)
    st.session_state["pushed"] = Perturbation(**dict(zip(names, map(float, values), strict=True)))


MOVED = event(_moved, *(number(slider.low, slider.high) for slider in SLIDERS))
