"""What all visitors share: the data set and a few trained models, made once for the process.

This module caches them, not Streamlit: cache_data copies 47 MB at each hit, and any visitor can
clear cache_resource for everybody.
"""

import contextlib
import functools
import gc
import threading

import streamlit as st

from pages.streamlit_patches import render_slots
from softmax.data import DataError, Dataset, load
from softmax.training import Config, Progress, Run, default_for, is_prepared

EARLY_STEPS = 60

_loading = threading.Lock()
_training = threading.Lock()
_models: dict[tuple[Config, int], Progress] = {}


def load_dataset() -> Dataset:
    """Read the images once, under a lock: after a restart many visitors ask at the same moment,
    and each copy would take 55 MB.

    Raises:
        DataError: they cannot be read.
    """
    with _loading:
        return _loaded()


@functools.cache
def _loaded() -> Dataset:
    dataset = load()
    # What is loaded by now lives as long as the process: exclude it from later collections.
    gc.collect()
    gc.freeze()
    return dataset


def dataset() -> Dataset:
    """The data set. If it cannot be read, the page says why and ends here."""
    try:
        return load_dataset()
    except DataError as error:
        st.error("The images cannot be read.")
        st.text(error.public)
        st.info("Fix the file, or unset SOFTMAX_DATA_DIR to use the bundled MNIST; then reload.")
        st.stop()


def default_config() -> Config:
    """The default run, cut to the size of the data set if that is small."""
    return default_for(len(dataset().train))


def blank(config: Config) -> Run:
    """An untrained run, shared by the visitors without a run, so without digits of anybody's own.
    The first deskewed one takes a second, during which the render slot is released."""
    config = config.replace(own_share=0.0)
    with contextlib.nullcontext() if is_prepared(dataset(), config) else render_slots.released():
        return _blank(config)


@functools.lru_cache(maxsize=16)
def _blank(config: Config) -> Run:
    return Run(config, dataset())


def default_model() -> Progress:
    """The default run at its end. The first caller trains it, in about half a second."""
    return _trained(default_config(), default_config().total_steps)


def sigmoid_model() -> Progress:
    """The default run with ten sigmoids for its head, at its end."""
    config = default_config().replace(head="sigmoid")
    return _trained(config, config.total_steps)


def early_model() -> Progress:
    """The default run after 60 steps, when the rows look most like digits."""
    return _trained(default_config(), EARLY_STEPS)


def _trained(config: Config, steps: int) -> Progress:
    """Train under a lock, so that visitors who ask at the same time share one model."""
    if (config, steps) not in _models:
        with render_slots.released(), _training:
            if (config, steps) not in _models:
                _models[config, steps] = _train(config, steps)
    return _models[config, steps]


def _train(config: Config, steps: int) -> Progress:
    """Train in this thread, half a second: in the pool it would queue behind everybody's runs."""
    run = Run(config, dataset())
    run.play(steps)
    run.advance()
    return run.progress
