"""The unit tests need neither Streamlit nor a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from softmax.data import Dataset
from softmax.maths import Model
from softmax.training import Config, Run


@pytest.fixture(scope="session", autouse=True)
def streamlit_is_not_imported() -> Iterator[None]:
    """Fails the session if a unit test imports Streamlit (unless other tests have done so)."""
    before = "streamlit" in sys.modules
    yield
    assert before or "streamlit" not in sys.modules


@pytest.fixture(scope="session")
def model(mnist: Dataset) -> Model:
    """What the default run ends with."""
    run = Run(Config(), mnist)
    run.play()
    run.advance()
    return run.progress.model
