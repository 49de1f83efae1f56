"""The mean loss over all validation images."""

import streamlit as st

from pages.learn.chapters import Chapter
from pages.learn.cross_entropy.images import model
from pages.shared.state import resources
from softmax import numbers
from softmax.training.evaluation_sets import TRAIN_SIZE


def mean_loss(chapter: Chapter) -> None:
    """In words: the latest validation loss of the run, with all ten classes."""
    progress, name = model()
    point = progress.latest
    if point.step < progress.step:
        name += f", measured at step {point.step:,},"
    text = chapter.text.sections["Note: mean"].format(
        n=f"{len(resources.dataset().validation):,}",
        probe=f"{min(TRAIN_SIZE, progress.config.train_size):,}",
        model=name,
        loss=numbers.loss(point.validation.loss),
    )
    with st.container(key="loss-test"):
        st.markdown(text)
