"""The content of a model file in any format: W and b as float32, and a JSON header with their
provenance. Files are untrusted: everything is validated."""

import dataclasses
import json
import math
import textwrap
from typing import Any

import numpy as np

from softmax.data import CLASSES, PIXELS
from softmax.maths import Model
from softmax.training import SETTINGS, Config, Metrics, Range, SavedModel

FORMAT = "ten-pictures model"
VERSION = 1
# A model takes 32 kB; larger files than this are refused.
MAX_BYTES = 1_000_000
SHAPES = {"W": (CLASSES, PIXELS), "b": (CLASSES,)}
MAX_RATES = 1_000
# Keeps logits and their differences within float32. No trained run exceeds it, its loss would be
# NaN.
MAX_WEIGHT = 1e35
MAX_REASON = 200


class ModelFileError(ValueError):
    """A file that is not one of our models. The message is one line, shortened because it may
    quote the file."""

    def __init__(self, reason: str) -> None:
        super().__init__(textwrap.shorten(reason, MAX_REASON, placeholder=" ..."))


def check_size(content: bytes) -> None:
    """Check the size of a file before reading anything in it.

    Raises:
        ModelFileError: the file is larger than any model.
    """
    if len(content) > MAX_BYTES:
        raise ModelFileError(f"is over {MAX_BYTES:,} bytes, and a model takes about 32,000")


def arrays_of(saved: SavedModel) -> dict[str, np.ndarray]:
    """``W`` (10, 784) and ``b`` (10,), contiguous float32."""
    return {
        "W": np.ascontiguousarray(saved.model.W, dtype=np.float32),
        "b": np.ascontiguousarray(saved.model.b, dtype=np.float32),
    }


def header_of(saved: SavedModel) -> str:
    """The header, in JSON: everything but the arrays."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "config": dataclasses.asdict(saved.config),
            "data_sha256": saved.data_sha256,
            "steps": saved.steps,
            "rates": saved.rates,
            "metrics": {name: dataclasses.asdict(m) for name, m in saved.metrics.items()},
        }
    )


def assemble(arrays: dict[str, np.ndarray], header_text: str | bytes) -> SavedModel:
    """Validate the parts of a file, and build the model.

    Raises:
        ModelFileError: a part is invalid.
    """
    header = _parsed(header_text)
    for name, shape in SHAPES.items():
        _check_array(name, arrays[name], shape)
    try:
        config = Config(**header["config"])
        Range(0, config.total_steps).check("steps", header["steps"], int)
        return SavedModel(
            model=Model(arrays["W"], arrays["b"], config.head),
            config=config,
            data_sha256=str(header["data_sha256"]),
            steps=header["steps"],
            rates=_rates(header["rates"], header["steps"]),
            metrics={name: _metrics(m) for name, m in dict(header["metrics"]).items()},
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelFileError(f"its header does not fit ({error})") from None


def _parsed(text: str | bytes) -> dict[str, Any]:
    try:
        header = json.loads(text)
    except (ValueError, RecursionError):  # not UTF-8, not JSON, or a number of 5,000 digits
        raise ModelFileError("its header is not readable JSON") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ModelFileError("its header is not that of a model of ours")
    if header.get("version") != VERSION:
        raise ModelFileError(
            f"written in version {header.get('version')!r} of the format; "
            f"this program reads version {VERSION}"
        )
    return header


def _check_array(name: str, array: np.ndarray, shape: tuple[int, ...]) -> None:
    if array.shape != shape or array.dtype != np.float32:
        raise ModelFileError(f"{name} is {array.dtype} {array.shape}, not float32 {shape}")
    if not np.isfinite(array).all():
        raise ModelFileError(f"{name} holds values that are not finite numbers")
    if np.abs(array).max() > MAX_WEIGHT:
        raise ModelFileError(f"{name} holds values beyond {MAX_WEIGHT:g}")


def _rates(pairs: list[list[Any]], steps: int) -> tuple[tuple[int, float], ...]:
    if not 1 <= len(pairs) <= MAX_RATES:
        raise ValueError(f"rates must be 1 to {MAX_RATES:,} pairs")
    earliest = 0
    for step, rate in pairs:
        Range(earliest, steps).check("the step of a rate", step, int)
        SETTINGS["learning_rate"].bounds.check("a rate", rate, float)
        earliest = step
    if pairs[0][0] != 0:
        raise ValueError("the first rate must be that of step 0")
    return tuple((step, rate) for step, rate in pairs)


def _metrics(fields: dict[str, float]) -> Metrics:
    metrics = Metrics(float(fields["loss"]), float(fields["accuracy"]))
    if not (math.isfinite(metrics.loss) and 0 <= metrics.accuracy <= 1):
        raise ValueError("a metric is out of range")
    return metrics
