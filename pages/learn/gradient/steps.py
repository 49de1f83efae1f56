"""The steps through the chapter: along the first path, the second path, their sum, its short form.

Steps 0..2 are the edges of the path through the weight's own class, 3..5 those of the other.
"""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.state import lesson_progress

STEPS_PER_PATH = 3
SUM, COLLAPSED = 6, 7


def step() -> int:
    """The current step, 0..7."""
    found: int = st.session_state.setdefault("gradient_step", 0)
    return found


def go_to(step: int) -> None:
    """Make it the current step; the last one completes the chapter."""
    st.session_state["gradient_message"] = ""
    st.session_state["gradient_step"] = min(COLLAPSED, max(0, step))
    if step >= COLLAPSED:
        lesson_progress.mark_done("gradient")


def stepper(chapter: Chapter) -> None:
    """The text of the current step, and buttons back and on."""
    now = step()
    texts = [line.removeprefix("- ") for line in chapter.text.sections["Steps"].split("\n- ")]
    with st.container(key="gradient-step", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Step {now + 1} of {COLLAPSED + 1}.** {texts[now]}")
        st.button("Back", key="gradient_back", on_click=go_to, args=(now - 1,), disabled=now == 0)
        if now < COLLAPSED:
            label = "Simplify" if now == SUM else "Add up" if now == SUM - 1 else "Next edge"
            st.button(
                label, key="gradient_on", on_click=go_to, args=(now + 1,),
                type="secondary" if lesson_progress.is_done("gradient") else "primary",
            )  # fmt: skip
        else:
            st.button("Again", key="gradient_on", on_click=go_to, args=(0,))
