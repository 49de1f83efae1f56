"""The reliability diagram, and the temperature scaling that corrects it."""

import streamlit as st

from pages.mistakes import evaluated_model
from pages.mistakes.evaluated_model import EvaluatedModel
from pages.shared.components import elements, glossary
from pages.shared.components.widgets import kept
from pages.shared.state import visitor
from softmax.evaluation import (
    Bin,
    Predictions,
    expected_calibration_error,
    fit_temperature,
    reliability,
)
from softmax.numbers import fixed, percent

# Log-spaced, and symmetric about 1: T and 1/T are equally far from the middle.
STEPS = tuple(round(10 ** (k / 50), 2) for k in range(-50, 51))
TEMPERATURE = "mistakes_temperature"
FITTED = "mistakes_fitted"
# |mean confidence - accuracy|: below NEAR it is well calibrated, below FAR off by a little.
NEAR, FAR = 0.005, 0.03


def show(model: EvaluatedModel) -> float:
    """The diagram as trained and at the chosen temperature, which is returned."""
    st.markdown(
        "## Calibration: is it as right as it is sure?", help=glossary.help_of("calibration")
    )
    temperature = _slider()
    before, after = model.test, model.test.at_temperature(temperature)
    elements.show(
        "reliability",
        key="reliability",
        data={
            "before": _measured(before),
            "after": None if temperature == 1 else _measured(after),
            "temperature": f"{temperature:.3g}",
            "accuracy": percent(after.accuracy),
            "loss_name": "NLL" if after.head == "softmax" else "BCE",
            "notes": _notes(model, after, temperature),
        },
    )
    return temperature


def _slider() -> float:
    """The temperature, and the button that fits it."""
    current = kept(TEMPERATURE, 1.0)
    with st.container(key="temperature", horizontal=True, vertical_alignment="bottom"):
        chosen: float = st.select_slider(
            "Temperature T: all logits are divided by it",
            sorted({*STEPS, current}),
            value=current,
            format_func="{:.3g}".format,
            key=TEMPERATURE,
            persist_state="session",
        )
        st.button("Fit T", key="fit_temperature", on_click=_fit)
    return chosen


def _fit() -> None:
    """Fit T on the validation images; the test images evaluate it."""
    model = evaluated_model.current(visitor.run())
    best = fit_temperature(model.validation)
    st.session_state[TEMPERATURE] = best
    st.session_state[FITTED] = (model.progress.weights, best)


def _measured(predictions: Predictions) -> dict[str, object]:
    bins = reliability(predictions.confidence, predictions.correct)
    return {
        "bins": [_point(b) for b in bins if b.count],
        "ece": percent(expected_calibration_error(bins)),
        "loss": fixed(predictions.loss, 4),
    }


def _point(b: Bin) -> dict[str, object]:
    return {
        "x": round(b.confidence, 4),
        "y": round(b.accuracy, 4),
        "count": b.count,
        "says": f"Of {b.count:,} images read with {percent(b.low, 0)} to {percent(b.high, 0)} "
        f"confidence, {percent(b.confidence)} on average, {percent(b.accuracy)} are right.",
    }


def _notes(model: EvaluatedModel, predictions: Predictions, temperature: float) -> list[str]:
    sure, right = float(predictions.confidence.mean()), predictions.accuracy
    notes = [
        f"On average it is {percent(sure)} sure and {percent(right)} right: "
        f"{_verdict(sure - right)}."
    ]
    if st.session_state.get(FITTED) == (model.progress.weights, temperature):
        notes.append(
            f"T is fitted to the {len(model.validation):,} validation images, of which it reads "
            f"{percent(model.validation.accuracy)}. All figures here are of the test images."
        )
    if predictions.head == "sigmoid":
        notes.append(
            "Ten sigmoids: the confidence is the largest of ten separate answers, and T is "
            "fitted to the binary cross-entropy (BCE) of all ten."
        )
    return notes


def _verdict(excess: float) -> str:
    """The excess of confidence over accuracy in words."""
    if abs(excess) < NEAR:
        return "as it should be"
    little = "a little " if abs(excess) < FAR else ""
    return f"{little}too sure of itself" if excess > 0 else f"{little}too modest"
