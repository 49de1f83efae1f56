"""The ten pictures as PNG, pixel by pixel."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from softmax.charts import PALETTES, Theme
from softmax.export import to_png
from softmax.export.pictures import CAPTION, ENLARGED, GAP, MARGIN, PICTURE


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def at(sheet: Image.Image, digit: int, row: int, column: int) -> object:
    """The colour in the middle of one weight's square."""
    x = MARGIN + digit % 5 * (PICTURE + GAP) + column * ENLARGED + ENLARGED // 2
    y = MARGIN + digit // 5 * (CAPTION + PICTURE) + CAPTION + row * ENLARGED + ENLARGED // 2
    return sheet.getpixel((x, y))


@pytest.mark.parametrize("theme", PALETTES)
def test_each_weight_is_where_it_belongs_in_the_colour_of_its_sign(theme: Theme) -> None:
    W = np.zeros((10, 784), np.float32)
    W[3, 28 * 4 + 20] = W[7, 0] = 1.0
    W[9, 783] = -1.0
    sheet = Image.open(io.BytesIO(to_png(W, np.linspace(-2, 2, 10), theme)))
    assert (sheet.format, sheet.mode, sheet.size) == ("PNG", "RGB", (1_576, 824))
    against, *_, supports = (rgb(colour) for colour in PALETTES[theme].diverging)
    page = rgb(PALETTES[theme].page)
    assert at(sheet, 3, 4, 20) == at(sheet, 7, 0, 0) == supports
    assert at(sheet, 9, 27, 27) == against
    assert at(sheet, 3, 4, 21) == at(sheet, 0, 4, 20) == at(sheet, 9, 0, 0) == page


def test_untrained_weights_make_a_picture_too() -> None:
    content = to_png(np.zeros((10, 784), np.float32), np.zeros(10, np.float32))
    assert Image.open(io.BytesIO(content)).size == (1_576, 824)
