"""The visitor's comparison of the two models: begun, paused, and watched while it trains."""

import functools
from collections.abc import Callable

import streamlit as st

from pages.learn.chapters import Chapter
from pages.shared.live import experiment
from pages.shared.state import lesson_progress, resources, view_options
from softmax.experiments import ComparisonProgress, NetworkComparison
from softmax.training import State

# Each tick sends both models' parameters, some 50 kB.
TICK_S = 0.5


def progress() -> ComparisonProgress:
    """Of the visitor's comparison; that of two untrained models before the first."""
    own = experiment.get("network", NetworkComparison)
    return own.progress if own else _untrained()


@functools.cache
def _untrained() -> ComparisonProgress:
    return _new().progress


def _new(seed: int = 0) -> NetworkComparison:
    return NetworkComparison(resources.default_config().replace(seed=seed), resources.dataset())


def _begin() -> None:
    """Train both; after an earlier training with another seed, so on other batches."""
    earlier = experiment.get("network", NetworkComparison)
    experiment.start("network", _new(earlier.config.seed + 1 if earlier else 0))


def transport(chapter: Chapter) -> None:
    """Train both, pause, go on; and what a step is."""
    own = experiment.get("network", NetworkComparison)
    over = own is not None and own.state is State.FINISHED
    if over:
        lesson_progress.mark_done(chapter.name)
    space = view_options.key("play") if view_options.presents() else None
    with st.container(key="limits-transport", horizontal=True, vertical_alignment="center"):
        begin = "Train both again" if over else "Train both"
        experiment.controls("network", begin, _begin, primary=True, shortcut=space)
        if not view_options.presents():
            st.caption(chapter.text.sections["Step"].format(n=progress().batch_size))


def watch(draw: Callable[[], None]) -> None:
    """Draw now, and again at each tick while both train."""
    experiment.watch("network", draw, TICK_S)
