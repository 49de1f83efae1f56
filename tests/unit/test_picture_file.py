"""Picture files: whatever their orientation and depth, the array is the picture as it is shown."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from PIL import Image

from softmax import picture_file
from softmax.drawing import preprocess
from softmax.ink import ink

SEVEN = ("0111110", "0000010", "0000100", "0001000", "0001000", "0000000")


def seven() -> np.ndarray:
    """A 7, uint8 (96, 112): 0 for ink, 255 for paper."""
    small = np.array([[int(cell) for cell in row] for row in SEVEN], dtype=np.uint8)
    return 255 - 255 * np.pad(small, ((1, 1), (0, 0))).repeat(12, 0).repeat(16, 1)


def stored(upright: np.ndarray, orientation: int) -> np.ndarray:
    """The rows that a camera writes. The EXIF standard says where its row 0 and column 0 are:
    1 top left, 2 top right, 3 bottom right, 4 bottom left, 5 left top, 6 right top, 7 right
    bottom, 8 left bottom."""
    row_0, column_0 = {
        1: ("top", "left"), 2: ("top", "right"), 3: ("bottom", "right"), 4: ("bottom", "left"),
        5: ("left", "top"), 6: ("right", "top"), 7: ("right", "bottom"), 8: ("left", "bottom"),
    }[orientation]  # fmt: skip
    height, width = upright.shape[:2]
    down = list(range(height))[:: -1 if "bottom" in (row_0, column_0) else 1]
    along = list(range(width))[:: -1 if "right" in (row_0, column_0) else 1]
    if row_0 in ("top", "bottom"):
        return np.array([[upright[r, c] for c in along] for r in down])
    return np.array([[upright[r, c] for r in down] for c in along])


def saved(path: Path, image: Image.Image, orientation: int | None = None) -> Path:
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    image.save(path, exif=exif)
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    ("ending", "mode"),
    [("jpg", "L"), ("jpg", "RGB"), ("png", "L"), ("png", "RGB"), ("png", "RGBA"), ("png", "I;16")],
)
def test_the_exif_orientation_is_undone(
    tmp_path: Path, orientation: int, inverted: bool, ending: str, mode: str
) -> None:
    shown = 255 - seven() if inverted else seven()
    rows = stored(shown, orientation)
    image = Image.fromarray(rows)
    image = Image.fromarray(rows.astype(np.uint16) * 257) if mode == "I;16" else image.convert(mode)
    found = picture_file.read(saved(tmp_path / f"p.{ending}", image, orientation))
    assert found.shape[:2] == shown.shape
    assert_allclose(ink(found), ink(shown), atol=0.15 if ending == "jpg" else 1e-12)


@pytest.mark.parametrize("orientation", [None, 0, 9, 65_535])
def test_no_orientation_is_upright(tmp_path: Path, orientation: int | None) -> None:
    path = saved(tmp_path / "p.png", Image.fromarray(seven()), orientation)
    assert np.array_equal(picture_file.read(path), seven())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=60), lead=st.sampled_from([b"", b"MM\0*\0\0\0\x08", b"II*\0\x08\0\0\0"])
)
def test_damaged_exif_data_are_ignored(tmp_path: Path, data: bytes, lead: bytes) -> None:
    path = tmp_path / "p.jpg"
    Image.fromarray(seven()).save(path, exif=b"Exif\0\0" + lead + data)
    assert sorted(picture_file.read(path).shape) == [96, 112]


# -- depth ------------------------------------------------------------------------------------


def png(values: np.ndarray, bits: int, extra: bytes = b"") -> bytes:
    """(H, W) grey or (H, W, 2, 3 or 4) as a PNG of 16 bits a channel, written byte by byte."""
    channels = 1 if values.ndim == 2 else values.shape[2]
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    height, width = values.shape[:2]
    rows = values.astype(f">u{bits // 8}").reshape(height, -1)
    body = b"".join(b"\0" + row.tobytes() for row in rows)
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    chunks = [header, *([extra] if extra else []), b"IDAT" + zlib.compress(body), b"IEND"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks
    )


@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize(
    ("depth", "channels"),
    # Of colour, Pillow decodes the upper 8 bits of 16.
    [(8, 1), *((depth, channels) for depth in (10, 12, 14, 16) for channels in (1, 2, 3, 4))],
)
def test_deep_pictures_show_what_shallow_ones_do(
    tmp_path: Path, depth: int, channels: int, inverted: bool
) -> None:
    """A camera's bits, in the lower part of 16."""
    shown = (255 - seven() if inverted else seven()).astype(np.int64)
    shown[40:50, 60:70] = 128  # and a grey
    values = np.round(shown / 255 * (2**depth - 1)).astype(np.int64)
    if channels > 1:
        alpha = [np.full_like(values, 65_535)] if channels in (2, 4) else []
        values = np.dstack([values] * (channels - len(alpha)) + alpha)
    path = tmp_path / "p.png"
    path.write_bytes(png(values, 16))
    tolerance = 0.4 if depth == 10 and channels > 1 else 0.05  # 2 of 10 bits are left
    assert_allclose(ink(picture_file.read(path)), ink(shown.astype(np.uint8)), atol=tolerance)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("inverted", [False, True])
def test_every_mode_of_a_file_is_read(tmp_path: Path, mode: str, inverted: bool) -> None:
    shown = 255 - seven() if inverted else seven()
    image = Image.fromarray(shown)
    if mode == "I;16":
        image = Image.fromarray(shown.astype(np.uint16) * 257)
    else:
        image = image.convert("RGB").convert(mode)
    path = tmp_path / ("p.jpg" if mode == "CMYK" else "p.png")
    image.save(path)
    assert_allclose(ink(picture_file.read(path)), ink(shown), atol=0.15 if mode == "CMYK" else 1e-9)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("shade", [0, 1])
def test_a_shade_named_as_transparent_is_the_ground(tmp_path: Path, bits: int, shade: int) -> None:
    """tRNS of a grey PNG: here black is transparent under white ink, or white under black ink."""
    top = 2**bits - 1
    shown = (seven() if shade else 255 - seven()).astype(np.int64) * (top // 255)
    path = tmp_path / "p.png"
    path.write_bytes(png(shown, bits, b"tRNS" + struct.pack(">H", top * shade)))
    assert_allclose(ink(picture_file.read(path)), 1 - seven() / 255, atol=1e-9)


def test_a_transparent_entry_of_a_palette_is_the_ground(tmp_path: Path) -> None:
    image = Image.fromarray((seven() == 0).astype(np.uint8), "P")
    image.putpalette([0, 0, 0, 10, 20, 30])  # the ink is almost as dark as what is transparent
    for transparency in (0, bytes([0, 255])):
        image.save(tmp_path / "p.png", transparency=transparency)
        assert_allclose(ink(picture_file.read(tmp_path / "p.png")), 1 - seven() / 255, atol=1e-9)


# -- a sheet of paper, or a drawing on glass --------------------------------------------------


def rgba(shades: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    return np.dstack([shades] * 3 + [alpha]).astype(np.uint8)


def rounded(shape: tuple[int, int], radius: int) -> np.ndarray:
    """Opacity 255 but for the corners."""
    down, along = np.indices(shape)
    down, along = (np.minimum(at, n - 1 - at) for at, n in zip((down, along), shape, strict=True))
    outside = (down < radius) & (along < radius)
    outside &= (down - radius) ** 2 + (along - radius) ** 2 > radius**2
    return np.where(outside, 0, 255)


def turned(image: np.ndarray, degrees: float) -> np.ndarray:
    turned = Image.fromarray(image).rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    return np.asarray(turned)


@pytest.mark.parametrize("hidden", [0, 255])
@pytest.mark.parametrize("inverted", [False, True])
@pytest.mark.parametrize("sheet", ["margin", "rounded corners", "margin and corners", "circle"])
def test_a_sheet_with_transparent_parts_is_paper(sheet: str, inverted: bool, hidden: int) -> None:
    shown = 255 - seven() if inverted else seven()
    alpha = np.full(shown.shape, 255)
    if sheet == "circle":
        shown = np.pad(shown, 50, constant_values=shown[0, 0])
        alpha = rounded(shown.shape, min(shown.shape) // 2)
    elif "corners" in sheet:
        alpha = rounded(shown.shape, 12)
    picture = rgba(np.where(alpha == 0, hidden, shown), alpha)
    if "margin" in sheet:
        picture = np.pad(picture, ((30, 9), (20, 20), (0, 0)))
        picture[:30, :, :3] = hidden
    assert_allclose(preprocess(picture), preprocess(seven()), atol=1e-9)


@pytest.mark.parametrize("degrees", [3, 20, 45, -70])
def test_a_turned_sheet_is_paper(degrees: float) -> None:
    shown = np.pad(seven(), 40, constant_values=255)
    picture = turned(rgba(shown, np.full(shown.shape, 255)), degrees)
    on_white = turned(255 - shown, degrees)
    assert_allclose(preprocess(picture), preprocess(on_white), atol=0.05)


@pytest.mark.parametrize("inverted", [False, True])
def test_holes_in_a_sheet_are_ink(inverted: bool) -> None:
    paper = np.full(seven().shape, 255 if inverted else 0)
    assert_allclose(preprocess(rgba(paper, seven())), preprocess(seven()), atol=1e-9)


@pytest.mark.parametrize("shade", [0, 90, 255])
@pytest.mark.parametrize("strength", [0.2, 0.7, 1.0])
def test_strokes_on_a_transparent_ground_are_ink(shade: int, strength: float) -> None:
    for drawn in (seven(), np.where(np.arange(96)[:, None] % 80 < 16, 255, 0) | seven()):
        alpha = (255 - drawn.astype(int)) * strength
        expected = preprocess(255 - alpha.astype(np.uint8))
        assert_allclose(preprocess(rgba(np.full(alpha.shape, shade), alpha)), expected, atol=1e-9)


def test_a_stroke_of_two_colours_on_a_transparent_ground_is_ink() -> None:
    shades = np.where(np.arange(96)[:, None] < 40, 30, 220) + 0 * seven()
    bar = np.zeros((96, 112), int)
    bar[10:80, 50:60] = 255
    for alpha in (255 - seven(), bar):
        expected = preprocess(255 - alpha.astype(np.uint8))
        assert_allclose(preprocess(rgba(shades, alpha)), expected, atol=1e-9)


def test_a_file_of_many_bytes_is_no_picture(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("L", (20, 20)).save(file, "GIF")
    for content, says in ((file.getvalue(), "not a PNG or JPEG"), (png(seven(), 8)[:60], "read")):
        (tmp_path / "p").write_bytes(content)
        with pytest.raises(picture_file.PictureFileError, match=says):
            picture_file.read(tmp_path / "p")


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "I;16"])
def test_a_small_file_of_many_pixels_takes_little_memory(tmp_path: Path, mode: str) -> None:
    side = 4_400  # 19.4 million pixels
    blank = np.zeros((side, side), np.uint16 if mode == "I;16" else np.uint8)
    image = Image.fromarray(blank)
    image = image if mode == "I;16" else image.convert(mode)
    path = saved(tmp_path / "bomb.png", image)
    assert path.stat().st_size < 200_000
    del image, blank
    tracemalloc.start()
    assert preprocess(picture_file.read(path)) is None
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 250e6


@pytest.mark.parametrize("ending", ["png", "jpg"])
@pytest.mark.parametrize("mode", ["L", "RGBA", "I;16"])
def test_a_large_picture_is_averaged_and_read_as_a_small_one(
    tmp_path: Path, mode: str, ending: str
) -> None:
    if ending == "jpg" and mode != "L":
        pytest.skip("a JPEG has neither transparency nor 16 bits")
    large = seven().repeat(25, 0).repeat(25, 1)
    image = Image.fromarray(large)
    if mode == "RGBA":
        clear = np.zeros((*large.shape, 4), np.uint8)
        clear[..., 3] = 255 - large
        image = Image.fromarray(clear)
    elif mode == "I;16":
        image = Image.fromarray(large.astype(np.uint16) * 257)
    found = picture_file.read(saved(tmp_path / f"large.{ending}", image))
    assert found.shape[0] * found.shape[1] <= picture_file.WORKED_PIXELS
    expected = preprocess(seven())
    assert expected is not None
    assert_allclose(preprocess(found), expected, atol=0.05)
