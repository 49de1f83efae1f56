"""Chapter 5, One-hot: a label becomes a row, in the form of the model's output."""

import streamlit as st

from pages.learn import chapters
from pages.learn.one_hot import content

chapter = chapters.begin("one_hot")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    content.formula()
with thing:
    content.matrix(chapter)
content.why_not_the_number(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
