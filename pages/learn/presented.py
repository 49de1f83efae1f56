"""A chapter in the presenter's view: a few steps, each one sentence and one object.

The browser goes from step to step by itself: a rule of the style sheet for each step hides what
the step does not show. The server only notes the step in the address.
"""

import functools
from pathlib import Path

import streamlit as st

from pages.learn.chapters import Chapter, chapter
from pages.learn.text import Step
from pages.shared.components import elements
from pages.shared.components.events import event, whole
from pages.shared.components.lesson import CHAPTERS
from pages.shared.state import url, view_options

SHEET = Path(__file__).parent / "present.css"
BAR = "lesson-steps"
NUMBER = whole(1, len(CHAPTERS))
# Never hidden: the bar of steps, the presenter's own, and the buttons that carry keys.
KEPT = (BAR, "presenter-bar", "remote")
BLOCKS = ".stMainBlockContainer :is(.stElementContainer, [data-testid=stLayoutWrapper], .stColumn)"


def show(presented: Chapter) -> None:
    """The bar and the sentence of the step. Not in a fragment: after a change of page from within
    one, Streamlit may no longer know its elements."""
    st.html(_style(presented.text.steps))
    _bar(presented)


@functools.cache
def _style(steps: tuple[Step, ...]) -> str:
    """The style sheet of the presenter's view with the rules of a chapter's steps."""
    rules = "".join(_rules(number, step) for number, step in enumerate(steps, 1))
    return f"<style>{SHEET.read_text()}{rules}</style>"


def _bar(presented: Chapter) -> None:
    number, by = st.session_state.pop("lesson_leaves", (0, 0))
    if number == presented.number:
        _leave(number + by, last=by < 0)
    number, step = st.session_state.pop("lesson_steps_to", (0, 0))
    if number == presented.number:
        url.write_step(step)
    elements.show(
        "steps",
        key=BAR,
        data={
            "number": presented.number,
            "title": presented.text.title,
            "step": min(url.step(), len(presented.text.steps)),
            "sentences": [step.sentence for step in presented.text.steps],
            "keys": view_options.shows("keys"),
        },
        on={
            "stepped": event(_note, NUMBER, whole(1, len(presented.text.steps))),
            "left": event(_note_leaving, NUMBER, whole(-1, 1)),
        },
    )


def _rules(number: int, step: Step) -> str:
    """The rules of one step: what it hides, and the part of its object that it shows."""
    shown = f":is({', '.join(f'.st-key-{key}' for key in step.shows)})"
    kept = f":is({', '.join(f'.st-key-{key}' for key in KEPT)})"
    here = f'.stApp[data-step="{number}"]'
    others = ", ".join(f"{one}, {one} *, :has({one})" for one in (shown, kept))
    return (
        f"{here} {BLOCKS}:not({others}) {{ display: none; }}\n"
        f"{here} {{ --part: {step.part or 'all'}; }}\n"
        f"{here} .stColumn:has({shown}) {{ flex: 1 1 0; width: auto; min-width: 0; }}\n"
    )


def _note(number: int, step: int) -> None:
    st.session_state["lesson_steps_to"] = number, step


def _note_leaving(number: int, by: int) -> None:
    if by:
        st.session_state["lesson_leaves"] = number, by


def _leave(number: int, last: bool) -> None:
    """Go to another chapter, to its first or last step; after the last chapter to Train."""
    view = url.format_view(view_options.current())
    if number > len(CHAPTERS):
        st.switch_page("train/page.py", query_params=view)
    if number >= 1:
        other = chapter(CHAPTERS[number - 1])
        step = {url.STEP: str(len(other.text.steps))} if last else {}
        st.switch_page(other.page, query_params=view | step)
