"""Adding a constant to all logits changes nothing, which cures the overflow of a large logit."""

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.softmax.columns import chosen_class, logits
from pages.shared.components import elements
from softmax.maths import softmax
from softmax.numbers import fixed

# The slider's end for the largest of three logits; e^710 is beyond a float64.
MAX_LOGIT = 1000
# In tables with more columns than this, probabilities are written without the leading zero.
WIDE = 5


def added_constant(chapter: Chapter) -> None:
    """softmax(z + c) = softmax(z), with a slider for c."""
    st.markdown("## A constant changes nothing")
    chapter.prose("Constant")
    with st.container(key="softmax-constant"):
        _constant()


def _constant() -> None:
    z, j = logits(), chosen_class()
    c = st.slider("Add c to every logit", -500, 500, 0, step=50, key="softmax_shift")
    e, total = tex.amount(np.exp(z[j])), tex.amount(np.exp(z).sum())
    printed = f"{softmax(z + c)[j]:.3f}"
    sign = tex.equals(tex.value(e) / tex.value(total), printed)
    factor = tex.highlight(f"e^{{{c}}}")
    st.latex(
        rf"a_{j} = \frac{{{factor} \cdot {e}}}{{{factor} \cdot {total}}} "
        rf"{sign} {printed}"
    )
    shifted = f"softmax(z {tex.summand(c)})"
    _table("constant", ("softmax(z)", softmax(z)), (shifted, softmax(z + c)))


def large_logit(chapter: Chapter) -> None:
    """Three logits, the largest up to 1000: softmax naively, and with the largest subtracted."""
    st.markdown("## A logit of 1000")
    chapter.prose("Overflow")
    with st.container(key="softmax-overflow"):
        _overflow()


def _overflow() -> None:
    large = st.slider("The largest logit", 0, MAX_LOGIT, MAX_LOGIT, step=10, key="softmax_large")
    z = np.array([large, large - 1, 0.0])
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        naive = e / e.sum()
    naively = rf"\dfrac{{e^{{{large}}}}}{{e^{{{large}}} + e^{{{large - 1}}} + e^{{0}}}}"
    properly = rf"\dfrac{{e^{{0}}}}{{e^{{0}} + e^{{-1}} + e^{{{-large}}}}}"
    values = rf"\dfrac{{{tex.amount(e[0])}}}{{{tex.amount(e.sum())}}}"
    st.latex(
        rf"\begin{{aligned}} {naively} &= {tex.highlight(values, bool(np.isinf(e[0])))} \\[8pt] "
        rf"{properly} &= {softmax(z)[0]:.3f} \end{{aligned}}"
    )
    _table("overflow", ("naively", naive), ("largest subtracted first", softmax(z)))


def _table(key: str, *rows: tuple[str, np.ndarray]) -> None:
    elements.show("table", key=f"softmax-table-{key}", data={"rows": [
        {"name": name, "values": [_probability(v, len(a)) for v in a.tolist()]} for name, a in rows
    ]})  # fmt: skip


def _probability(value: float, columns: int) -> str:
    text = fixed(value, 3)
    return text if columns <= WIDE else text.removeprefix("0")
