""" "I don't know": a threshold below which the model does not answer, and what that costs."""

from __future__ import annotations

import streamlit as st

from pages.mistakes.evaluated_model import Judged
from pages.shared.components import elements
from softmax.evaluation import answers_at

# By hundredths, and finer at the end, where most images are.
THRESHOLDS = (*(k / 100 for k in range(100)), 0.995, 0.999)
START = 80


def show(model: Judged, temperature: float) -> None:
    """The curve of all thresholds; the slider moves along it in the browser."""
    st.markdown("## What if it may say “I don’t know”?")
    reading = model.test.at_temperature(temperature)
    points = answers_at(THRESHOLDS, reading.confidence, reading.correct)
    elements.show(
        "doubt",
        key="doubt",
        data={
            "images": len(reading),
            "thresholds": THRESHOLDS,
            "answered": [point.answered for point in points],
            "right": [point.correct for point in points],
            "at": st.session_state.get("doubt_at", START),
            "temperature": None if temperature == 1 else f"{temperature:.3g}",
        },
        on={"at": _keep},
    )


def _keep() -> None:
    at, _ = st.session_state["doubt"]["at"]
    st.session_state["doubt_at"] = min(max(int(at), 0), len(THRESHOLDS) - 1)
