"""The data set, loaded once for the process, and the models that every visitor shares.

Held by this module rather than by Streamlit's caches: cache_data copies 47 MB at each hit, and
any visitor can clear cache_resource for everybody.
"""

from __future__ import annotations

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
    """Load it once, however many visitors come in the same moment: when a server is started again,
    the whole room is there at once, and each copy would take 55 MB."""
    with _loading:
        return _loaded()


@functools.cache
def _loaded() -> Dataset:
    dataset = load()
    # The pixels live as long as the process: keep the collector from looking at them again.
    gc.collect()
    gc.freeze()
    return dataset


def dataset() -> Dataset:
    """The data set. Where it cannot be read, the page says why, and ends here."""
    try:
        return load_dataset()
    except DataError as error:
        st.error("The images cannot be read.")
        st.text(str(error))
        st.info("Mend the file, or unset SOFTMAX_DATA_DIR to use the bundled MNIST; then reload.")
        st.stop()


def default_config() -> Config:
    """The default run, shortened to what there is where the data set is a small one."""
    return default_for(len(dataset().train))


def blank(config: Config) -> Run:
    """A run that nobody plays: what a visitor looks at who has not begun one. The first for
    straightened images waits for them."""
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
    """Trained once for the process, however many visitors ask at the same time."""
    if (config, steps) not in _models:
        with render_slots.released(), _training:
            if (config, steps) not in _models:
                _models[config, steps] = _train(config, steps)
    return _models[config, steps]


def _train(config: Config, steps: int) -> Progress:
    """In this thread, half a second: in the pool it would wait for all who train there."""
    run = Run(config, dataset())
    run.play(steps)
    run.advance()
    return run.progress
