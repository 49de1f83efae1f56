from __future__ import annotations

import gzip
import hashlib
import re
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softmax.data import DataError
from softmax.data.idx import MAX_BYTES, read_idx

# Two images of two rows and three columns, written out by hand.
TWO_IMAGES = bytes.fromhex("00000803 00000002 00000002 00000003") + bytes(range(12))


def header(*shape: int, magic: bytes | None = None) -> bytes:
    return (magic or bytes((0, 0, 8, len(shape)))) + struct.pack(f">{len(shape)}I", *shape)


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("packed", [False, True])
def test_values_shape_and_digest(tmp_path: Path, suffix: str, packed: bool) -> None:
    """Whether it is gzip is told by the content and not by the name."""
    path = tmp_path / f"images{suffix}"
    path.write_bytes(gzip.compress(TWO_IMAGES, mtime=0) if packed else TWO_IMAGES)

    values, digest = read_idx(path, axes=3)

    assert values.dtype == np.uint8
    assert values.tolist() == [[[0, 1, 2], [3, 4, 5]], [[6, 7, 8], [9, 10, 11]]]
    assert digest == hashlib.sha256(TWO_IMAGES).hexdigest()


def test_the_values_are_read_only(tmp_path: Path) -> None:
    path = tmp_path / "images"
    path.write_bytes(TWO_IMAGES)
    values, _ = read_idx(path, axes=3)
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1


FLIPPED_CHECKSUM = bytearray(gzip.compress(TWO_IMAGES, mtime=0))
FLIPPED_CHECKSUM[-5] ^= 0xFF
# The first three bits of a deflate stream tell the kind of its first block; 11 is no kind.
BAD_DEFLATE = gzip.compress(TWO_IMAGES, mtime=0)[:10] + b"\xff" * 30


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty", b"", "wrong magic number (empty file), expected 00000803"),
        ("empty.gz", b"", "wrong magic number (empty file), expected 00000803"),
        ("empty.gz", gzip.compress(b"", mtime=0), "wrong magic number (empty file)"),
        ("labels", header(12) + bytes(12), "wrong magic number 00000801, expected 00000803"),
        ("ints", header(1, 1, 1, magic=b"\0\0\x0c\x03"), "wrong magic number 00000c03"),
        ("cut", TWO_IMAGES[:11], "the file ends inside its header"),
        ("short", TWO_IMAGES[:-1], "the header promises 12 bytes, the file holds 11"),
        ("long", TWO_IMAGES + b"\0", "the header promises 12 bytes, the file holds more"),
        ("none", header(0, 28, 28), "holds nothing but a header"),
        ("none", header(0, 2**32 - 1, 2**32 - 1), "holds nothing but a header"),
        ("text.gz", b"no IDX file", "wrong magic number 6e6f2049, expected 00000803"),
        (
            "cut.gz",
            gzip.compress(TWO_IMAGES, mtime=0)[:-12],
            "the gzip data is cut short or damaged",
        ),
        ("bits.gz", BAD_DEFLATE, "the gzip data is cut short or damaged"),
        ("crc.gz", bytes(FLIPPED_CHECKSUM), "not an intact gzip file (CRC check failed"),
        ("more.gz", gzip.compress(TWO_IMAGES, mtime=0) + b"more", "not an intact gzip file"),
    ],
)
def test_an_unusable_file_is_named_with_what_is_wrong(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DataError, match=re.escape(f"{path}: {problem}")):
        read_idx(path, axes=3)


def test_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "images.gz"
    with pytest.raises(DataError, match=re.escape(f"{path}: no such file")):
        read_idx(path, axes=3)


@pytest.mark.parametrize("name", ["images", "images.gz"])
def test_a_directory(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(DataError, match=f"{name}: cannot be read .Is a directory"):
        read_idx(tmp_path / name, axes=3)


@pytest.mark.parametrize("shape", [(2**32 - 1, 28, 28), (MAX_BYTES + 1, 1, 1)])
def test_a_header_that_claims_too_much_is_refused_unread(
    tmp_path: Path, shape: tuple[int, int, int]
) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(header(*shape)))
    with pytest.raises(DataError, match=r"bomb\.gz: claims [\d,]+ bytes, more than .* allowed"):
        read_idx(path, axes=3)


def test_a_gzip_bomb_is_read_only_as_far_as_its_header_promises(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(TWO_IMAGES + bytes(50_000_000), compresslevel=1))
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="promises 12 bytes, the file holds more"):
            read_idx(path, axes=3)
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most_bytes < 5_000_000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(
        [b"", TWO_IMAGES[:4], TWO_IMAGES[:15], gzip.compress(TWO_IMAGES, mtime=0)[:25]]
    ),
    rest=st.binary(max_size=40),
    name=st.sampled_from(["any", "any.gz"]),
)
def test_any_bytes_give_an_array_or_a_data_error(
    tmp_path: Path, start: bytes, rest: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(start + rest)
    try:
        values, _ = read_idx(path, axes=3)
    except DataError as error:
        assert str(path) in str(error)  # noqa: PT017 - either outcome is right
    else:
        assert values.ndim == 3
        assert values.dtype == np.uint8
