"""Ten Pictures: softmax regression on MNIST, live in the browser."""

import streamlit as st

SIDEBAR_PX = 272

st.set_page_config(page_icon="🔟", layout="wide", initial_sidebar_state=SIDEBAR_PX)
# After the page is set up: when the server has just started, this takes a while and says so.
from pages.ui import frame, present, presenter, turns  # noqa: E402
from pages.ui.lesson import shell  # noqa: E402

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
with turns.taken():
    page = st.navigation(
        [*shown, *chapters, preflight],
        position="top" if present.shows("navigation") else "hidden",
    )
    frame.open_page(page.url_path)
    presenter.bar(page, shown, [*chapters, train])
    page.run()
