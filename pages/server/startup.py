"""What is loaded before the first visitor: torch, the images and the pool of workers."""

import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any

from pages import streamlit_patches
from pages.server import log
from pages.streamlit_patches import slow_connections

_loading = threading.Lock()
_ready = threading.Event()


@contextlib.asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Load in a background thread, so that the port opens at once: until loading is done, visitors
    see a page with a spinner instead of waiting for the connection."""
    log.begin()
    streamlit_patches.apply()
    slow_connections.raise_descriptors()
    threading.Thread(target=load, name="startup", daemon=True).start()
    async with slow_connections.closing():
        yield


def load() -> None:
    """Import torch, read the images, start the workers: once, and later callers wait for it.

    One thread imports at a time, because two that import torch at once can each see the other's
    half-initialised modules. Data that cannot be read is left to the pages, which say why.
    """
    with _loading:
        if _ready.is_set():
            return
        # The frame and plotly, too: what is imported before the images are loaded is exempt from
        # garbage collections, each of which would hold up every visitor.
        import plotly.graph_objects  # noqa: F401

        from pages.shared.layout import frame, status_bar  # noqa: F401
        from pages.shared.state import resources
        from softmax.data import DataError
        from softmax.scheduling import shared

        with contextlib.suppress(DataError):
            resources.load_dataset()
        shared()
        _ready.set()


def is_ready() -> bool:
    """Whether everything is loaded."""
    return _ready.is_set()
