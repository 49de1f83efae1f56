"""A chapter without a browser: AppTest, entering by pages/site.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.learn import chapters
from tests.app.conftest import data_of

APP = Path(__file__).parents[3] / "pages" / "site.py"
PATIENCE_S = 120


@pytest.fixture
def chapter(request: pytest.FixtureRequest) -> AppTest:
    """The chapter that the test's module is named after."""
    name = request.module.__name__.rpartition("test_")[2]
    entered = AppTest.from_file(APP, default_timeout=PATIENCE_S).run()
    opened = entered.switch_page(chapters.chapter(name).page).run()
    assert not opened.exception, opened.exception[0]
    return opened


def sent(at: AppTest, tag: str) -> list[Any]:
    """The data of each <ten-tag> on the page."""
    name = f"ten_{tag.replace('-', '_')}"
    found = [e.proto for e in at.get("bidi_component")]
    return [data_of(p) for p in found if p.component_name == name]


def given_to(at: AppTest, tag: str) -> Any:
    """The data of the only <ten-tag> on the page."""
    (found,) = sent(at, tag)
    return found
