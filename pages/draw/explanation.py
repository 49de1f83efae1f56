"""Below the answer on the Draw page: why this digit, and what the preparation does."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.state.widgets import choice, kept
from softmax.charts import percent, signed
from softmax.data import CLASSES
from softmax.drawing import stages
from softmax.maths import Model, contrast, contributions, rounded_terms

STAGE_NAMES = {
    "shrink": "Shrink", "crop": "Crop", "fit": "Fit 20", "centre": "Centre", "deskew": "Deskew",
}  # fmt: skip
ONE, TWO = "One digit", "Two digits"
MOST_ODDS = 1e6
INVITATIONS = {
    "Why this digit": "Every pixel adds its share to a logit. Here the shares of your drawing "
    "are laid open, for any digit or between any two, down to the last decimal.",
    "The preparation decides": "The same drawing, prepared in five ways, and what is read in "
    "each. It is where most of the misreading comes from.",
    "Push it a little": "Move it, turn it, take a thicker pen, and see how far the answer holds.",
}


def invite() -> None:
    """Where nothing is drawn: what will stand here."""
    with st.container(key="explanation-invitation"):
        for column, (heading, text) in zip(
            st.columns(len(INVITATIONS), gap="large"), INVITATIONS.items(), strict=True
        ):
            with column:
                st.header(heading, anchor=False)
                st.caption(text)


def show(model: Model, image: np.ndarray, x: np.ndarray, deskewed: bool) -> None:
    """Both, side by side: ``image`` is the drawing, ``x`` (784,) what the model sees of it."""
    with st.container(key="explanation"):
        left, right = st.columns(2, gap="large")
    with left:
        _why(model, x)
    with right:
        with st.container(key="stages-head", horizontal=True, vertical_alignment="center"):
            st.header("The preparation decides", anchor=False)
        elements.show("stages", key="stages", data=_read_stages(model, image, deskewed))
        st.markdown(_about_learning(deskewed))


def _about_learning(deskewed: bool) -> str:
    if deskewed:
        return (
            "It learned from digits prepared like the last ones, slant and all taken out. "
            "Any other preparation is a foreign language to it."
        )
    return (
        "It learned from digits prepared like the fourth. Any other preparation is a foreign "
        "language to it, also the fifth: for that, train with *Deskew* on."
    )


def _why(model: Model, x: np.ndarray) -> None:
    ranked = np.argsort(-model.logits(x), kind="stable").tolist()
    with st.container(key="why-head", horizontal=True, vertical_alignment="center"):
        two = st.session_state.get("why_how", TWO) == TWO
        st.header("Why", anchor=False)
        first = _digit("The digit", list(range(CLASSES)), ranked[0], f"why_first_{ranked[0]}")
        second = None
        if two:
            st.markdown("and not")
            others = [digit for digit in ranked if digit != first]
            key = f"why_{first}_{others[0]}"
            second = _digit("The other digit", sorted(others), others[0], key)
        st.markdown("?")
        choice("How to explain it", [TWO, ONE], TWO, key="why_how", shown=False)
    data = _alone(model, x, first) if second is None else _between(model, x, first, second)
    elements.show("why", key="why", data=data)


def _digit(label: str, options: list[int], default: int, key: str) -> int:
    """A digit to choose. A new default comes with a key of its own."""
    return st.selectbox(
        label, options, index=options.index(kept(key, default)), key=key,
        label_visibility="collapsed",
    )  # fmt: skip


def _alone(model: Model, x: np.ndarray, k: int) -> dict[str, object]:
    """The data of <ten-why> for one logit. What is printed adds up."""
    parts, z = contributions(model, x, k), model.logits(x)
    terms, total = rounded_terms([parts.speaking_for, parts.speaking_against, parts.bias], 2)
    best = int(z.argmax())
    return {
        "picture": encoding.signed(parts.pixels),
        "terms": _named(("ink for", "ink against", "bias"), terms),
        "total": total,
        "sumName": "sum = logit z",
        "note": "The largest of the ten logits: this is what it reads."
        if k == best
        else f"The largest logit is that of {best}: {signed(float(z[best]), 2)}.",
        "words": ["against", "for"],
        "label": f"Which pixels speak for {k} and which against",
    }


def _between(model: Model, x: np.ndarray, first: int, second: int) -> dict[str, object]:
    """The same for the difference of two logits."""
    parts = contrast(model, x, first, second)
    terms, total = rounded_terms([parts.speaking_for, parts.speaking_against, parts.bias], 2)
    return {
        "picture": encoding.signed(parts.pixels),
        "terms": _named((f"ink for {first}", f"ink for {second}", "biases"), terms),
        "total": total,
        "sumName": "sum = log-odds" if model.head == "softmax" else "sum = z − z",
        "note": _odds(model, parts.total, first, second),
        "words": [f"for {second}", f"for {first}"],
        "label": f"Which pixels speak for {first} and which for {second}",
    }


def _named(names: tuple[str, ...], values: list[float]) -> list[dict[str, object]]:
    return [{"name": name, "value": value} for name, value in zip(names, values, strict=True)]


def _odds(model: Model, difference: float, first: int, second: int) -> str:
    if model.head != "softmax":
        return f"The logit of {first} less that of {second}."
    if difference < 0:
        first, second, difference = second, first, -difference
    odds = math.exp(min(difference, math.log(MOST_ODDS)))
    if odds >= MOST_ODDS:
        return f"Odds of more than a million to one for the {first}."
    return f"Its exponential is the odds: {odds:,.1f} to 1 for the {first}."


def _read_stages(model: Model, image: np.ndarray, deskewed: bool) -> dict[str, object]:
    """The data of <ten-stages>."""
    shown = []
    for name, picture in (stages(image) or {}).items():
        p = model.predict_proba(picture.ravel())
        shown.append({
            "name": STAGE_NAMES[name],
            "pixels": encoding.grey(picture),
            "digit": int(p.argmax()),
            "share": percent(p.max(), 0),
        })  # fmt: skip
    return {
        "stages": shown,
        "learned": list(STAGE_NAMES).index("deskew" if deskewed else "centre"),
    }
