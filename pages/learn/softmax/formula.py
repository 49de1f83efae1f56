"""The formula of softmax with the numbers on the page."""

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.learn.softmax.columns import chosen_class, logits
from pages.shared.components.widgets import choice
from softmax.maths import softmax

TERMS = ("numerator", "denominator", "quotient")


def filled_in() -> None:
    """a_j in general and of the chosen class; the chosen term is highlighted."""
    z, j = logits(), chosen_class()
    e = np.exp(z)
    term = choice("Term", TERMS, TERMS[0], key="softmax_term", shown=False)

    def fraction(top: str, total: str) -> str:
        numerator = tex.highlight(top, term == "numerator")
        return rf"\frac{{{numerator}}}{{{tex.highlight(total, term == 'denominator')}}}"

    general = fraction("e^{z_j}", r"\sum_k e^{z_k}")
    powers = fraction(f"e^{{{z[j]:.2f}}}", tex.sum_of([f"e^{{{v:.2f}}}" for v in z]))
    top, total = tex.amount(e[j]), tex.amount(e.sum())
    printed = f"{softmax(z)[j]:.3f}"
    sign = tex.equals(tex.value(top) / tex.value(total), printed)
    result = tex.highlight(printed, term == "quotient")
    st.latex(
        rf"\begin{{aligned}} a_j &= {general} \\[6pt] a_{j} &= {powers} \\[6pt] "
        rf"&= {fraction(top, total)} {sign} \mathbf{{{result}}} \end{{aligned}}"
    )
