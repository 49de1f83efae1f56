"""The README's use of the library runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from softmax.data.idx import read_idx
from tests.conftest import idx_bytes

README = Path(__file__).parents[2] / "README.md"


def test_the_library_is_used_as_the_readme_says(capsys: pytest.CaptureFixture[str]) -> None:
    code, estimator = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    accuracy, probabilities = capsys.readouterr().out.split("\n", 1)
    assert 92.0 <= float(accuracy.removeprefix("accuracy ").removesuffix("%")) <= 93.0
    assert len(probabilities.strip("[]\n ").split()) == 10
    assert names["zero"].shape == (28, 28)
    assert names["zero"].any()
    exec(estimator, names)
    assert names["iris"].score(names["X"], names["y"]) > 0.95
    assert names["iris"].coef_.shape == (3, 4)


def test_a_transposed_set_is_turned_as_the_readme_says(tmp_path: Path) -> None:
    (line,) = re.findall(r"^    (.*np.fromfile.*)$", README.read_text(), re.MULTILINE)
    upright = np.random.default_rng(1).integers(0, 256, (5, 28, 28), np.uint8)
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(idx_bytes(upright.swapaxes(1, 2)))
    exec(line, {"np": np, "name": str(path)})
    assert np.array_equal(read_idx(path, axes=3)[0], upright)
