"""Softmax and sigmoid on the same logits: other losses, but the same gradient a - y."""

import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.rule.selection import HEADS, chosen_class, outputs
from pages.shared.components import elements
from softmax.lesson.rule import Look, slope
from softmax.maths import Head, sigmoid
from softmax.numbers import fixed, subscripted


def comparison(chapter: Chapter) -> None:
    """A table of both heads for the chosen class, and the formulas of each."""
    j = chosen_class()
    with st.container(key="rule-heads"):
        left, *right = st.columns([0.4, 0.28, 0.32], gap="large")
    with left:
        st.markdown("## Two heads, one rule")
        chapter.prose("Heads")
        elements.show("table", key="rule-table", data=_table(j))
    for column, (name, head) in zip(right, HEADS.items(), strict=True):
        with column:
            st.markdown(f"## {name}")
            _formula(outputs(head=head), j, head)


def _table(j: int) -> dict[str, object]:
    """The data of <ten-table>: class j with each head."""
    seen = [(outputs(head=head), head) for head in HEADS.values()]
    sub = subscripted(str(j))
    rows = (
        (f"logit z{sub}", [now.z[j] for now, _ in seen], 2, ""),
        (f"probability a{sub}", [now.a[j] for now, _ in seen], 4, ""),
        (f"label y{sub}", [now.y[j] for now, _ in seen], 0, ""),
        (f"error a{sub} − y{sub}", [round(now.a[j], 4) - now.y[j] for now, _ in seen], 4, "lit"),
        (f"slope ∂L/∂z{sub}, measured", [slope(now, head, j) for now, head in seen], 4, "lit"),
    )
    return {
        "head": list(HEADS),
        "rows": [
            {"name": name, "values": [fixed(v, d) for v in values],
             "styles": [style] * len(values)}
            for name, values, d, style in rows
        ],
    }  # fmt: skip


def _formula(now: Look, j: int, head: Head) -> None:
    """The head, its loss and the slope along z_j, with the numbers of class j."""
    z, a, y = now.z[j], now.a[j], now.y[j]
    shown = f"{a:.4f}"
    power = round(-z, 2) + 0.0
    probability, loss, sign = {
        "softmax": (rf"\dfrac{{e^{{z_{j}}}}}{{\sum_k e^{{z_k}}}} "
                    rf"= \dfrac{{e^{{{z:.2f}}}}}{{\sum_k e^{{z_k}}}}",
                    r"-\sum_k y_k \log a_k", "="),
        "sigmoid": (rf"\dfrac{{1}}{{1 + e^{{-z_{j}}}}} = \dfrac{{1}}{{1 + e^{{{power:.2f}}}}}",
                    r"-\sum_k \begin{aligned} & y_k \log a_k \\ "
                    r"& + (1 - y_k) \log (1 - a_k) \end{aligned}",
                    tex.equals(float(sigmoid(-power)), shown)),
    }[head]  # fmt: skip
    error = rf"{shown} - {y:.0f} = {float(shown) - y + 0.0:.4f}"
    st.latex(
        rf"\begin{{aligned}} a_{j} &= {probability} {sign} {shown} \\[10pt] "
        rf"L &= {loss} \\[2pt] &= {now.loss:.3f} \\[10pt] "
        rf"\dfrac{{\partial L}}{{\partial z_{j}}} &= {tex.highlight(f'a_{j} - y_{j}')} \\[6pt] "
        rf"&= {tex.highlight(error)} \end{{aligned}}"
    )
