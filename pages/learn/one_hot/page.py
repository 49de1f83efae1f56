"""Chapter 5, One-hot: a label becomes a row, in the form of the model's output."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.one_hot import distances, label_forms, matrix

with opened("one_hot") as chapter:
    words, figures = chapter.columns()
    with words:
        matrix.formula()
    with figures:
        matrix.controls()
        matrix.editable(chapter)
    with st.container(key="one-hot-why"):
        left, right = st.columns([0.4, 0.6], gap="large")
        with left:
            distances.between_classes(chapter)
        with right:
            label_forms.comparison(chapter)
