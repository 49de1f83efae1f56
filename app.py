"""Ten Pictures: softmax regression on MNIST, live in the browser."""

import sys
from contextlib import nullcontext

import streamlit as st

SIDEBAR_PX = 272

st.set_page_config(page_icon="🔟", layout="wide", initial_sidebar_state=SIDEBAR_PX)
# The first visitor waits for torch to load, some seconds; no other one sees this.
loaded = "torch" in sys.modules
with nullcontext() if loaded else st.spinner("The server has just started. One moment."):
    from pages.ui import frame, present, presenter, turns
    from pages.ui.lesson import shell

train = st.Page("pages/train.py", title="Train")
shown = [
    st.Page("pages/start.py", title="Start", default=True),
    st.Page("pages/learn.py", title="Learn"),
    train,
    st.Page("pages/weights.py", title="Weights"),
    st.Page("pages/draw.py", title="Draw"),
    st.Page("pages/mistakes.py", title="Mistakes"),
    st.Page("pages/runs.py", title="Runs"),
]
chapters = [
    st.Page(chapter.page, title=chapter.text.title, visibility="hidden")
    for chapter in shell.all_chapters()
]
preflight = st.Page("pages/preflight.py", title="Preflight", visibility="hidden")
present.enter()
with turns.taken:
    page = st.navigation(
        [*shown, *chapters, preflight],
        position="top" if present.shows("navigation") else "hidden",
    )
    frame.open_page(page.url_path)
    presenter.bar(page, shown, [*chapters, train])
    page.run()
