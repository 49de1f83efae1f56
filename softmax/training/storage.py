"""A model in a file: .npz with W, b and a JSON header, never unpickled."""

from __future__ import annotations

import dataclasses
import io
import json
import math
import textwrap
import tokenize
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from softmax.data import CLASSES, PIXELS
from softmax.maths import Model
from softmax.training.config import Config, Range
from softmax.training.engine import Metrics

FORMAT = "ten-pictures model"
VERSION = 1
# What the two arrays and the header may take at most, packed or unpacked.
MAX_MEMBER_BYTES = 200_000
PARTS = ("W", "b", "header")
SHAPES = {"W": (CLASSES, PIXELS), "b": (CLASSES,)}
COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
STEPS = Range(0, math.inf)
MAX_REASON = 200


class ModelFileError(ValueError):
    """A file that is not a model of ours. The message says why, in one line, however long the
    words that the file itself puts into it."""

    def __init__(self, reason: str) -> None:
        super().__init__(textwrap.shorten(reason, MAX_REASON, placeholder=" ..."))


@dataclass(frozen=True, eq=False)
class SavedModel:
    """A model with its origin: the config, the data set's SHA-256, the steps taken and what
    was measured, by split ("validation", "test")."""

    model: Model
    config: Config
    data_sha256: str
    steps: int
    metrics: dict[str, Metrics]


def save(file: Path | BinaryIO, saved: SavedModel) -> None:
    """Write a model.

    Raises:
        OSError: the file cannot be written.
    """
    header = {
        "format": FORMAT,
        "version": VERSION,
        "config": dataclasses.asdict(saved.config),
        "data_sha256": saved.data_sha256,
        "steps": saved.steps,
        "metrics": {name: dataclasses.asdict(m) for name, m in saved.metrics.items()},
    }
    text = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    arrays: dict[str, Any] = {
        "W": saved.model.W.astype(np.float32),
        "b": saved.model.b.astype(np.float32),
        "header": text,
    }
    if isinstance(file, Path):  # np.savez would add .npz to a name that lacks it
        with file.open("wb") as opened:
            np.savez(opened, **arrays)
    else:
        np.savez(file, **arrays)


def load(file: Path | BinaryIO) -> SavedModel:
    """Read a model, checking everything before it is believed.

    Raises:
        ModelFileError: the file is missing, or not one of ours.
    """
    arrays = {name: _array(name, content) for name, content in _parts(file).items()}
    try:
        header = json.loads(arrays["header"].tobytes())
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or a number of 5,000 digits
        raise ModelFileError("its header is not readable JSON") from None
    return _assemble(arrays, header)


def _parts(file: Path | BinaryIO) -> dict[str, bytes]:
    """The contents of W, b and header, each no larger than allowed."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive.infolist())
            return {name: archive.read(f"{name}.npy") for name in PARTS}
    except ModelFileError:
        raise
    except FileNotFoundError:
        raise ModelFileError("no such file") from None
    except OSError as error:
        raise ModelFileError(f"cannot be read ({error.strerror or error})") from None
    # What zipfile raises on damaged directories, damaged data and encrypted parts.
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OverflowError, RuntimeError):
        raise ModelFileError("not an .npz file, or a damaged one") from None


def _check_directory(directory: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked."""
    names = {part.filename for part in directory}
    if names != {f"{name}.npy" for name in PARTS}:
        raise ModelFileError(
            f"holds {', '.join(sorted(names)) or 'nothing'}; a model holds W, b and header"
        )
    if max(part.file_size for part in directory) > MAX_MEMBER_BYTES:
        raise ModelFileError(f"one part is over {MAX_MEMBER_BYTES:,} bytes")
    # The other methods of zipfile unpack without a limit, whatever size is declared.
    if any(part.compress_type not in COMPRESSIONS for part in directory):
        raise ModelFileError("packed by a method that .npz files do not use")


def _array(name: str, content: bytes) -> np.ndarray:
    try:
        array: np.ndarray = np.lib.format.read_array(io.BytesIO(content), allow_pickle=False)
    # A header may be no Python at all, or claim more than there is memory.
    except (ValueError, TypeError, SyntaxError, tokenize.TokenError, MemoryError, OverflowError):
        raise ModelFileError(f"{name}.npy is not a plain array") from None
    return array


def _assemble(arrays: dict[str, np.ndarray], header: Any) -> SavedModel:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ModelFileError("its header is not that of a model of ours")
    if header.get("version") != VERSION:
        raise ModelFileError(
            f"written in version {header.get('version')!r} of the format; "
            f"this program reads version {VERSION}"
        )
    for name, shape in SHAPES.items():
        if arrays[name].shape != shape or arrays[name].dtype != np.float32:
            raise ModelFileError(
                f"{name} is {arrays[name].dtype} {arrays[name].shape}, not float32 {shape}"
            )
        if not np.isfinite(arrays[name]).all():
            raise ModelFileError(f"{name} holds values that are not finite numbers")
    try:
        STEPS.check("steps", header["steps"], int)
        config = Config(**header["config"])
        return SavedModel(
            model=Model(arrays["W"], arrays["b"], config.head),
            config=config,
            data_sha256=str(header["data_sha256"]),
            steps=header["steps"],
            metrics={name: _metrics(m) for name, m in dict(header["metrics"]).items()},
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelFileError(f"its header does not fit ({error})") from None


def _metrics(fields: dict[str, float]) -> Metrics:
    metrics = Metrics(float(fields["loss"]), float(fields["accuracy"]))
    if not (math.isfinite(metrics.loss) and 0 <= metrics.accuracy <= 1):
        raise ValueError("a metric is out of range")
    return metrics
