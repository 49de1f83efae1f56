"""How one image comes to its probability: w * x in pictures, and the formula with its numbers."""

import streamlit as st

from pages.learn import tex
from pages.learn.logistic import model
from pages.shared.components import elements, encoding
from pages.shared.components.widgets import choice
from pages.shared.state import resources
from softmax.charts import symmetric_limit
from softmax.lesson import logistic as lesson
from softmax.lesson.logistic import Evidence
from softmax.maths import rounded_terms, sigmoid
from softmax.numbers import a_digit

TERMS = ("w · x", "b", "z", "a")


def of(row: int) -> Evidence:
    """The model's evidence for an image of the validation split."""
    return lesson.evidence(resources.dataset().validation.rows[row] / 255, *model.parameters())


def show(row: int, found: Evidence) -> None:
    """The image, the weights, their products, and the answer in words."""
    split, (w, _) = resources.dataset().validation, model.parameters()
    limit = symmetric_limit(w)
    (pro, con, b), z = rounded_terms((found.pro, found.con, found.b), 2)
    elements.show(
        "evidence",
        key="logistic-evidence",
        data={
            "pixels": encoding.encoded(split.rows[row]),
            "weights": encoding.signed(w, limit)["values"],
            "products": encoding.signed(found.products, limit)["values"],
            "limit": limit,
            "pro": pro, "con": con, "b": b, "z": z, "a": found.a,
            "term": {"w · x": "w"}.get(_term(), _term()),
            "says": _verdict(found, int(split.labels[row])),
        },
    )  # fmt: skip


def _verdict(found: Evidence, label: int) -> list[str]:
    digit = model.digit()
    if found.z == 0:
        return ["It cannot say yet."]
    right = (found.z > 0) == (label == digit)
    return [
        f"It says: {'' if found.z > 0 else 'not '}{a_digit(digit)}.",
        f"{'Right' if right else 'Wrong'}, it is {a_digit(label)}.",
    ]


def _term() -> str:
    term: str = st.session_state.get("logistic_term") or TERMS[0]
    return term


def formula(found: Evidence) -> None:
    """z and a with this image's numbers; the chosen term is highlighted."""
    choice("Term", TERMS, TERMS[0], key="logistic_term", shown=False)
    term = _term()
    (pro, con, b), z = rounded_terms((found.pro, found.con, found.b), 2)
    dot = tex.highlight(rf"({pro:.2f} {con:+.2f})" if con else f"{pro:.2f}", term == "w · x")
    bias = tex.highlight(f"{abs(b):.2f}", term == "b")
    # Adding 0.0 turns a negative zero into zero.
    logit = tex.highlight(f"{z + 0.0:.2f}", term == "z")
    exponent = tex.highlight(f"{-z + 0.0:.2f}", term == "z")
    printed = f"{found.a:.3f}"
    sign = tex.equals(float(sigmoid(z)), printed)
    result = tex.highlight(rf"\mathbf{{{printed}}}", term == "a")
    with st.container(key="logistic-formula"):
        st.latex(
            rf"\begin{{aligned}} z &= w \cdot x + b \\ &= {dot} {'-' if b < 0 else '+'} {bias} "
            rf"= {logit} \\[6pt] a &= \frac{{1}}{{1 + e^{{-z}}}} "
            rf"= \frac{{1}}{{1 + e^{{{exponent}}}}} {sign} {result} \end{{aligned}}"
        )
