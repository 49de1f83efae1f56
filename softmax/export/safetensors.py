"""The .safetensors format: W, b, and the header under "ten_pictures" in the metadata.

A file begins with the length of a JSON text as eight bytes, little-endian; the text gives each
tensor's type, shape and offsets (https://github.com/huggingface/safetensors).
"""

import json
from typing import Any

import safetensors
import safetensors.numpy

from softmax.export import model_file
from softmax.export.model_file import SHAPES, ModelFileError
from softmax.training import SavedModel

HEADER = "ten_pictures"
MAX_TEXT_BYTES = 200_000
LENGTH_BYTES = 8


def pack(saved: SavedModel) -> bytes:
    """Encode a model."""
    header = model_file.header_of(saved)
    return safetensors.numpy.save(model_file.arrays_of(saved), metadata={HEADER: header})


def unpack(content: bytes) -> SavedModel:
    """Decode a model. Types and shapes are checked before any tensor is read.

    Raises:
        ModelFileError: it is not one of our models.
    """
    model_file.check_size(content)
    text = _text(content)
    metadata = text.pop("__metadata__", {})
    for name, shape in SHAPES.items():
        _check_entry(name, text.pop(name, None), shape)
    if text:
        raise ModelFileError(f"holds {', '.join(sorted(text))} as well; a model holds W and b")
    header = metadata.get(HEADER) if isinstance(metadata, dict) else None
    if not isinstance(header, str):
        raise ModelFileError("its header is not that of a model of ours")
    try:
        arrays = safetensors.numpy.load(content)
    except (safetensors.SafetensorError, ValueError):
        raise ModelFileError("not a .safetensors file, or a damaged one") from None
    return model_file.assemble(arrays, header)


def _text(content: bytes) -> dict[str, Any]:
    """The JSON text before the tensors."""
    length = int.from_bytes(content[:LENGTH_BYTES], "little")
    if not 0 < length <= len(content) - LENGTH_BYTES:
        raise ModelFileError("not a .safetensors file, or a damaged one")
    if length > MAX_TEXT_BYTES:
        raise ModelFileError(f"its header is over {MAX_TEXT_BYTES:,} bytes")
    try:
        text = json.loads(content[LENGTH_BYTES : LENGTH_BYTES + length])
    except (ValueError, RecursionError):
        raise ModelFileError("not a .safetensors file, or a damaged one") from None
    if not isinstance(text, dict):
        raise ModelFileError("not a .safetensors file, or a damaged one")
    return text


def _check_entry(name: str, entry: Any, shape: tuple[int, ...]) -> None:
    if not isinstance(entry, dict):
        raise ModelFileError(f"holds no {name}; a model holds W and b")
    if entry.get("dtype") != "F32" or entry.get("shape") != list(shape):
        raise ModelFileError(
            f"{name} is {entry.get('dtype')} {entry.get('shape')}, not F32 {list(shape)}"
        )
