"""The formulas with the numbers of the graph: both paths, their sum, and the quotient rule."""

import math

import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.gradient.network import paths, sample, weight
from pages.learn.gradient.steps import COLLAPSED, STEPS_PER_PATH, SUM, step
from softmax.lesson.gradient import Path

DECIMALS = 4
FACTOR_DECIMALS = (3, 4, 3)


def paths_and_sum() -> None:
    """Three columns; the factor of the current step is highlighted."""
    both = paths()
    products = [_rounded(path.product) for path in both]
    total = _rounded(sum(path.product for path in both))
    with st.container(key="gradient-formulas"):
        columns = st.columns([0.34, 0.34, 0.32], gap="medium")
        starts = (0, STEPS_PER_PATH)
        for path, product, start, column in zip(both, products, starts, columns[:2], strict=True):
            with column:
                st.markdown(f"## Through $a_{path.k + 1}$")
                lit = [step() in (start + n, SUM) for n in range(STEPS_PER_PATH)]
                _path_formula(path, product, lit)
        with columns[2]:
            st.markdown("## Added up")
            _sum_formula(products, total)


def quotient_rule(chapter: Chapter) -> None:
    """The slopes of softmax, da_c/dz_c and da_k/dz_c, k != c; that of the step is highlighted."""
    st.markdown("## The quotient rule")
    chapter.prose("Quotient")
    a, j = sample().a, weight()[0]
    c, k = j + 1, 2 - j
    own, cross = a[j] * (1 - a[j]), -a[j] * a[1 - j]
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial a_{c}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{e^{{z_{c}}} S - e^{{z_{c}}} e^{{z_{c}}}}}{{S^2}} "
        rf"= {tex.highlight(f'a_{c}(1 - a_{c})', step() == 1)} = {own:.4f} \\[10pt]"
        rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{0 \cdot S - e^{{z_{k}}} e^{{z_{c}}}}}{{S^2}} = "
        + tex.highlight(rf"-a_{k}\,a_{c}", step() == STEPS_PER_PATH + 1)
        + rf" = {cross:.4f} \end{{aligned}}"
    )


def _path_formula(path: Path, product: str, lit: list[bool]) -> None:
    """The product of the path's three slopes: as symbols, as formulas, as numbers."""
    j, i = weight()
    c, f, k = j + 1, i + 1, path.k + 1
    slope = f"a_{c}(1 - a_{c})" if path.k == j else f"(-a_{k}\\,a_{c})"
    factors = [tex.slope(v, d) for v, d in zip(path.factors, FACTOR_DECIMALS, strict=True)]
    sign = tex.equals(math.prod(map(tex.value, factors)), product)
    lines = (
        (rf"\dfrac{{\partial L}}{{\partial a_{k}}}", rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}}",
         rf"\dfrac{{\partial z_{c}}}{{\partial w_{{{c}{f}}}}}"),
        (rf"\dfrac{{-y_{k}}}{{a_{k}}}", slope, f"x_{f}"),
        tuple(map(_bracketed, factors)),
    )  # fmt: skip
    rows = [r" \cdot ".join(tex.highlight(t, on) for t, on in zip(line, lit, strict=True))
            for line in lines]  # fmt: skip
    last = rf" \\[6pt] &{sign} \mathbf{{{product}}}"
    st.latex(r"\begin{aligned} & " + r" \\[6pt] &= ".join(rows) + last + r" \end{aligned}")


def _sum_formula(products: list[str], total: str) -> None:
    now, (j, i) = sample(), weight()
    c, f = j + 1, i + 1
    first, second = products
    added = f"{first} {second if second.startswith('-') else '+' + second}"
    added_sign = tex.equals(float(first) + float(second), total)
    a, y, x = _rounded(now.a[j]), f"{now.y[j]:g}", f"{now.x[i]:g}"
    sign = tex.equals((float(a) - float(y)) * float(x), total)
    short = tex.highlight(rf"(a_{c} - y_{c})\,x_{f}", step() == COLLAPSED)
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial w_{{{c}{f}}}}} &= "
        rf"{tex.highlight(added, step() == SUM)} \\[4pt] "
        rf"&{added_sign} \mathbf{{{total}}} \\[8pt] "
        rf"&= {short} \\[4pt] &{sign} ({a} - {y}) \cdot {x} \end{{aligned}}"
    )


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _rounded(value: float, decimals: int = DECIMALS) -> str:
    """The number in TeX; without the sign of a zero."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}"
