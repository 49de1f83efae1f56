"""The .npz format: W, b and the header as bytes; nothing is unpickled."""

import io
import math
import tokenize
import zipfile
import zlib
from typing import Any

import numpy as np

from softmax.export import model_file
from softmax.export.model_file import ModelFileError
from softmax.training import SavedModel

# The most that an array or the header may take, compressed or not.
MAX_MEMBER_BYTES = 200_000
PARTS = ("W", "b", "header")
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}


def pack(saved: SavedModel) -> bytes:
    """Encode a model."""
    header = np.frombuffer(model_file.header_of(saved).encode(), dtype=np.uint8)
    parts: dict[str, Any] = {**model_file.arrays_of(saved), "header": header}
    file = io.BytesIO()
    np.savez(file, **parts)
    return file.getvalue()


def unpack(content: bytes) -> SavedModel:
    """Decode a model.

    Raises:
        ModelFileError: it is not one of our models.
    """
    model_file.check_size(content)
    arrays = {name: _array(name, part) for name, part in _parts(content).items()}
    return model_file.assemble(arrays, arrays["header"].tobytes())


def _parts(content: bytes) -> dict[str, bytes]:
    """The contents of W, b and header, each no larger than allowed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist())
            return {name: archive.read(f"{name}.npy") for name in PARTS}
    except ModelFileError:
        raise
    # The exceptions of zipfile for damaged directories, damaged data and encrypted parts.
    except (
        zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, RuntimeError, OSError,
    ):  # fmt: skip
        raise ModelFileError("not an .npz file, or a damaged one") from None


def _check_directory(directory: list[zipfile.ZipInfo]) -> None:
    """Check names, sizes and compression before anything is unpacked."""
    names = {part.filename for part in directory}
    if names != {f"{name}.npy" for name in PARTS}:
        raise ModelFileError(
            f"holds {', '.join(sorted(names)) or 'nothing'}; a model holds W, b and header"
        )
    if max(part.file_size for part in directory) > MAX_MEMBER_BYTES:
        raise ModelFileError(f"one part is over {MAX_MEMBER_BYTES:,} bytes")
    # zipfile decompresses other methods without a limit, whatever size is declared.
    if any(part.compress_type not in COMPRESSIONS for part in directory):
        raise ModelFileError("packed by a method that .npz files do not use")


def _array(name: str, content: bytes) -> np.ndarray:
    try:
        claimed = _claimed_bytes(content)
        if claimed <= len(content):  # else read_array would allocate it before reading
            array: np.ndarray = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
            return array
    # The header may be of another version, or not even Python.
    except (KeyError, ValueError, TypeError, SyntaxError, tokenize.TokenError, OverflowError):
        raise ModelFileError(f"{name}.npy is not a plain array") from None
    raise ModelFileError(f"{name}.npy claims {claimed:,} bytes and holds {len(content):,}")


def _claimed_bytes(content: bytes) -> int:
    """The number of bytes that the header announces."""
    file = io.BytesIO(content)
    shape, _, dtype = HEADERS[np.lib.format.read_magic(file)](file)
    return math.prod(shape) * dtype.itemsize
