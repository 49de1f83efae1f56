"""One row of W against another: their difference is all that softmax sees of two classes."""

import numpy as np
import streamlit as st

from pages.shared.components import elements, encoding
from pages.shared.components.widgets import kept
from pages.weights.history import History
from softmax.charts import symmetric_limit
from softmax.data import CLASSES
from softmax.numbers import bias_difference

FIRST, SECOND = 3, 8


def show(history: History, smooth: bool) -> tuple[int, int]:
    """The difference of two rows; returns their digits."""
    st.markdown("# One against the other")
    first, second = _pair()
    W, b = history.timeline.W, history.timeline.b
    # In float64: the weights of a run that diverged fill float32.
    differences = W[:, first].astype(np.float64) - W[:, second]
    limit = symmetric_limit(differences[-1])
    elements.show(
        "against",
        key="weights-against",
        data={
            "moments": len(history.timeline),
            "first": first,
            "second": second,
            "weights": encoding.signed(differences, limit),
            "biases": [bias_difference(*pair) for pair in b[:, [first, second]].tolist()],
            "smooth": smooth,
        },
    )
    words = [f"for {second}", f"for {first}"]
    elements.show("legend", key="weights-against-legend", data={"limit": limit, "words": words})
    softmax = history.timeline.head == "softmax"
    only = "All that softmax sees" if softmax else "Between the two"
    what = "the log-odds of" if softmax else "how far the logits differ,"
    st.markdown(
        f"{only}: the dot product of this picture and the image, plus the biases, is {what} "
        f"{first} against {second}."
    )
    return first, second


def _pair() -> tuple[int, int]:
    digits = list(range(CLASSES))
    with st.container(key="weights-pair", horizontal=True, vertical_alignment="center"):
        first = _digit("One digit", digits, FIRST, "weights_first")
        st.markdown("against")
        others = [digit for digit in digits if digit != first]
        usual = SECOND if first != SECOND else FIRST
        second = _digit("The other digit", others, usual, f"weights_second_{first}")
        st.markdown(f"$W_{first} - W_{second}$")
    return first, second


def _digit(label: str, options: list[int], default: int, key: str) -> int:
    return st.selectbox(
        label, options, index=options.index(kept(key, default)), key=key,
        label_visibility="collapsed", persist_state="session",
    )  # fmt: skip
