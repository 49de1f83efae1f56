"""Chapter 4, Softmax: from logits to probabilities that sum to 1."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import shell, softmax

frame.enter()
chapter = shell.begin("softmax")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    softmax.picture()
    softmax.formula()
with thing:
    softmax.bars()
softmax.constant_and_overflow(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
