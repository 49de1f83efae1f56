"""The chapters in order: names, addresses and texts."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.learn.text import Text, load
from pages.shared.components.lesson import CHAPTERS, number, url_path


@dataclass(frozen=True)
class Chapter:
    """One chapter: ``number`` counts from 1."""

    name: str
    number: int
    text: Text

    @property
    def page(self) -> str:
        """The script of its page, relative to pages/."""
        return f"learn/{self.name}/page.py"

    @property
    def url_path(self) -> str:
        return url_path(self.name)

    def prose(self, section: str = "Prose", **values: object) -> None:
        """Write a section of the text in the reading font, its {placeholders} filled in."""
        text = self.text.sections[section]
        with st.container(key=f"prose-{self.name}-{section.lower()}"):
            st.markdown(text.format(**values) if values else text)

    def columns(self) -> list[DeltaGenerator]:
        """Write the main prose in a narrow left column; returns both columns, to be filled."""
        words, figures = st.columns([0.32, 0.68], gap="large")
        with words:
            self.prose()
        return [words, figures]


def chapter(name: str) -> Chapter:
    """The chapter of this name."""
    return Chapter(name, number(name), load(name))


def all_chapters() -> list[Chapter]:
    """All chapters, in order."""
    return [chapter(name) for name in CHAPTERS]
