"""Photographed sheets: read as their clean drawing is, or not at all; drawings stay as they are."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from benchmarks.photographs import EFFECTS, as_drawing, sheet
from softmax.data import Dataset
from softmax.drawing import preprocess
from softmax.ink import is_photograph
from softmax.maths import Model


@pytest.mark.parametrize("name", [name for name in EFFECTS if name != "clean"])
def test_a_photographed_digit_is_read_as_a_clean_one(
    mnist: Dataset, model: Model, name: str
) -> None:
    random = np.random.default_rng(4)
    digits = mnist.test.images[:25, 0] / 255
    clean = [preprocess(sheet(digit, (), random)) for digit in digits]
    sheets = [sheet(digit, EFFECTS[name], random) for digit in digits]
    found = [preprocess(image) for image in sheets]
    agree = [
        x is not None and y is not None and model.predict(x.ravel()) == model.predict(y.ravel())
        for x, y in zip(clean, found, strict=True)
    ]
    assert np.mean(agree) >= 0.85


@pytest.mark.parametrize("inverted", [False, True])
def test_a_clean_drawing_stays_as_it_is_to_the_bit(mnist: Dataset, inverted: bool) -> None:
    for digit in mnist.test.images[:60, 0]:
        image = digit.repeat(6, 0).repeat(6, 1)
        image = image if inverted else 255 - image
        assert not is_photograph(image)
        assert np.array_equal(preprocess(image), as_drawing(image))


def test_a_photograph_without_a_digit_is_not_read() -> None:
    random = np.random.default_rng(1)
    assert preprocess(sheet(np.zeros((28, 28)), ("noise", "light"), random)) is None
    texture = random.integers(0, 256, (30, 30), np.uint8).repeat(10, 0).repeat(10, 1)
    assert preprocess(texture) is None
    assert is_photograph(texture)


def test_scipy_is_imported_for_a_photograph_alone() -> None:
    code = """
import sys, numpy as np
from softmax.drawing import preprocess
page = np.full((200, 200), 255, np.uint8); page[50:150, 90:110] = 0
preprocess(page); assert "scipy" not in sys.modules
preprocess(np.minimum(page, np.linspace(120, 255, 200).astype(np.uint8))); assert "scipy" in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
