"""A plain Streamlit app, without any of our patches, for test_streamlit_unpatched.py."""

import streamlit as st
from streamlit_drawable_canvas import st_canvas


def count(name: str) -> None:
    st.session_state[name] = st.session_state.get(name, 0) + 1


def counter(name: str) -> None:
    st.text(f"{name}: {st.session_state.get(name, 0)}")


def controls() -> None:
    st.header("Controls")
    st.button("Play", shortcut="Space", on_click=count, args=["plays"])
    counter("plays")
    st.button("Other", on_click=count, args=["others"])
    counter("others")
    st.segmented_control("Step rate", ["slow", "fast"], default="slow", required=True)
    st.slider("Size", 0, 9)
    st.markdown("$z = x W^T + b$")
    if st.button("Set the query"):
        count("queries")
        st.query_params["n"] = str(st.session_state["queries"])


def pad() -> None:
    st.header("Pad")
    drawn = st_canvas(width=280, height=280, return_image_data=True, key="pad").json_data
    count("runs")
    counter("runs")
    st.text(f"strokes: {len(drawn['objects']) if drawn else 0}")


def beside() -> None:
    st.header("Beside")
    with st.sidebar:
        st.text("settings")


opened = st.navigation(
    [
        st.Page(controls, title="Controls"),
        st.Page(pad, title="Pad"),
        st.Page(beside, title="Beside"),
    ],
    position="top",
)
opened.run()
