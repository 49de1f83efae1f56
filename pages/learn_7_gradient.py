"""Chapter 7, The gradient: one weight, followed along both of its paths to the loss."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import gradient, shell

frame.enter()
chapter = shell.begin("gradient")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
with thing:
    gradient.graph()
    gradient.stepper(chapter)
gradient.formulas()
gradient.quotient_rule_and_check(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
