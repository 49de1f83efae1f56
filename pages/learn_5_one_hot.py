"""Chapter 5, One-hot: a label becomes a row, in the form of the model's output."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import one_hot, shell

frame.enter()
chapter = shell.begin("one_hot")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    one_hot.formula()
with thing:
    one_hot.matrix(chapter)
one_hot.why_not_the_number(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
