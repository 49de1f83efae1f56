"""Chapter 1, The data: from a picture to a vector of 784 numbers between 0 and 1."""

import streamlit as st

from pages.learn import chapters
from pages.learn.data import content

chapter = chapters.begin("data")
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    content.shape(chapter)
with thing:
    content.digits()
    content.up_close(chapter)
content.scaling(chapter)
chapter.question()
chapter.end(hint=chapter.text.sections["Do"])
