"""Chapter 11, What a line cannot do: softmax regression and a convolutional network."""

import functools

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.chapters import Chapter
from pages.learn.limits import reading, results, training

RULE = r"""
\begin{aligned}
&\text{softmax regression} \\
z &= W x + b \\
\frac{\partial L}{\partial W} &= (a - y)\, x^{\mathsf T} \\[10pt]
&\text{network} \\
z &= W f(x) + b \\
\frac{\partial L}{\partial W} &= (a - y)\, f(x)^{\mathsf T}
\end{aligned}
"""


def _live(chapter: Chapter) -> None:
    reading.show(chapter)
    results.show(chapter)


with opened("limits", keys=False) as chapter:
    chapter.prose()
    training.transport(chapter)
    training.watch(functools.partial(_live, chapter))
    chapter.prose("Rule")
    with st.container(key="limits-rule"):
        st.latex(RULE)
