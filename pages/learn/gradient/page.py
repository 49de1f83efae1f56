"""Chapter 7, The gradient: one weight, followed along both of its paths to the loss."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.gradient import check, formulas, graph, short_form, steps

with opened("gradient") as chapter:
    words, figures = chapter.columns()
    with words:
        chapter.prose("Label")
    with figures:
        graph.weight_choice()
        graph.editable()
        steps.stepper(chapter)
    formulas.paths_and_sum()
    short_form.both()
    left, right = st.columns(2, gap="large")
    with left, st.container(key="gradient-quotient"):
        formulas.quotient_rule(chapter)
    with right, st.container(key="gradient-check"):
        check.comparison(chapter)
