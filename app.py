"""Ten Pictures: softmax regression on MNIST, live in the browser."""

import streamlit as st

from pages.ui import frame

SIDEBAR_PX = 272

st.set_page_config(page_icon="🔟", layout="wide", initial_sidebar_state=SIDEBAR_PX)
page = st.navigation(
    [
        st.Page("pages/start.py", title="Start", default=True),
        st.Page("pages/train.py", title="Train"),
        st.Page("pages/weights.py", title="Weights"),
        st.Page("pages/draw.py", title="Draw"),
    ],
    position="top",
)
frame.open_page()
page.run()
