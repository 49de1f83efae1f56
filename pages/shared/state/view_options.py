"""The presenter's view: what is hidden, one key for each command, and the link that opens it so.

``view=present`` in the address enlarges all type, and ``hide=`` names controls to leave out, with
or without it. Streamlit drops both when the page is switched, so the session keeps them and they
are written into the address again at every run of the whole page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

# The parameters of an address that say how the app is shown.
OWN = ("view", "hide")
PRESENT = "present"
# What can be hidden, by its name in an address, and what it is called on the page.
HIDEABLE = {
    "settings": "Settings",
    "pace": "Pace",
    "step": "Step",
    "reset": "Reset",
    "strip": "Numbers of the run",
    "curves": "Loss and accuracy",
    "batch": "Batch in hand",
    "navigation": "Navigation",
    "keys": "Keys",
}
# Left out of a presenter's view whose address does not say: too small to be read from afar.
BY_DEFAULT = frozenset({"settings", "batch"})
# One key for each command. (Streamlit keeps C and R for itself.)
KEYS = {"play": "space", "step": "s", "reset": "0", "next": "n"}
KEYS_IN_WORDS = "space: play or pause · s: step · 0: reset · n: next page"


@dataclass(frozen=True)
class View:
    """How the app is shown to this visitor; ``hidden`` are names of HIDEABLE."""

    presents: bool = False
    hidden: frozenset[str] = frozenset()

    def parameters(self) -> dict[str, str]:
        """Its part of an address."""
        found = {"view": PRESENT} if self.presents else {}
        if self.hidden != (BY_DEFAULT if self.presents else frozenset()):
            found["hide"] = ",".join(name for name in HIDEABLE if name in self.hidden)
        return found


def read(given: Mapping[str, Sequence[str]]) -> tuple[View, bool]:
    """The view that an address asks for, and whether all of it was understood; as with the
    settings, what is given twice says nothing."""
    once = {name: texts[0] for name, texts in given.items() if len(texts) == 1}
    asked = once.get("view", "").strip().lower()
    presents = asked == PRESENT
    names = {name.strip().lower() for name in once.get("hide", "").split(",")} - {""}
    hidden = frozenset(names & HIDEABLE.keys())
    if presents and "hide" not in once:
        hidden = BY_DEFAULT
    understood = asked in ("", PRESENT) and names <= HIDEABLE.keys() and len(once) == len(given)
    return View(presents, hidden), understood


def enter() -> None:
    """Take up what the address says, and write into it what is so; called once by app.py."""
    asked = {key: st.query_params.get_all(key) for key in OWN if key in st.query_params}
    if asked and asked != st.session_state.get("view_in_address"):
        view, understood = read(asked)
        change(view)
        st.session_state["view_misread"] = not understood
    _write_address()


def current() -> View:
    """The view of this visitor."""
    view: View = st.session_state.get("view", View())
    return view


def change(view: View) -> None:
    """Show the app so from now on."""
    st.session_state["view"] = view


def presents() -> bool:
    """Whether this is the presenter's view."""
    return current().presents


def shows(name: str) -> bool:
    """Whether a thing of HIDEABLE is to be shown."""
    return name not in current().hidden


def key(command: str) -> str | None:
    """The key of a command of KEYS, for ``st.button(shortcut=)``."""
    return KEYS[command] if shows("keys") else None


def remark() -> None:
    """A word, once, where an address asked for something that there is not."""
    if st.session_state.pop("view_misread", False):
        names = ", ".join(HIDEABLE)
        st.info(
            f"The link asked for a view that there is not; that part was ignored. It can say "
            f"view={PRESENT}, and hide any of: {names}."
        )


def _write_address() -> None:
    """Only where something differs: each write is a message to the browser."""
    wanted = {name: [text] for name, text in current().parameters().items()}
    for name in OWN:
        if name in wanted and st.query_params.get_all(name) != wanted[name]:
            st.query_params[name] = wanted[name]
        elif name not in wanted and name in st.query_params:
            del st.query_params[name]
    st.session_state["view_in_address"] = wanted
