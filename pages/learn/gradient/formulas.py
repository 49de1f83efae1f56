"""The formulas with the numbers of the graph: both paths, their sum, and the quotient rule."""

import math

import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.gradient.network import paths, sample, weight
from pages.learn.gradient.steps import STEPS_PER_PATH, SUM, reached, step
from softmax.lesson.gradient import Path

DECIMALS = 4
UNKNOWN = r"\;?"
FACTOR_DECIMALS = (3, 4, 3)


def paths_and_sum() -> None:
    """Three columns; a result is shown once its step is reached, and highlighted in its step."""
    both = paths()
    products = [tex.rounded(path.product, DECIMALS) for path in both]
    total = tex.rounded(sum(path.product for path in both), DECIMALS)
    with st.container(key="gradient-formulas"):
        columns = st.columns([0.34, 0.34, 0.32], gap="medium")
        starts = (0, STEPS_PER_PATH)
        for path, product, start, column in zip(both, products, starts, columns[:2], strict=True):
            with column:
                st.markdown(f"## Through $a_{path.k + 1}$")
                _path_formula(path, product, range(start, start + STEPS_PER_PATH))
        with columns[2]:
            st.markdown("## Added up")
            _sum_formula(products, total)


def quotient_rule(chapter: Chapter) -> None:
    """The slopes of softmax, da_c/dz_c and da_k/dz_c, k != c; that of the step is highlighted."""
    st.markdown("## The quotient rule")
    chapter.prose("Quotient")
    a, j = sample().a, weight()[0]
    c, k = j + 1, 2 - j
    slopes = (a[j] * (1 - a[j]), -a[j] * a[1 - j])
    own, cross = (
        f"{slope:.4f}" if reached(at) else UNKNOWN
        for slope, at in zip(slopes, (1, STEPS_PER_PATH + 1), strict=True)
    )
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial a_{c}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{e^{{z_{c}}} S - e^{{z_{c}}} e^{{z_{c}}}}}{{S^2}} "
        rf"= {tex.highlight(f'a_{c}(1 - a_{c})', step() == 1)} = {own} \\[10pt]"
        rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}} &= "
        rf"\dfrac{{0 \cdot S - e^{{z_{k}}} e^{{z_{c}}}}}{{S^2}} = "
        + tex.highlight(rf"-a_{k}\,a_{c}", step() == STEPS_PER_PATH + 1)
        + rf" = {cross} \end{{aligned}}"
    )


def _path_formula(path: Path, product: str, steps: range) -> None:
    """The product of the path's three slopes: as symbols, as formulas, as numbers."""
    j, i = weight()
    c, f, k = j + 1, i + 1, path.k + 1
    slope = f"a_{c}(1 - a_{c})" if path.k == j else f"(-a_{k}\\,a_{c})"
    factors = [tex.slope(v, d) for v, d in zip(path.factors, FACTOR_DECIMALS, strict=True)]
    symbols = (rf"\dfrac{{\partial L}}{{\partial a_{k}}}",
               rf"\dfrac{{\partial a_{k}}}{{\partial z_{c}}}",
               rf"\dfrac{{\partial z_{c}}}{{\partial w_{{{c}{f}}}}}")  # fmt: skip
    results = ((rf"\dfrac{{-y_{k}}}{{a_{k}}}", slope, f"x_{f}"), map(_bracketed, factors))
    known = [
        [term if reached(at) else UNKNOWN for term, at in zip(line, steps, strict=True)]
        for line in results
    ]
    lit = [step() in (at, SUM) for at in steps]
    rows = [r" \cdot ".join(tex.highlight(t, on) for t, on in zip(line, lit, strict=True))
            for line in (symbols, *known)]  # fmt: skip
    sign, last = "=", UNKNOWN
    if reached(steps[-1]):
        sign = tex.equals(math.prod(map(tex.value, factors)), product)
        last = rf"\mathbf{{{product}}}"
    body = r" \\[6pt] &= ".join(rows)
    st.latex(rf"\begin{{aligned}} & {body} \\[6pt] &{sign} {last} \end{{aligned}}")


def _sum_formula(products: list[str], total: str) -> None:
    j, i = weight()
    added, sign, last = UNKNOWN, "=", UNKNOWN
    if reached(SUM):
        first, second = products
        added = f"{first} {second if second.startswith('-') else '+' + second}"
        added = tex.highlight(added, step() == SUM)
        sign, last = tex.equals(float(first) + float(second), total), rf"\mathbf{{{total}}}"
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial w_{{{j + 1}{i + 1}}}}} &= {added} "
        rf"\\[4pt] &{sign} {last} \end{{aligned}}"
    )


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text
