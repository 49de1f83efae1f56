"""Numbers and images, packed for the browser."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from pages.shared.components import encoding

ONE_FAR_OUT = np.full((10, 12), 2**-126, np.float32)
ONE_FAR_OUT[0, 0] = 6


@given(arrays(np.float32, (10, 12), elements=st.floats(-100, 100, width=32, allow_subnormal=False)))
@example(ONE_FAR_OUT)
def test_packed_numbers_are_right_to_half_a_level_inside_the_scale(values: np.ndarray) -> None:
    packed = encoding.signed(values)
    limit = packed["limit"]
    levels = np.frombuffer(base64.b64decode(packed["values"]), np.int8).astype(int)
    assert np.abs(levels).max() <= 127
    clipped = np.clip(values.ravel().astype(float) / limit, -1, 1) * 127
    assert np.abs(levels - clipped).max() <= 0.5 + 1e-4


def test_the_pixels_of_a_png_come_back() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 20, 4), np.uint8)
    file = encoding.file_of(encoding.png(pixels))
    assert np.array_equal(encoding.pixels_of_png(file, 20), pixels)
    assert encoding.pixels_of_png(file, 21) is None


@pytest.mark.parametrize("shape", [(28, 28), (3584, 28), (1, 1), (5, 300)])
def test_a_grey_picture_has_its_pixels(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    with Image.open(io.BytesIO(encoding.grey_png(pixels))) as image:
        assert image.format == "PNG"
        assert np.array_equal(np.asarray(image), pixels)


def file_of(image: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"no picture",
        file_of(Image.new("L", (280, 280)))[:60],
        file_of(Image.new("L", (280, 280)), "BMP"),
        file_of(Image.new("1", (9_000, 9_000))),
        file_of(Image.new("1", (280, 20_000))),
    ],
)
def test_what_is_no_png_of_the_size_is_not_unpacked(
    file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if file[:4] == b"\x89PNG" and len(file) > 60:  # all there, and too large
        monkeypatch.setattr(PngImageFile, "load", lambda self: pytest.fail("it was unpacked"))
    assert encoding.pixels_of_png(file, 280) is None


@pytest.mark.parametrize("uri", ["", "data:image/png;base64,!", "https://example.org/a.png", "é"])
def test_what_is_no_data_uri_holds_no_file(uri: str) -> None:
    assert encoding.file_of(uri) == b""


def test_packed_zeros_are_zero() -> None:
    assert set(base64.b64decode(encoding.signed(np.zeros((10, 784)))["values"])) == {0}
