"""Plotly's figures and pandas keep out of each other's way, and pandas waits until it is needed."""

from __future__ import annotations

import subprocess
import sys
import threading
from types import SimpleNamespace

import plotly.graph_objects as go
import pytest
import streamlit as st

from pages.shared.components import plotly_figure
from tests.app.conftest import APP

# A session of its own, in a process of its own: the tests themselves load pandas.
VISIT = """
import sys
from tests.app.conftest import Visitor
visitor = Visitor().open("train")
for page in ("weights", "mistakes", "runs", "learn_1_data", "draw"):
    visitor.open(page)
    print(page, "pandas" in sys.modules)
"""


def test_pandas_is_not_loaded_while_a_figure_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(plotly_figure, "importlib", SimpleNamespace(import_module=loaded.append))
    monkeypatch.setattr(st, "plotly_chart", lambda *_, **__: None)
    loading = threading.Thread(target=plotly_figure.load_pandas)

    def figure() -> go.Figure:
        loading.start()
        loading.join(timeout=0.2)
        assert loading.is_alive()
        assert loaded == []
        return go.Figure()

    plotly_figure.show(figure, "a-figure")
    loading.join()
    assert loaded == ["pandas"]


def test_pandas_is_loaded_by_the_pad_alone() -> None:
    said = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=APP.parents[1],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    pages = dict(zip(said[::2], said[1::2], strict=True))
    assert pages.pop("draw") == "True"
    assert set(pages.values()) == {"False"}
