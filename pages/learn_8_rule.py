"""Chapter 8, The learning rule: one image under the microscope, and one step."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import rule, shell

frame.enter()
chapter = shell.begin("rule")
words, choices = st.columns([0.64, 0.36], gap="large")
with words:
    chapter.prose()
with choices:
    rule.choices()
rule.microscope()
rule.step()
rule.two_heads(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
