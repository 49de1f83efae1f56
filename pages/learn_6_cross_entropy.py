"""Chapter 6, Cross-entropy: how wrong an output is, and the one term that says so."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import cross_entropy, shell

frame.enter()
chapter = shell.begin("cross_entropy")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
with thing:
    cross_entropy.matrices(chapter)
terms, graph = st.columns([0.55, 0.45], gap="large")
with terms, st.container(key="loss-terms"):
    cross_entropy.formula()
with graph, st.container(key="loss-graph"):
    cross_entropy.curve(chapter)
cross_entropy.on_all_images(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
