"""The formulas with the numbers of the graph: both paths, their sum, and the quotient rule."""

import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.gradient.network import paths, sample, weight
from pages.learn.gradient.steps import COLLAPSED, STEPS_PER_PATH, SUM, step
from softmax.lesson.gradient import Path
from softmax.maths import rounded_terms

DECIMALS = 4


def paths_and_sum() -> None:
    """Three columns; the factor of the current step is highlighted."""
    both = paths()
    terms, total = rounded_terms([path.product for path in both], DECIMALS)
    with st.container(key="gradient-formulas"):
        columns = st.columns([0.34, 0.34, 0.32], gap="medium")
        starts = (0, STEPS_PER_PATH)
        for path, term, start, column in zip(both, terms, starts, columns[:2], strict=True):
            with column:
                st.markdown(f"## Through $a_{path.k + 1}$")
                lit = [step() in (start + n, SUM) for n in range(STEPS_PER_PATH)]
                _path_formula(path, term, lit)
        with columns[2]:
            st.markdown("## Added up")
            _sum_formula(terms, total)


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


def _path_formula(path: Path, term: float, lit: list[bool]) -> None:
    """The product of the path's three slopes: as symbols, as formulas, as numbers."""
    j, i = weight()
    c, f, k = j + 1, i + 1, path.k + 1
    slope = f"a_{c}(1 - a_{c})" if path.k == j else f"(-a_{k}\\,a_{c})"
    lines = (
        (rf"\dfrac{{\partial L}}{{\partial a_{k}}}", rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}}",
         rf"\dfrac{{\partial z_{c}}}{{\partial w_{{{c}{f}}}}}"),
        (rf"\dfrac{{-y_{k}}}{{a_{k}}}", slope, f"x_{f}"),
        (_bracketed(path.dL_da, 3), _bracketed(path.da_dz, 4), _bracketed(path.dz_dw, 3)),
    )  # fmt: skip
    rows = [r" \cdot ".join(tex.highlight(t, on) for t, on in zip(line, lit, strict=True))
            for line in lines]  # fmt: skip
    rows.append(rf"\mathbf{{{term + 0.0:.4f}}}")
    st.latex(r"\begin{aligned} & " + r" \\[6pt] &= ".join(rows) + r" \end{aligned}")


def _sum_formula(terms: list[float], total: float) -> None:
    now, (j, i) = sample(), weight()
    c, f = j + 1, i + 1
    added = tex.highlight(f"{terms[0] + 0.0:.4f} {terms[1] + 0.0:+.4f}", step() == SUM)
    short = tex.highlight(rf"(a_{c} - y_{c})\,x_{f}", step() == COLLAPSED)
    filled = rf"({now.a[j]:.4f} - {now.y[j]:g}) \cdot {now.x[i]:g}"
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial w_{{{c}{f}}}}} &= {added} \\[4pt] "
        rf"&= \mathbf{{{total + 0.0:.4f}}} \\[8pt] "
        rf"&= {short} \\[4pt] &= {filled} \end{{aligned}}"
    )


def _bracketed(value: float, decimals: int) -> str:
    text = f"{value + 0.0:.{decimals}f}"
    return f"({text})" if text.startswith("-") else text
