"""Ten logistic regressions as one matrix: W, z and a for a test image."""

import numpy as np
import streamlit as st

from pages.learn import gallery, tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.components.events import event, whole
from pages.shared.components.widgets import choice
from pages.shared.state import resources
from softmax.charts import symmetric_limit
from softmax.data import CLASSES
from softmax.lesson.many import position
from softmax.maths import sigmoid
from softmax.numbers import rounded

TERMS = ("w·x", "b", "z", "σ(z)")
FIRST_DIGIT = "8"
# The axis of the logits ends at a multiple of this, so that it does not move with every image.
LOGIT_GRID = 8


def _row() -> int:
    """The row of the chosen test image."""
    test, number = resources.dataset().test, st.session_state.get("many_number", 0)
    return position(test, int(st.session_state.get("many_digit", FIRST_DIGIT)), number)


def _image() -> np.ndarray:
    """The chosen test image, (784,) in 0..1."""
    scaled: np.ndarray = resources.dataset().test.rows[_row()] / 255
    return scaled


def image_source() -> None:
    """The image, and the choice of another."""
    with st.container(key="many-source", horizontal=True, vertical_alignment="center"):
        with st.container(key="many-seen", width=92):
            gallery.image("many-image", _image(), 92, alt="the test image x", row=_row())
        with st.container(
            key="many-choice", horizontal=True, vertical_alignment="bottom", width="stretch"
        ):
            choice(
                "A test image of a", gallery.DIGITS, FIRST_DIGIT, key="many_digit",
                on_change=_another_digit,
            )  # fmt: skip
            st.button("Another", key="many_another", on_click=_another_image)


def heads() -> None:
    """<ten-heads>: W, z and a, a column for each class."""
    progress, x = resources.sigmoid_model(), _image()
    W = progress.weights.W
    z, a = progress.model.logits(x), progress.model.predict_proba(x)
    elements.show(
        "heads",
        key="many-heads",
        data={
            "labels": gallery.DIGITS,
            "chosen": _chosen_class(),
            "rows": [
                {"kind": "pictures", "symbol": "W", "name": "weights",
                 "note": "10 × 784, a row a picture",
                 "values": encoding.signed(W)["values"]},
                {"kind": "bars", "symbol": "z", "name": "= Wx + b", "note": "10 logits",
                 "values": z.tolist(), "signed": True, "high": 112,
                 "most": float(LOGIT_GRID * np.ceil(np.abs(z).max() / LOGIT_GRID))},
                {"kind": "bars", "symbol": "a", "name": "= σ(z)", "note": "each by itself",
                 "values": a.tolist(), "half": True, "sum": f"{a.sum():.2f}"},
            ],
        },
        on={"chosen": event(_choose_class, whole(0, CLASSES - 1))},
    )  # fmt: skip
    elements.show(
        "legend",
        key="many-legend",
        data={"limit": symmetric_limit(W),
              "note": "The dashed line is ½: above it, the answer is yes."},
    )  # fmt: skip


def formula() -> None:
    """z = Wx + b, and one row with this image's numbers; the chosen term is highlighted."""
    model, x, j = resources.sigmoid_model().model, _image(), _chosen_class()
    logit = float(model.logits(x)[j])
    b, z = rounded(float(model.b[j]), 2), rounded(logit, 2)
    term = choice("Term", TERMS, TERMS[0], key="many_term", shown=False)
    lit = {name: term == name for name in TERMS}
    # Printed terms add up: the product takes the rounding.
    product, bias = f"{z - b:.2f}", f"{b:+.2f}"
    printed = f"{sigmoid(logit):.3f}"
    sign = tex.equals(float(sigmoid(z)), printed)
    row = rf"w_{j}^{{\mathsf T}}x"
    sigma = rf"\sigma({tex.highlight(f'{z:.2f}', lit['z'])})"
    st.latex(
        r"\begin{aligned} \underset{10\times1}{z} &= \underset{10\times784}{W}\,"
        r"\underset{784\times1}{x} + \underset{10\times1}{b} \\[8pt]"
        rf"z_{j} &= {tex.highlight(row, lit['w·x'])} + {tex.highlight(f'b_{j}', lit['b'])} \\"
        rf"&= {tex.highlight(product, lit['w·x'])} {bias[0]} {tex.highlight(bias[1:], lit['b'])}"
        rf" = {tex.highlight(f'{z:.2f}', lit['z'])} \\[8pt]"
        rf"a_{j} &= {sigma} = \frac{{1}}{{1 + e^{{{-z + 0.0:.2f}}}}}"
        rf" {sign} \mathbf{{{tex.highlight(printed, lit['σ(z)'])}}} \end{{aligned}}"
    )


def batch(chapter: Chapter) -> None:
    """Z = X W^T + b with its shapes: the same for N images at once."""
    chapter.prose("Batch")
    st.latex(
        r"\underset{N\times10}{Z} = \underset{N\times784}{X}\,"
        r"\underset{784\times10}{W^{\mathsf T}} + \underset{1\times10}{b^{\mathsf T}}"
    )


def _chosen_class() -> int:
    """The class whose row is filled in: by default that of the image."""
    chosen = st.session_state.get("many_class")
    return int(st.session_state.get("many_digit", FIRST_DIGIT)) if chosen is None else chosen


def _choose_class(j: int) -> None:
    st.session_state["many_class"] = j


def _another_digit() -> None:
    st.session_state["many_number"] = 0
    st.session_state["many_class"] = None


def _another_image() -> None:
    st.session_state["many_number"] = st.session_state.get("many_number", 0) + 1
