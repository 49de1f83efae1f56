"""Chapter 4, Softmax: from logits to probabilities that sum to 1."""

import streamlit as st

from pages.learn import chapters
from pages.learn.softmax import content

chapter = chapters.begin("softmax")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    content.picture()
    content.formula()
with thing:
    content.bars()
content.constant_and_overflow(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
