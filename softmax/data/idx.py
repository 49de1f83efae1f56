"""The IDX file format, in which MNIST and similar sets are distributed.

A file is a big-endian header - two zero bytes, a type code, the number of axes, then
the length of each axis as a 32-bit integer - followed by the raw values. Only the
unsigned-byte type (code 8) occurs in these sets.
"""

import gzip
import hashlib
import io
import math
import struct
import zlib
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

UNSIGNED_BYTE = 8
# The first two bytes of a gzip file; those of an IDX file are zeros.
GZIP_MAGIC = b"\x1f\x8b"
# A header may claim any size; nothing larger than this is read.
MAX_BYTES = 300_000 * 28 * 28


class DataError(ValueError):
    """A data file that cannot be used. The message names the file and what is wrong with it;
    ``public`` is without the folder, for those who are not to know how the machine is laid out."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.public = f"{path.name}: {problem}"


def read_idx(path: Path, axes: int) -> tuple[np.ndarray, str]:
    """Read one IDX file of unsigned bytes, gzip-compressed or not, whatever its name ends in.

    Returns:
        The uint8 array with ``axes`` axes, of the shape that the header states, and the
        SHA-256 of the whole unpacked file in hexadecimal.

    Raises:
        DataError: the file is missing, unreadable, truncated or not such a file.
    """
    try:
        with _open_plain(path) as file:
            if file.peek(2)[:2] != GZIP_MAGIC:
                return _read(file, path, axes)
            with gzip.open(file) as unpacked:
                return _read(cast(BinaryIO, unpacked), path, axes)
    except FileNotFoundError:
        raise DataError(path, "no such file") from None
    except (EOFError, zlib.error):
        raise DataError(path, "the gzip data is cut short or damaged") from None
    except gzip.BadGzipFile as error:
        raise DataError(path, f"not an intact gzip file ({error})") from None
    except OSError as error:
        raise DataError(path, f"cannot be read ({error.strerror or error})") from None


def unpack_idx(content: bytes, name: str, axes: int) -> np.ndarray:
    """The values of an IDX file that is in memory; ``name`` is for the messages.

    Raises:
        DataError: as ``read_idx``.
    """
    values, _digest = _read(io.BytesIO(content), Path(name), axes)
    return values


def _open_plain(path: Path) -> io.BufferedReader:
    return path.open("rb")


def _read(file: BinaryIO, path: Path, axes: int) -> tuple[np.ndarray, str]:
    header_size = 4 + 4 * axes
    header = file.read(header_size)
    expected = bytes((0, 0, UNSIGNED_BYTE, axes))
    if header[:4] != expected:
        raise DataError(
            path,
            f"wrong magic number {header[:4].hex() or '(empty file)'}, expected {expected.hex()}",
        )
    if len(header) < header_size:
        raise DataError(path, "the file ends inside its header")
    shape = struct.unpack(f">{axes}I", header[4:])
    size = math.prod(shape)
    if size == 0:
        raise DataError(path, "holds nothing but a header")
    if size > MAX_BYTES:
        raise DataError(path, f"claims {size:,} bytes, more than the {MAX_BYTES:,} allowed")
    # One byte more than stated, to detect trailing data and to make gzip verify its checksum.
    body = file.read(size + 1)
    if len(body) != size:
        found = "more" if len(body) > size else f"{len(body):,}"
        raise DataError(path, f"the header promises {size:,} bytes, the file holds {found}")
    digest = hashlib.sha256(header + body).hexdigest()
    return np.frombuffer(body, dtype=np.uint8).reshape(shape), digest
