"""Chapter 3, Many of them: ten logistic regressions are one matrix."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import many, shell

frame.enter()
chapter = shell.begin("many")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    many.formula()
with thing:
    many.source()
    many.ten()
many.two_digits(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
