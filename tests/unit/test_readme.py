"""The README's use of the library runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

README = Path(__file__).parents[2] / "README.md"


def test_the_library_is_used_as_the_readme_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    accuracy, probabilities = capsys.readouterr().out.split("\n", 1)
    assert 92.0 <= float(accuracy.removeprefix("accuracy ").removesuffix("%")) <= 93.0
    assert len(probabilities.strip("[]\n ").split()) == 10
    assert names["zero"].shape == (28, 28)
    assert names["zero"].any()
