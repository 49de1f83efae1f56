"""Chapter 8, The learning rule: one image under the microscope, and one step."""

import streamlit as st

from pages.learn import chapters
from pages.learn.rule import content

chapter = chapters.begin("rule")
words, choices = st.columns([0.64, 0.36], gap="large")
with words:
    chapter.prose()
with choices:
    content.choices()
content.microscope()
content.step()
content.two_heads(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
