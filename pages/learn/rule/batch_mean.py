"""The gradient of a batch: the mean over its images."""

import numpy as np
import streamlit as st

from pages.learn import tex
from pages.learn.chapters import Chapter
from pages.learn.rule import selection
from softmax.lesson.rule import batch_gradient

DECIMALS = 3


def mean_gradient(chapter: Chapter) -> None:
    """The gradients of W and b in general, and that of one bias with its numbers."""
    X, labels = selection.batch()
    j, head = selection.chosen_class(), selection.chosen_head()
    errors, db = batch_gradient(selection.bench().model, X, labels, head)
    with st.container(key="rule-batch"):
        words, general, numbers = st.columns([0.4, 0.28, 0.32], gap="large")
    with words:
        st.markdown("## A batch takes the mean")
        chapter.prose("Batch", n=len(labels), j=j)
    with general:
        mean_of = r"\dfrac{1}{N} \displaystyle\sum_{i=1}^{N} (a_i - y_i)"
        st.latex(
            rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial W}} &= {mean_of}\,x_i^T \\[10pt] "
            rf"\dfrac{{\partial L}}{{\partial b}} &= {mean_of} \end{{aligned}}"
        )
    with numbers:
        _bias_formula(errors[:, j], float(db[j]), j)


def _bias_formula(errors: np.ndarray, mean: float, j: int) -> None:
    """The mean of the errors (N,) of class j."""
    n = len(errors)
    total, printed = tex.rounded(float(errors.sum()), DECIMALS), tex.rounded(mean, DECIMALS)
    st.latex(
        rf"\begin{{aligned}} \dfrac{{\partial L}}{{\partial b_{j}}} &= \dfrac{{1}}{{{n}}} "
        rf"\displaystyle\sum_{{i=1}}^{{{n}}} (a_{{i{j}}} - y_{{i{j}}}) \\[10pt] "
        rf"&= \dfrac{{{total}}}{{{n}}} {tex.equals(float(total) / n, printed)} {printed} "
        r"\end{aligned}"
    )
