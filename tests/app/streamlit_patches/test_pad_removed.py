"""What pad_removed.js is for, read from the script of streamlit-drawable-canvas."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path


def test_the_canvas_loads_a_drawing_although_it_was_removed() -> None:
    """Where this fails, the canvas may do better now: look whether pad_removed.js can go."""
    package = find_spec("streamlit_drawable_canvas")
    assert package is not None
    assert package.origin is not None
    (script,) = Path(package.origin).parent.rglob("index-*.js")
    load = re.search(r"\n  loadFromJSON\(.*?\n  \}\n", script.read_text(), re.DOTALL)
    assert load is not None
    assert "this.clear()" in load[0]
    assert not re.search(r"destroyed|disposed|\.catch\(", load[0])
    start = re.search(
        r"loadFromJSON\(\w+\.initialDrawing\)(.*?)\n  \}", script.read_text(), re.DOTALL
    )
    assert start is not None
    assert ".catch(" not in start[1]
