"""The steps through the chapter: along the first path, the second path, their sum, its short form.

Steps 0..2 are the edges of the path through the weight's own class, 3..5 those of the other. A
result is shown once its step has been reached.
"""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.state import lesson_progress, view_options

STEPS_PER_PATH = 3
SUM, LETTERS, CANCELLED, COLLAPSED, CLASSES = 6, 7, 8, 9, 10
LAST = CLASSES
# The button that leads to a step, if it is not another edge.
LABELS = {SUM: "Add up", LETTERS: "Write it out", CANCELLED: "Cancel", COLLAPSED: "Simplify",
          CLASSES: "Any number of classes"}  # fmt: skip


def step() -> int:
    """The current step, 0..LAST."""
    found: int = st.session_state.setdefault("gradient_step", 0)
    return found


def reached(step: int) -> bool:
    """Whether the reader has come as far as this step, also if back at an earlier one now. In the
    presenter's view, which has steps of its own, nothing is held back."""
    furthest: int = st.session_state.setdefault("gradient_furthest", 0)
    return step <= furthest or view_options.presents()


def go_to(step: int) -> None:
    """Make it the current step; the last one completes the chapter."""
    st.session_state["gradient_message"] = ""
    st.session_state["gradient_step"] = step = min(LAST, max(0, step))
    if not reached(step):
        st.session_state["gradient_furthest"] = step
    if step == LAST:
        lesson_progress.mark_done("gradient")


def _again() -> None:
    """Back to the first step, with all results hidden."""
    st.session_state["gradient_furthest"] = 0
    go_to(0)


def stepper(chapter: Chapter) -> None:
    """The text of the current step, and buttons back and on."""
    now = step()
    texts = [line.removeprefix("- ") for line in chapter.text.sections["Steps"].split("\n- ")]
    with st.container(key="gradient-step", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**Step {now + 1} of {LAST + 1}.** {texts[now]}")
        st.button("Back", key="gradient_back", on_click=go_to, args=(now - 1,), disabled=now == 0)
        if now < LAST:
            st.button(
                LABELS.get(now + 1, "Next edge"),
                key="gradient_on", on_click=go_to, args=(now + 1,),
                type="secondary" if lesson_progress.is_done("gradient") else "primary",
            )  # fmt: skip
        else:
            st.button("Again", key="gradient_on", on_click=_again)
