"""Chapter 6, Cross-entropy: how wrong an output is, and the one term that says so."""

import streamlit as st

from pages.learn import chapters
from pages.learn.cross_entropy import content

chapter = chapters.begin("cross_entropy")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
with thing:
    content.matrices(chapter)
terms, graph = st.columns([0.55, 0.45], gap="large")
with terms, st.container(key="loss-terms"):
    content.formula()
with graph, st.container(key="loss-graph"):
    content.curve(chapter)
content.on_all_images(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
