"""The Start page's parts: a promise with a button, and ten pictures of trained weights."""

import streamlit as st

from pages.shared.components import elements, encoding, lesson
from pages.shared.state import lesson_progress, resources, visitor
from pages.shared.state.run_handle import RunHandle

PROMISE = """\
This machine reads handwritten digits with ten pictures and ten numbers, nothing else. \
It learns them from {images:,} examples while you watch, in about ten seconds. \
Then you draw a digit, and it shows you, pixel by pixel, why it answered as it did.
"""


def promise(mine: RunHandle) -> None:
    """Three sentences, and the button that starts a run."""
    with st.container(key="promise-column"):
        st.title("Ten pictures that read.", anchor=False)
    with st.container(key="promise"):
        st.markdown(PROMISE.format(images=len(resources.dataset().train)))
    label = "Back to the training" if mine.started else "Watch it learn"
    if st.button(label, key="watch", type="primary"):
        if not mine.started:
            visitor.play()
        st.switch_page("train/page.py")
    with st.container(key="other-ways", horizontal=True):
        st.page_link("draw/page.py", label="Draw a digit at once")
        _lesson()


def _lesson() -> None:
    """A link to the lesson, or to the chapter where the reader stopped."""
    if name := lesson_progress.to_continue_with():
        label = f"Continue with chapter {lesson.number(name)}"
        st.page_link(f"learn/{name}/page.py", label=label)
    else:
        st.page_link("learn/page.py", label="Learn how it works")


def pictures() -> None:
    """The weights of the default run after 60 steps."""
    early = resources.early_model()
    elements.show(
        "pictures",
        key="hero-pictures",
        data={
            "weights": encoding.signed(early.weights.W),
            "smooth": True,
            "hero": True,
            "words": ["ink here speaks against", "ink here speaks for"],
            "note": f"Real weights after {early.step} steps of training. Lightly smoothed.",
        },
    )
