"""Why this digit: what each pixel contributes to a logit, or to the difference of two."""

import math
from typing import Any

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding, terms
from pages.shared.components.widgets import choice, kept
from pages.shared.state import view_options
from pages.shared.state.drawing import Pad
from softmax.data import CLASSES
from softmax.maths import Contributions, Model, contrast, contributions, rounded_terms
from softmax.numbers import bias_difference, rounded, signed, subscripted

ONE, TWO = "One digit", "Two digits"
MOST_ODDS = 1e6


def show(model: Model, x: np.ndarray, pad: Pad) -> None:
    """The choice of one or two digits, and their terms; ``x`` (784,) is what the model sees.

    By default, why the prediction and not the label; where there is no label or they agree, why not
    the digit with the second largest logit.
    """
    label = pad.source.label if pad.source else None
    ranked = np.argsort(-model.logits(x), kind="stable").tolist()
    with st.container(key="why-head", horizontal=True, vertical_alignment="center"):
        two = st.session_state.get("why_how", TWO) == TWO
        st.header("Why", anchor=False)
        first = _digit(
            "The digit", list(range(CLASSES)), ranked[0], f"why_first_{pad.images}_{ranked[0]}"
        )
        second = None
        if two:
            st.markdown("and not")
            others = [digit for digit in ranked if digit != first]
            rival = others[0] if label is None or label == first else label
            key = f"why_{pad.images}_{first}_{rival}"
            second = _digit("The other digit", sorted(others), rival, key)
        st.markdown("?")
        choice("How to explain it", [TWO, ONE], TWO, key="why_how", shown=False)
    data = _logit(model, x, first) if second is None else _difference(model, x, first, second)
    elements.show("why", key="why", data=data)
    if not view_options.presents():
        terms.show("why-words", "logit", "bias", *(("log-odds",) if second is not None else ()))


def _digit(label: str, options: list[int], default: int, key: str) -> int:
    """A digit to choose. A new default needs a new key."""
    return st.selectbox(
        label, options, index=options.index(kept(key, default)), key=key,
        label_visibility="collapsed",
    )  # fmt: skip


def _logit(model: Model, x: np.ndarray, k: int) -> dict[str, object]:
    """The data of <ten-why> for one logit."""
    z = model.logits(x)
    best = int(z.argmax())
    parts = contributions(model, x, k)
    data = _terms(parts, ("ink for", "ink against", "bias"), rounded(parts.bias, 2))
    return data | {
        **_products(model.W[k], x, subscripted(f"w{k}")),
        "sumName": f"sum = logit {subscripted(f'z{k}')}",
        "note": "The largest of the ten logits: this is what it reads."
        if k == best
        else f"The largest logit is that of {best}: {signed(float(z[best]), 2)}.",
        "words": ["against", "for"],
        "label": f"Which pixels speak for {k} and which against",
    }


def _difference(model: Model, x: np.ndarray, first: int, second: int) -> dict[str, object]:
    """The data of <ten-why> for the difference of two logits."""
    parts = contrast(model, x, first, second)
    bias = bias_difference(float(model.b[first]), float(model.b[second]))
    data = _terms(parts, (f"ink for {first}", f"ink for {second}", "biases"), bias)
    difference = subscripted(f"z{first} − z{second}")
    weights = model.W[first] - model.W[second]
    return data | {
        **_products(weights, x, subscripted(f"(w{first} − w{second})")),
        "sumName": "sum = log-odds" if model.head == "softmax" else f"sum = {difference}",
        "note": _odds(model, data["total"], first, second),
        "words": [f"for {second}", f"for {first}"],
        "label": f"Which pixels speak for {first} and which for {second}",
    }


def _terms(parts: Contributions, names: tuple[str, str, str], bias: float) -> dict[str, Any]:
    """The pixels, and the three terms rounded so that the printed ones add up. The bias is the one
    that Weights prints, so the ink absorbs the rounding; without ink the sum is the bias."""
    total = rounded(parts.total, 2) if parts.pixels.any() else bias
    ink, _ = rounded_terms([parts.speaking_for, parts.speaking_against], 2, total - bias)
    named = [
        {"name": name, "value": value} for name, value in zip(names, [*ink, bias], strict=True)
    ]
    return {"picture": encoding.signed(parts.pixels), "terms": named, "total": total}


def _products(weights: np.ndarray, x: np.ndarray, name: str) -> dict[str, object]:
    """Weight and ink of each pixel, whose product is its share."""
    return {
        "weights": encoding.encoded(weights.astype("<f4")),
        "ink": encoding.encoded(x.astype("<f4")),
        "weightName": name,
    }


def _odds(model: Model, difference: float, first: int, second: int) -> str:
    """What the printed difference of the logits means: with softmax, exp of it is the odds."""
    if model.head != "softmax":
        return f"The logit of {first} less that of {second}."
    likelier = first if difference >= 0 else second
    if abs(difference) >= math.log(MOST_ODDS):
        return f"Odds of more than a million to one for the {likelier}."
    odds = math.exp(abs(difference))
    return f"Its exponential is the odds: {odds:,.1f} to 1 for the {likelier}."
