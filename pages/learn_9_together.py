"""Chapter 9, Putting it together: two heads side by side, on the same batches."""

import streamlit as st

from pages.ui import frame
from pages.ui.lesson import shell, together

frame.enter()
chapter = shell.begin("together", keys=False)
pair = together.current()
words, thing = st.columns([0.32, 0.68], gap="large")
with words:
    chapter.prose()
    together.transport(chapter, pair)
    together.errors(chapter, pair)
with thing:
    together.race(pair)
together.ask(chapter, pair)
chapter.question()
together.onward(chapter)
chapter.end(hint=chapter.text.sections["Do"])
