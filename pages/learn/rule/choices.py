"""The choice of head, image and model."""

import streamlit as st

from pages.learn.rule.selection import HEADS, bench, next_image, start_from
from pages.shared.components.widgets import choice, kept
from pages.shared.state import resources, visitor
from softmax.maths import Model
from softmax.training import Config

EARLY, OWN = "An early model", "My own run"


def show() -> None:
    """The controls; the copied model is brought up to date first."""
    own = _own_model()
    _refresh_copy(own)
    with st.container(key="rule-choices", horizontal=True, vertical_alignment="center"):
        choice("Head", list(HEADS), "Softmax", key="rule_head", shown=False)
        st.button("Another image", key="rule_another", on_click=next_image)
        choice(
            "Weights", [EARLY, OWN], EARLY, key="rule_source", shown=False,
            on_change=_copy_source, disabled=own is None,
        )  # fmt: skip
        st.markdown("Either head, the same error: $a - y$, times $x$")


def _own_model() -> Model | None:
    """The model of the visitor's run, if it has been trained, and on digits that are not
    deskewed, like those shown here."""
    progress = visitor.run().progress
    return progress.model if progress.step and not progress.config.deskew else None


def _refresh_copy(own: Model | None) -> None:
    """Copy the visitor's run again if it has moved on, or the early model if it was reset.

    Not while the run trains, or each step made here would be lost at the next rerun.
    """
    source = kept("rule_source", EARLY)
    if source == OWN and own is None:
        st.session_state["rule_source"] = EARLY
        start_from(resources.early_model().model)
    elif source == OWN and not visitor.run().running and _run_version() != _copied_version():
        _copy_source()
    bench()


def _run_version() -> tuple[Config, int]:
    """Config and step of the visitor's run."""
    progress = visitor.run().progress
    return progress.config, progress.step


def _copied_version() -> tuple[Config, int] | None:
    """Config and step of the run when it was copied."""
    found: tuple[Config, int] | None = st.session_state.get("rule_copied")
    return found


def _copy_source() -> None:
    version, own = _run_version(), _own_model()
    if own is not None and st.session_state.get("rule_source") == OWN:
        st.session_state["rule_copied"] = version
        start_from(own)
    else:
        st.session_state["rule_copied"] = None
        start_from(resources.early_model().model)
