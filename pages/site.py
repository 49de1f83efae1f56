"""The script of every visit: page settings, navigation, the common frame, and the page."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.server import startup

SIDEBAR_PX = 272

st.set_page_config(page_icon="🔟", layout="wide", initial_sidebar_state=SIDEBAR_PX)
if not startup.is_ready():
    with st.spinner("The server has just started. One moment."):
        startup.load()

# Imported only now: they import torch, for some seconds, and the spinner is on the screen.
from pages.learn import chapters
from pages.shared.layout import frame
from pages.shared.presenting import bar
from pages.shared.state import url, view_options
from pages.streamlit_patches import render_slots


def page(folder: str, title: str) -> StreamlitPage:
    """The page of a folder, at the address of the folder's name."""
    return st.Page(f"{folder}/page.py", title=title, url_path=folder, default=folder == "start")


shown = [
    page("start", "Start"),
    page("learn", "Learn"),
    page("train", "Train"),
    page("weights", "Weights"),
    page("draw", "Draw"),
    page("mistakes", "Mistakes"),
    page("runs", "Runs"),
]
lesson = [
    st.Page(chapter.page, title=chapter.text.title, url_path=chapter.url_path, visibility="hidden")
    for chapter in chapters.all_chapters()
]
preflight = st.Page(
    "preflight/page.py", title="Preflight", url_path="preflight", visibility="hidden"
)
digits = st.Page("digits/page.py", title="My digits", url_path="digits", visibility="hidden")
url.restore_view()
with render_slots.acquired():
    opened = st.navigation(
        [*shown, *lesson, preflight, digits],
        position="top" if view_options.shows("navigation") else "hidden",
    )
    st.set_page_config(page_title=f"{opened.title} - Ten Pictures")
    frame.open_page(opened.url_path)
    bar.show(opened, shown, in_steps=opened in lesson)
    opened.run()
