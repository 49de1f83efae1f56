"""Why so little remains of the sum: a - y, for two classes and for any number of them."""

import streamlit as st

from pages.learn import tex
from pages.learn.gradient.formulas import DECIMALS
from pages.learn.gradient.network import sample, weight
from pages.learn.gradient.steps import CANCELLED, CLASSES, COLLAPSED, LETTERS, reached, step


def both() -> None:
    """Two columns; a line is shown once its step is reached."""
    with st.container(key="gradient-short"):
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("## Why so little remains")
            _two_classes()
        with right:
            st.markdown("## Any number of classes")
            _any_classes()


def _two_classes() -> None:
    """The sum of both paths in letters, line by line down to (a - y) x with its numbers."""
    j, i = weight()
    c, k, f = j + 1, 2 - j, i + 1
    _lines(
        rf"\dfrac{{\partial L}}{{\partial w_{{{c}{f}}}}}",
        (LETTERS, rf"\Big(\dfrac{{-y_{c}}}{{a_{c}}}\,a_{c}(1 - a_{c}) "
                  rf"+ \dfrac{{-y_{k}}}{{a_{k}}}\,(-a_{k}\,a_{c})\Big)\,x_{f}"),
        (CANCELLED, rf"\big({{-y_{c}}}(1 - a_{c}) + y_{k}\,a_{c}\big)\,x_{f}"),
        (COLLAPSED, rf"\big((y_{c} + y_{k})\,a_{c} - y_{c}\big)\,x_{f}"),
        (COLLAPSED, rf"(a_{c} - y_{c})\,x_{f}"),
        (COLLAPSED, _numbers(j, i)),
    )  # fmt: skip


def _numbers(j: int, i: int) -> str:
    now = sample()
    a, y, x = tex.rounded(now.a[j], DECIMALS), tex.typed(now.y[j]), tex.typed(now.x[i])
    result = tex.rounded(now.collapsed(j, i), DECIMALS)
    sign = tex.equals((float(a) - float(y)) * float(x), result)
    return rf"({a} - {y}) \cdot {x} {sign} {result}"


def _any_classes() -> None:
    """The same for the logit z_j of any class j: a path through every probability."""
    _lines(
        r"\dfrac{\partial L}{\partial z_j}",
        (CLASSES, r"\displaystyle\sum_k \dfrac{\partial L}{\partial a_k}"
                  r"\,\dfrac{\partial a_k}{\partial z_j}"),
        (CLASSES, r"\dfrac{-y_j}{a_j}\,a_j(1 - a_j) "
                  r"+ \displaystyle\sum_{k \ne j} \dfrac{-y_k}{a_k}\,(-a_k\,a_j)"),
        (CLASSES, r"{-y_j} + a_j \displaystyle\sum_k y_k"),
        (CLASSES, r"a_j - y_j"),
    )  # fmt: skip


def _lines(left: str, *lines: tuple[int, str]) -> None:
    """A derivation, each line with its step. A later line keeps its place, unseen."""
    shown = [
        f"= {tex.highlight(line, step() == at)}" if reached(at) else rf"\phantom{{= {line}}}"
        for at, line in lines
    ]
    if not reached(lines[0][0]):
        shown[0] = rf"\mathrlap{{= ?}}{shown[0]}"
    body = r" \\[6pt] &".join(shown)
    st.latex(rf"\begin{{aligned}} {left} &{body} \end{{aligned}}")
