"""Chapter 8, The learning rule: one image under the microscope, and one step."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.rule import batch_mean, choices, microscope, step, two_heads

with opened("rule") as chapter:
    words, controls = st.columns([0.64, 0.36], gap="large")
    with words:
        chapter.prose()
    with controls:
        choices.show()
    microscope.show()
    step.show()
    batch_mean.mean_gradient(chapter)
    two_heads.comparison(chapter)
