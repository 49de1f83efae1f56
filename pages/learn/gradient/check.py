"""The derivative checked against a central difference and PyTorch's autograd."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.gradient.network import sample, weight
from pages.learn.gradient.steps import SUM, reached
from pages.shared.components import elements
from softmax.lesson.gradient import MOST_DIGITS, agreeing_digits


def comparison(chapter: Chapter) -> None:
    """<ten-digits>: the three values, and how many of their digits agree."""
    st.markdown("## Checked, as you look")
    chapter.prose("Check")
    if not reached(SUM):
        st.caption(chapter.text.sections["Check: not yet"])
        return
    now, (j, i) = sample(), weight()
    by_paths = now.by_paths(j, i)
    rows = [{"name": "the two paths", "value": _long(by_paths), "note": ""}]
    for name, value in (
        ("central difference", now.by_difference(j, i)),
        ("PyTorch autograd", now.by_autograd(j, i)),
    ):
        digits = agreeing_digits(by_paths, value)
        note = "equal" if value == by_paths else f"{digits} digits agree"
        if value != by_paths and digits >= MOST_DIGITS:
            note = "all 15 digits agree"
        rows.append({"name": name, "value": _long(value), "note": note})
    elements.show("digits", key="gradient-digits", data={"rows": rows})


def _long(value: float) -> str:
    return f"{value + 0.0:.15f}".replace("-", "−")
