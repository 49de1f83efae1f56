"""What every chapter has: its place in the lesson, its prose, a question, and Back and Next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from pages.learn.text import Text, load
from pages.shared.components import elements
from pages.shared.layout import status_bar

# In order; each is a folder beside this module and a text.
CHAPTERS = (
    "data", "logistic", "many", "softmax", "one_hot", "cross_entropy", "gradient", "rule",
    "together",
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """One chapter: ``number`` counts from 1."""

    name: str
    number: int
    text: Text

    @property
    def page(self) -> str:
        """The file of its page, from pages/."""
        return f"learn/{self.name}/page.py"

    @property
    def url_path(self) -> str:
        return f"learn_{self.number}_{self.name}"

    def prose(self, section: str = "Prose", **numbers: object) -> None:
        """A section of the text, in the type for reading, with these in its {places}."""
        text = self.text.sections[section]
        with st.container(key=f"prose-{self.name}-{section.lower()}"):
            st.markdown(text.format(**numbers) if numbers else text)

    def question(self) -> None:
        """Something to predict; choosing an option reveals the answer."""
        asked = self.text.question
        with st.container(key=f"question-{self.name}"):
            st.markdown(f"**Predict.** {asked.asked}")
            chosen = st.radio(
                asked.asked, asked.options, index=None, key=f"predict_{self.name}",
                label_visibility="collapsed", persist_state="session",
            )  # fmt: skip
            if chosen is not None:
                right = asked.options.index(chosen) == asked.right
                st.markdown(f"{'**Yes.**' if right else '**Not quite.**'} {asked.answer}")

    def end(self, hint: str = "") -> None:
        """Back, what there is still to do, and Next: filled once the one thing is done."""
        with st.container(key="lesson-end", horizontal=True, vertical_alignment="center"):
            _link(self.number - 1, "back", filled=False)
            done = is_done(self.name)
            st.caption("" if done else hint)
            _link(self.number + 1, "next", filled=done)


def chapter(name: str) -> Chapter:
    """The chapter of this name."""
    return Chapter(name, CHAPTERS.index(name) + 1, load(name))


def all_chapters() -> list[Chapter]:
    """All of them, in order."""
    return [chapter(name) for name in CHAPTERS]


def begin(name: str, keys: bool = True) -> Chapter:
    """Open a chapter: the visitor's run, if there is one, then progress and title. Without
    ``keys`` the presenter's are for what the chapter plays itself."""
    status_bar.strip(compact=True, keys=keys)
    opened = chapter(name)
    _visited().add(name)
    elements.show(
        "progress",
        key="lesson-progress",
        data={
            "number": opened.number,
            "of": len(CHAPTERS),
            "visited": [each in _visited() for each in CHAPTERS],
            "minutes": opened.text.minutes,
        },
    )
    st.markdown(f"# {opened.text.title}")
    return opened


def done(name: str) -> None:
    """Note that the reader has done the one thing of this chapter."""
    _done().add(name)


def is_done(name: str) -> bool:
    """Whether the reader has done the one thing of this chapter."""
    return name in _done()


def _done() -> set[str]:
    found: set[str] = st.session_state.setdefault("lesson_done", set())
    return found


def _visited() -> set[str]:
    found: set[str] = st.session_state.setdefault("lesson_visited", set())
    return found


def _link(number: int, which: str, filled: bool) -> None:
    if not 1 <= number <= len(CHAPTERS):
        page, label = (
            ("learn/page.py", "All chapters") if number < 1 else ("train/page.py", "Train")
        )
    else:
        other = chapter(CHAPTERS[number - 1])
        page, label = other.page, f"{number} {other.text.title}"
    kind: Literal["primary", "secondary"] = "primary" if filled else "secondary"
    if st.button(label, key=f"lesson_{which}", type=kind):
        st.switch_page(page)
