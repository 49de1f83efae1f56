"""The frame of every page: styles, what the tab remembers, the header and the notices."""

import streamlit as st

from pages.shared.components import elements, javascript
from pages.shared.components.events import event, text
from pages.shared.layout import digits_memory, export_menu
from pages.shared.live import ticks
from pages.shared.state import image_links, saved_drawings, tab_memory, url, visitor

# The browser has it already: compressed.py names it in the headers of the page.
STYLES = f'<style>@import url("{javascript.STYLES_URL}");</style>'


def open_page(page: str) -> None:
    """Everything around the page at this address; once in each run of the script."""
    st.html(STYLES)
    # Noted before the run is saved: a run that ends after that is redrawn, and saved then.
    ticks.note_running("run", visitor.run().running)
    visitor.begin_script_run(page)
    image_links.follow()
    with st.container(key="installer-tab"):
        elements.show(
            "tab",
            key="tab",
            data=tab_memory.data(),
            on={
                "found": event(tab_memory.find_run, text),
                "drew": event(saved_drawings.find, text),
            },
        )
    digits_memory.show()
    url.restore_settings(page)
    url.write()
    export_menu.button()
    _notices()


def _notices() -> None:
    """The messages above the status bar. Their container always exists: otherwise Streamlit would
    remount everything below it when a notice appears or disappears."""
    with st.container(key="words"):
        url.unused()
        export_menu.brought_in()
        if notice := visitor.current().notice:
            with st.container(key="notice"):
                st.text(notice)
