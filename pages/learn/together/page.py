"""Chapter 9, Putting it together: two heads side by side, on the same batches."""

import streamlit as st

from pages.learn import chapters
from pages.learn.together import content

chapter = chapters.begin("together", keys=False)
pair = content.current()
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    content.transport(chapter, pair)
    content.errors(chapter, pair)
with thing:
    content.race(pair)
content.ask(chapter, pair)
chapter.question()
content.onward(chapter)
chapter.end(hint=chapter.text.sections["Do"])
