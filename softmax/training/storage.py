"""A model in a file: .npz with W, b and a JSON header, never unpickled."""

from __future__ import annotations

import dataclasses
import json
import math
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from softmax.data import CLASSES, PIXELS
from softmax.maths import Model
from softmax.training.config import Config
from softmax.training.engine import Metrics

FORMAT = "ten-pictures model"
VERSION = 1
# What the two arrays and the header may take at most, packed or unpacked.
MAX_MEMBER_BYTES = 200_000
SHAPES = {"W": (CLASSES, PIXELS), "b": (CLASSES,)}


class ModelFileError(ValueError):
    """A file that is not a model of ours. The message says why."""


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
    try:
        arrays = _read_arrays(file)
        header = json.loads(arrays["header"].tobytes())
        return _assemble(arrays, header)
    except FileNotFoundError:
        raise ModelFileError("no such file") from None
    except OSError as error:
        raise ModelFileError(f"cannot be read ({error.strerror or error})") from None
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError):
        raise ModelFileError("not an .npz file, or a damaged one") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ModelFileError("its header is not readable JSON") from None


def _read_arrays(file: Path | BinaryIO) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(file) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        wanted = {"W.npy", "b.npy", "header.npy"}
        if set(sizes) != wanted:
            raise ModelFileError(
                f"holds {', '.join(sorted(sizes)) or 'nothing'}; a model holds W, b and header"
            )
        if max(sizes.values()) > MAX_MEMBER_BYTES:
            raise ModelFileError(f"one part is over {MAX_MEMBER_BYTES:,} bytes")
        arrays = {}
        for name in wanted:
            with archive.open(name) as member:
                try:
                    array = np.lib.format.read_array(member, allow_pickle=False)
                except (ValueError, TypeError, SyntaxError) as error:
                    raise ModelFileError(f"{name} is not a plain array ({error})") from None
            arrays[name.removesuffix(".npy")] = array
    return arrays


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
    try:
        config = Config(**header["config"])
        return SavedModel(
            model=Model(arrays["W"], arrays["b"], config.head),
            config=config,
            data_sha256=str(header["data_sha256"]),
            steps=int(header["steps"]),
            metrics={name: _metrics(m) for name, m in dict(header["metrics"]).items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelFileError(f"its header does not fit ({error})") from None


def _metrics(fields: dict[str, float]) -> Metrics:
    metrics = Metrics(float(fields["loss"]), float(fields["accuracy"]))
    if not (math.isfinite(metrics.loss) and 0 <= metrics.accuracy <= 1):
        raise ValueError("a metric is out of range")
    return metrics
