"""The frame of every page: styles, what the tab remembers, the header and the notices."""

import functools
from pathlib import Path

import streamlit as st

from pages.shared.components import elements
from pages.shared.layout import export_menu
from pages.shared.live import ticks
from pages.shared.state import saved_drawings, tab_memory, url, visitor

PAGES = Path(__file__).parents[2]
# Sent by the presenter's view alone.
PRESENTED = "present.css"


def open_page(page: str) -> None:
    """Everything around the page at this address; once in each run of the script."""
    st.html(Styles())
    visitor.begin_script_run(page)
    with st.container(key="installer-tab"):
        elements.show(
            "tab",
            key="tab",
            data=tab_memory.data(),
            on={"found": tab_memory.find_run, "drew": saved_drawings.find},
        )
    ticks.note_running("run", visitor.run().running)
    url.restore_settings(page)
    url.write()
    export_menu.button()
    _notices()


def _notices() -> None:
    """What is to be said above the status bar. The container is there also when it is empty:
    without it Streamlit would remount everything below when a notice comes or goes."""
    with st.container(key="words"):
        url.unused()
        export_menu.brought_in()
        if notice := visitor.current().notice:
            with st.container(key="notice"):
                st.text(notice)


class Styles:
    """All style sheets as one message. An object that shows itself, because Streamlit dedents a
    text line by line in every run."""

    @staticmethod
    @functools.cache
    def _repr_html_() -> str:
        sheets = sorted(PAGES.rglob("*.css"), key=lambda sheet: (sheet.name != "app.css", sheet))
        text = "\n".join(sheet.read_text() for sheet in sheets if sheet.name != PRESENTED)
        return f"<style>{text}</style>"
