"""Chapter 1, The data: from a picture to a vector of 784 numbers between 0 and 1."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import data, shell

frame.enter()
chapter = shell.begin("data")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    data.shape(chapter)
with thing:
    data.digits()
    data.up_close(chapter)
data.scaling(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
