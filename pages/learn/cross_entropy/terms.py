"""The formula of the loss, term by term, with the numbers on the page."""

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.learn.cross_entropy.samples import (
    DECIMALS,
    STEPS,
    N,
    go_to,
    printed,
    relation,
    samples,
    step,
    step_row,
    text,
)
from pages.shared.components.widgets import choice
from pages.shared.state import lesson_progress
from softmax.lesson.cross_entropy import Sample, terms


def stepper() -> None:
    """Choose a sample, the sum or the mean; or go to the next."""
    with st.container(key="loss-steps", horizontal=True, vertical_alignment="center"):
        choice("Sample", STEPS, STEPS[0], key="cross_entropy_step", shown=False)
        st.button("Step", key="cross_entropy_next", on_click=_next)


def formula() -> None:
    """The loss of the chosen sample, or the sum or mean of all."""
    row = step_row()
    if row is None:
        _sum_formula(mean=step() == "mean")
    else:
        _sample_formula(row, samples()[row])


def _next() -> None:
    now = STEPS.index(step())
    go_to(STEPS[(now + 1) % len(STEPS)])
    if STEPS[now] == str(N):
        lesson_progress.mark_done("cross_entropy")


def _sample_formula(i: int, sample: Sample) -> None:
    """-sum_j Y_ij log A_ij with its terms; the only one that is not 0 is highlighted."""
    general = rf"L_{i + 1} &= -\sum_j Y_{{{i + 1}j}} \log A_{{{i + 1}j}} \\[4pt]"
    if sample.loss is None:
        st.latex(rf"\begin{{aligned}} {general} &= \;? \end{{aligned}}")
        return
    products = [
        tex.highlight(rf"{y:.0f} \cdot \log {_number(cell.text)}", y == 1)
        for y, cell in zip(sample.y, sample.cells, strict=True)
    ]
    values = [
        tex.highlight(_term(term)) if y == 1 else "0"
        for y, term in zip(sample.y, terms(sample.y, sample.a), strict=True)
    ]
    loss = _number(text(sample.loss))
    st.latex(
        rf"\begin{{aligned}} {general} &= -\left({' + '.join(products)}\right) \\[4pt]"
        rf"&= -\left({' + '.join(values)}\right) = \mathbf{{{loss}}} \end{{aligned}}"
    )


def _sum_formula(mean: bool) -> None:
    texts, total, average = printed([sample.loss for sample in samples()])
    added, sign = " + ".join(map(_number, texts)), relation(texts, total)
    result = tex.highlight(rf"\mathbf{{{_number(average if mean else total)}}}")
    last = f"&{sign} {result}"
    if mean:
        known = average not in ("?", "∞")
        sign = tex.equals(float(total) / N, average) if known else "="
        last = rf"\frac{{1}}{{N}} L &= \frac{{{_number(total)}}}{{{N}}} {sign} {result}"
    st.latex(rf"\begin{{aligned}} L &= \sum_i L_i = {added} \\[4pt] {last} \end{{aligned}}")


def _number(typed: str) -> str:
    """TeX of a number as typed or printed."""
    if typed in ("∞", "?"):
        return r"\infty" if typed == "∞" else r"\;?"
    plain = typed.strip().replace(",", ".").replace("−", "-").lower()
    mantissa, _, power = plain.partition("e")
    digits = "".join(c for c in mantissa if c in "0123456789.")
    if not power:
        return digits
    return rf"{digits} \cdot 10^{{{''.join(c for c in power if c in '-0123456789')}}}"


def _term(value: float) -> str:
    """A term y log a, which is never above 0."""
    return r"-\infty" if np.isinf(value) else f"-{-value:.{DECIMALS}f}"
