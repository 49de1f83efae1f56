"""The presenter's bar at the top of every page: next page, QR code and a panel of options."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.components import elements
from pages.shared.presenting import phone_address, qr_code
from pages.shared.state import url, view_options, visitor
from pages.shared.state.run_handle import RunHandle
from pages.shared.state.view_options import HIDEABLE, View
from softmax.training import State

SHEET = Path(__file__).parent / "present.css"


def show(page: StreamlitPage, row: Sequence[StreamlitPage], in_steps: bool) -> None:
    """At the top right of every page.

    Args:
        row: the pages in the order of going through them.
        in_steps: the page has steps, and its own button to the next.
    """
    presents = view_options.presents()
    with st.container(key="presenter-bar", horizontal=True):
        if presents:
            st.html(SHEET)
            if not in_steps:
                _onward(following(page, row))
            st.button("Scan to follow", key="follow_now", on_click=_follow)
        panel = st.popover("Present", key="presenter", on_change="rerun")
        if panel.open:
            with panel:
                _panel(page)
    if st.session_state.pop("follows", False):
        qr_code.show(page.url_path)


def _follow() -> None:
    """Open the dialog with the code, and close the panel, which would stand over it."""
    st.session_state["follows"], st.session_state["presenter"] = True, False


def following(page: StreamlitPage, row: Sequence[StreamlitPage]) -> StreamlitPage | None:
    """The page after this one."""
    for here, onward in itertools.pairwise(row):
        if here.url_path == page.url_path:
            return onward
    return None


def _onward(page: StreamlitPage | None) -> None:
    if st.button("Next", key="next_page", shortcut=view_options.key("next"), disabled=page is None):
        assert page is not None  # a disabled button is never pressed
        st.switch_page(page)


def _panel(page: StreamlitPage) -> None:
    view = view_options.current()
    st.toggle("Presenter's view: large type", view.presents, key="present_on", on_change=_switch)
    st.pills(
        "Hidden",
        list(HIDEABLE),
        selection_mode="multi",
        default=[name for name in HIDEABLE if name in view.hidden],
        format_func=HIDEABLE.__getitem__,
        key="present_hidden",
        on_change=_hide,
    )
    if view_options.shows("keys"):
        st.caption(f"Keys: {view_options.KEYS_IN_WORDS}")
    elements.show("shortcuts", key="shortcuts", data={})
    st.markdown("A link that opens this page so, with this run's settings:")
    link = phone_address.here(page.url_path, url.format_view(view) | url.page_parameters())
    st.code(link, language=None, wrap_lines=True)
    st.button("Scan to follow", key="follow_from_panel", on_click=_follow)
    st.page_link("preflight/page.py", label="Preflight: is all well on this machine?")


def _switch() -> None:
    """Hide what the new view hides by default, unless the visitor has chosen otherwise."""
    before, after = view_options.current(), View(st.session_state["present_on"])
    chosen = before.hidden != before.hidden_by_default
    hidden = before.hidden if chosen else after.hidden_by_default
    view_options.change(View(after.presents, hidden))
    st.session_state["present_hidden"] = [name for name in HIDEABLE if name in hidden]


def _hide() -> None:
    hidden = frozenset(st.session_state["present_hidden"])
    view_options.change(View(view_options.presents(), hidden))


def remote(mine: RunHandle) -> None:
    """The keys of the transport on pages without one: buttons that are visible only when reached by
    Tab."""
    with st.container(key="remote", horizontal=True):
        if not (view_options.shows("strip") and mine.run.state in (State.RUNNING, State.PAUSED)):
            label, act = ("Pause", visitor.pause) if mine.running else ("Play", visitor.play)
            st.button(label, key="remote_play", on_click=act, shortcut=view_options.key("play"))
        if view_options.shows("step"):
            st.button(
                "Step", key="remote_step", on_click=visitor.step, shortcut=view_options.key("step"),
                disabled=mine.over,
            )  # fmt: skip
        if view_options.shows("reset"):
            st.button(
                "Reset",
                key="remote_reset",
                on_click=visitor.reset,
                shortcut=view_options.key("reset"),
            )
