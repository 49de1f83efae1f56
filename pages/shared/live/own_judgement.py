"""What a run has done for the visitor's own digits: the held-out ones, before and after."""

import numpy as np
import streamlit as st

from pages.shared.state import resources, saved_runs, visitor
from pages.shared.state.run_handle import RunHandle
from softmax.data import Split
from softmax.drawing import deskew
from softmax.evaluation import Comparison, compare, predict, wilson
from softmax.numbers import percent
from softmax.training import Progress, State

DEFAULT = "the default model, trained on MNIST alone"


def show(mine: RunHandle) -> None:
    """A sentence on the held-out digits; nothing if there are none."""
    held = visitor.current().own.held_out()
    with st.container(key="own-judgement"):
        if len(held):
            st.markdown(words(held, mine.progress))


def words(held: Split, progress: Progress) -> str:
    """How many of the held-out digits are read before and after, and what so few can tell."""
    before, name = _before(progress)
    right_before = correct(before, held)
    n = len(held)
    begin = f"Of your **{n} held-out digits**"
    if n == 1:
        begin = "Of your **one held-out digit**"
    if not progress.step:
        k = int(right_before.sum())
        return f"{begin} {name} reads **{k}** ({_range(k, n)})."
    found = compare(right_before, correct(progress, held))
    return (
        f"{begin}: before **{found.before} of {n}** ({_range(found.before, n)}), after "
        f"**{found.after} of {n}** ({_range(found.after, n)}). {_verdict(found)} "
        f"Before is {name}; after is your run. In brackets what so few digits allow: the "
        "95 % interval of the share."
    )


def correct(progress: Progress, split: Split) -> np.ndarray:
    """Whether a model reads each image, prepared as its training images were, (N,) bool."""
    if progress.config.deskew:
        images = deskew(split.images).round().astype(np.uint8)
        split = Split(images, split.labels)
    return predict(progress.model, split).correct


def _before(progress: Progress) -> tuple[Progress, str]:
    """A finished run of the visitor's, the same but on MNIST alone, or else the default model."""
    same = progress.config.replace(own_share=0.0)
    if progress.config.own_share:
        for run in saved_runs.current().runs:
            if run.progress.config == same and run.progress.state is State.FINISHED:
                return run.progress, "your run with the same settings on MNIST alone"
    default = resources.default_model()
    return default, DEFAULT if same == default.config else f"{DEFAULT} with other settings"


def _range(k: int, n: int) -> str:
    low, high = wilson(k, n)
    return f"{percent(low, 0)} to {percent(high, 0)}"


def _verdict(found: Comparison) -> str:
    """No more than the numbers bear, by the sign test on the digits that changed."""
    changed = f"{found.gained} gained, {found.lost} lost"
    if not found.gained and not found.lost:
        return "Not one reads differently."
    if not found.is_significant:
        return f"With {changed} that may be chance: more drawings would tell."
    better = "better" if found.gained > found.lost else "worse"
    return f"With {changed} it is {better}, and hardly by chance."
