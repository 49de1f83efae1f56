"""Chapter 7, The gradient: one weight, followed along both of its paths to the loss."""

import streamlit as st

from pages.learn import chapters
from pages.learn.gradient import content

chapter = chapters.begin("gradient")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
with thing:
    content.graph()
    content.stepper(chapter)
content.formulas()
content.quotient_rule_and_check(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
