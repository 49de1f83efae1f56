"""The parts of chapter 4: bars to drag, the formula filled with them, and what goes wrong."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.learn import chapters
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements
from pages.shared.live import refresh
from pages.shared.state import resources
from pages.shared.state.widgets import choice
from softmax.data import CLASSES
from softmax.maths import softmax

# The top row can be pulled this far, or as far as the largest logit of an image.
REACH = 6.0
START = (1.0, 2.0, -1.0)
CLASS_COUNTS = tuple(str(h) for h in range(2, CLASSES + 1))
TERMS = ("numerator", "denominator", "quotient")
# As far as the largest of three logits goes in the second example; e^710 is beyond a float64.
MOST = 1000
# Above this many numbers in a row, space is short.
MANY = 5


def logits() -> np.ndarray:
    """The logits on the page, (2..10,)."""
    found: list[float] = st.session_state.setdefault("softmax_logits", list(START))
    return np.array(found)


def bars() -> None:
    """Logits, e to their power and probabilities, a class a column; the top row can be pulled."""
    _source()
    z = logits()
    a, e = softmax(z), np.exp(z)
    reach = _reach(z)
    elements.show(
        "columns",
        key="softmax-columns",
        data={
            "labels": [str(j) for j in range(len(z))],
            "chosen": _chosen(),
            "rows": [
                {"symbol": "z", "name": "logit", "note": "any number", "values": z.tolist(),
                 "signed": True, "drag": [-reach, reach], "decimals": 1},
                {"symbol": "eᶻ", "name": "raised", "note": "always positive",
                 "values": e.tolist(), "step": "raise e to it", "decimals": 2,
                 "sum": tex.amount(e.sum())},
                {"symbol": "a", "name": "probability", "note": "between 0 and 1",
                 "values": a.tolist(), "step": "divide by the sum", "decimals": 3,
                 "sum": tex.number(float(a.sum()))},
            ],
        },
        on={"pulled": _pulled, "chosen": _choose},
    )  # fmt: skip


def _reach(z: np.ndarray) -> float:
    return max(REACH, float(np.ceil(np.abs(z).max())))


def _source() -> None:
    """Two to ten logits of one's own, or those of a real image."""
    with st.container(key="softmax-source", horizontal=True, vertical_alignment="center"):
        start = str(len(START))
        choice("Classes", CLASS_COUNTS, start, key="softmax_classes", on_change=_resize)
        st.button("Logits of a test image", key="softmax_image", on_click=_from_image)


def _resize() -> None:
    z = [*logits(), *np.zeros(CLASSES)][: int(st.session_state["softmax_classes"])]
    _set(z)
    st.session_state["softmax_picture"] = None


def _from_image() -> None:
    """The default model's logits for a test image, another at each press."""
    test = resources.dataset().test
    number = (st.session_state.get("softmax_image_number", -1) + 1) % len(test)
    st.session_state["softmax_image_number"] = st.session_state["softmax_picture"] = number
    _set(resources.default_model().model.logits(test.rows[number] / 255).round(1).tolist())
    st.session_state["softmax_classes"] = str(CLASSES)
    st.session_state.pop("softmax_chosen", None)


def picture() -> None:
    """The image whose logits are shown, where they are those of one."""
    number = st.session_state.get("softmax_picture")
    if number is None:
        return
    test = resources.dataset().test
    with st.container(key="softmax-picture", horizontal=True, vertical_alignment="center"):
        elements.show("digit", key="softmax-digit", data=refresh.digit(test.images[number, 0]))
        st.markdown(f"A test image, labelled **{test.labels[number]}**, and its logits.")


def _pulled() -> None:
    j, value, *_ = st.session_state["softmax-columns"]["pulled"]
    z = logits()
    if 0 <= j < len(z):
        reach = _reach(z)
        z[j] = np.clip(value, -reach, reach)
        _set(z.tolist())
        st.session_state["softmax_chosen"] = j
        st.session_state["softmax_picture"] = None
        chapters.done("softmax")


def _choose() -> None:
    st.session_state["softmax_chosen"], *_ = st.session_state["softmax-columns"]["chosen"]


def _chosen() -> int:
    chosen: int = st.session_state.get("softmax_chosen", int(logits().argmax()))
    return min(chosen, len(logits()) - 1)


def _set(z: list[float]) -> None:
    st.session_state["softmax_logits"] = [float(v) + 0.0 for v in z]  # no negative zeros


def formula() -> None:
    """a_j with this example's numbers; the term in question lights up."""
    z, j = logits(), _chosen()
    e, a = np.exp(z), softmax(z)
    term = choice("Term", TERMS, TERMS[0], key="softmax_term", shown=False)
    top, total = f"e^{{{z[j]:.2f}}}", tex.plus([f"e^{{{v:.2f}}}" for v in z])
    top_value, total_value = (tex.amount(v).replace(",", "{,}") for v in (e[j], e.sum()))
    top, top_value = tex.lit(top, term == TERMS[0]), tex.lit(top_value, term == TERMS[0])
    total, total_value = tex.lit(total, term == TERMS[1]), tex.lit(total_value, term == TERMS[1])
    result = tex.lit(f"{a[j]:.3f}", term == TERMS[2])
    st.latex(
        rf"\begin{{aligned}} a_{j} &= \frac{{{top}}}{{{total}}} \\[6pt] "
        rf"&= \frac{{{top_value}}}{{{total_value}}} = \mathbf{{{result}}} \end{{aligned}}"
    )


def constant_and_overflow(chapter: Chapter) -> None:
    """Two things to see: a constant changes nothing, and z = 1000 done naively and properly."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("## A constant changes nothing")
        chapter.prose("Constant")
        _constant()
    with right:
        st.markdown("## A logit of 1000")
        chapter.prose("Overflow")
        _overflow()


def _constant() -> None:
    z, j = logits(), _chosen()
    c = st.slider("Add c to every logit", -500, 500, 0, step=50, key="softmax_shift")
    e, total = (tex.amount(v).replace(",", "{,}") for v in (np.exp(z[j]), np.exp(z).sum()))
    factor = tex.lit(f"e^{{{c}}}", True)
    st.latex(
        rf"a_{j} = \frac{{{factor} \cdot {e}}}{{{factor} \cdot {total}}} "
        rf"= {softmax(z + c)[j]:.3f}"
    )
    _compare("constant", ("softmax(z)", softmax(z)), (f"softmax(z {tex.sign(c)})", softmax(z + c)))


def _overflow() -> None:
    """Three logits, the largest as large as one likes: naively and properly."""
    large = st.slider("The largest logit", 0, MOST, MOST, step=10, key="softmax_large")
    z = np.array([large, large - 1, 0.0])
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(z)
        naive = e / e.sum()
    naively = rf"\dfrac{{e^{{{large}}}}}{{e^{{{large}}} + e^{{{large - 1}}} + e^{{0}}}}"
    properly = rf"\dfrac{{e^{{0}}}}{{e^{{0}} + e^{{-1}} + e^{{{-large}}}}}"
    held = tex.lit(rf"\dfrac{{{_power(e[0])}}}{{{_power(e.sum())}}}", bool(np.isinf(e[0])))
    st.latex(
        rf"\begin{{aligned}} {naively} &= {held} \\[8pt] "
        rf"{properly} &= {softmax(z)[0]:.3f} \end{{aligned}}"
    )
    _compare("overflow", ("naively", naive), ("largest subtracted first", softmax(z)))


def _power(value: float) -> str:
    """A number of any size for a formula, up to infinity."""
    if np.isinf(value):
        return r"\infty"
    if value < 1e5:
        return tex.amount(value).replace(",", "{,}")
    digits, power = f"{value:.1e}".split("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}"


def _compare(key: str, *rows: tuple[str, np.ndarray]) -> None:
    elements.show("table", key=f"softmax-table-{key}", data={"rows": [
        {"name": name, "values": [_probability(v, len(a)) for v in a.tolist()]} for name, a in rows
    ]})  # fmt: skip


def _probability(value: float, among: int) -> str:
    """Three decimals; without the leading zero where there are many beside it."""
    text = tex.number(value, 3)
    return text if among <= MANY else text.removeprefix("0")
