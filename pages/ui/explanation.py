"""Below the answer on the Draw page: why not another digit, and what the preparation does."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from pages.ui import elements, packing
from softmax.charts import percent
from softmax.data import CLASSES
from softmax.drawing import stages
from softmax.maths import Model, contrast, rounded_terms

STAGE_NAMES = {"shrink": "Shrink", "crop": "Crop", "fit": "Fit 20 × 20", "centre": "Centre"}
MOST_ODDS = 1e6


def show(model: Model, image: np.ndarray | None, x: np.ndarray | None) -> None:
    """Both, side by side; nothing where nothing is drawn."""
    if image is None or x is None:
        return
    with st.container(key="explanation"):
        left, right = st.columns(2, gap="large")
    with left:
        _why(model, x)
    with right:
        with st.container(key="stages-head", horizontal=True, vertical_alignment="center"):
            st.markdown("## The preparation decides")
        elements.show("stages", key="stages", data={"stages": _read_stages(model, image)})
        st.markdown(
            "It learned from digits fitted and centred like the last one. "
            "Ink in other places is a foreign language to it."
        )


def _why(model: Model, x: np.ndarray) -> None:
    z = model.logits(x)
    ranked = np.argsort(-z, kind="stable").tolist()
    first = ranked[0]
    with st.container(key="why-head", horizontal=True, vertical_alignment="center"):
        st.markdown(f"## Why {first} and not")
        others = [digit for digit in range(CLASSES) if digit != first]
        second = st.selectbox(
            "The other digit", others, index=others.index(ranked[1]),
            key=f"why_{first}_{ranked[1]}", label_visibility="collapsed",
        )  # fmt: skip
        st.markdown("## ?")
    elements.show("why", key="why", data=_describe(model, x, first, second))


def _describe(model: Model, x: np.ndarray, first: int, second: int) -> dict[str, object]:
    """The data of <ten-why>. What is printed adds up: the largest term absorbs the rounding."""
    parts = contrast(model, x, first, second)
    terms, total = rounded_terms([parts.for_first, parts.for_second, parts.bias], 2)
    names = (f"ink for {first}", f"ink for {second}", "biases")
    return {
        "picture": packing.signed(parts.pixels),
        "terms": [{"name": name, "value": value} for name, value in zip(names, terms, strict=True)],
        "total": total,
        "sumName": "sum = log-odds" if model.head == "softmax" else "sum = z − z",
        "note": _odds(model, parts.difference, first, second),
        "words": [f"for {second}", f"for {first}"],
        "label": f"Which pixels speak for {first} and which for {second}",
    }


def _odds(model: Model, difference: float, first: int, second: int) -> str:
    if model.head != "softmax":
        return f"The logit of {first} less that of {second}."
    odds = math.exp(min(difference, math.log(MOST_ODDS)))
    if odds >= MOST_ODDS:
        return f"Odds of more than a million to one for the {first}."
    return f"e to that power: odds of {odds:,.1f} to 1 for the {first}."


def _read_stages(model: Model, image: np.ndarray) -> list[dict[str, object]]:
    shown = []
    for name, picture in (stages(image) or {}).items():
        p = model.predict_proba(picture.ravel())
        shown.append({
            "name": STAGE_NAMES[name],
            "pixels": packing.grey(picture),
            "digit": int(p.argmax()),
            "share": percent(p.max(), 0),
        })  # fmt: skip
    return shown
