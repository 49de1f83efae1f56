"""Chapter 6, Cross-entropy: how wrong an output is, and the one term that says so."""

import streamlit as st

from pages.learn.chapter_frame import opened
from pages.learn.cross_entropy import all_images, images, loss_curve, matrices, terms

with opened("cross_entropy") as chapter:
    _, figures = chapter.columns()
    with figures:
        images.source(chapter)
        matrices.editable(chapter)
    left, right = st.columns([0.55, 0.45], gap="large")
    with left, st.container(key="loss-terms"):
        terms.stepper()
        terms.formula()
    with right, st.container(key="loss-graph"):
        loss_curve.draggable(chapter)
    all_images.mean_loss(chapter)
