"""Ten Pictures: softmax regression on MNIST, live in the browser."""

import streamlit as st

SIDEBAR_PX = 272

st.set_page_config(page_icon="🔟", layout="wide", initial_sidebar_state=SIDEBAR_PX)
with st.spinner("The server has just started. One moment."):
    # The first visitor waits for torch to load, some seconds; no other one sees this.
    from pages.ui import frame
    from pages.ui.lesson import shell

page = st.navigation(
    [
        st.Page("pages/start.py", title="Start", default=True),
        st.Page("pages/learn.py", title="Learn"),
        st.Page("pages/train.py", title="Train"),
        st.Page("pages/weights.py", title="Weights"),
        st.Page("pages/draw.py", title="Draw"),
        st.Page("pages/mistakes.py", title="Mistakes"),
        st.Page("pages/runs.py", title="Runs"),
        *(
            st.Page(chapter.page, title=chapter.text.title, visibility="hidden")
            for chapter in shell.all_chapters()
        ),
    ],
    position="top",
)
frame.open_page(page.url_path)
page.run()
