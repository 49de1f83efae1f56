"""Abstention: a confidence threshold below which the model does not answer, and its cost."""

import streamlit as st

from pages.mistakes.evaluated_model import EvaluatedModel
from pages.shared.components import elements, glossary
from pages.shared.components.events import event, whole
from softmax.evaluation import answers_at

# In steps of 0.01, and finer at the end, where most images are.
THRESHOLDS = (*(k / 100 for k in range(100)), 0.995, 0.999)
START = 80


def show(model: EvaluatedModel, temperature: float) -> None:
    """Coverage and accuracy at all thresholds; the browser moves the slider along them."""
    st.markdown(
        "## Abstention: what if it may say “I don’t know”?", help=glossary.help_of("abstention")
    )
    predictions = model.test.at_temperature(temperature)
    points = answers_at(THRESHOLDS, predictions.confidence, predictions.correct)
    elements.show(
        "doubt",
        key="doubt",
        data={
            "images": len(predictions),
            "thresholds": THRESHOLDS,
            "answered": [point.answered for point in points],
            "right": [point.correct for point in points],
            "at": st.session_state.get("doubt_at", START),
            "temperature": None if temperature == 1 else f"{temperature:.3g}",
        },
        on={"at": event(_keep, whole(0, len(THRESHOLDS) - 1))},
    )


def _keep(at: int) -> None:
    st.session_state["doubt_at"] = at
