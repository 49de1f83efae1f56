"""Chapter 3, Many of them: ten logistic regressions are one matrix."""

import streamlit as st

from pages.learn import chapters
from pages.learn.many import content

chapter = chapters.begin("many")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    content.formula()
with thing:
    content.source()
    content.ten()
content.two_digits(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
