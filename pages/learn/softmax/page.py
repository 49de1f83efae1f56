"""Chapter 4, Softmax: from logits to probabilities that sum to 1."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.softmax import columns, formula, overflow

with opened("softmax") as chapter:
    words, figures = chapter.columns()
    with words:
        columns.image()
        formula.filled_in()
    with figures:
        columns.controls()
        columns.draggable()
    left, right = st.columns(2, gap="large")
    with left:
        overflow.added_constant(chapter)
    with right:
        overflow.large_logit(chapter)
