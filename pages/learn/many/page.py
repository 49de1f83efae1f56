"""Chapter 3, Many of them: ten logistic regressions are one matrix."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.many import ten_sigmoids, two_digits

with opened("many") as chapter:
    words, figures = chapter.columns()
    with words, st.container(key="many-formula"):
        ten_sigmoids.formula()
    with figures:
        ten_sigmoids.image_source()
        ten_sigmoids.heads()
        ten_sigmoids.batch(chapter)
    two_digits.comparison(chapter)
