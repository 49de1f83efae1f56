"""The formats of model files, chosen by the suffix of the name."""

from collections.abc import Iterable
from pathlib import Path

from softmax.export import npz, onnx, safetensors
from softmax.export.model_file import MAX_BYTES, ModelFileError
from softmax.training import SavedModel

WRITTEN = {".npz": npz.pack, ".safetensors": safetensors.pack, ".onnx": onnx.pack}
READ = {".npz": npz.unpack, ".safetensors": safetensors.unpack}


def check_writable(name: str) -> None:
    """Check the name of a model file before training for it.

    Raises:
        ModelFileError: the name does not end in one of WRITTEN.
    """
    if Path(name).suffix.lower() not in WRITTEN:
        raise ModelFileError(f"the name of a model ends in {_listed(WRITTEN)}")


def pack(name: str, saved: SavedModel) -> bytes:
    """Encode a model for a file of this name.

    Raises:
        ModelFileError: the name does not end in one of WRITTEN.
    """
    check_writable(name)
    return WRITTEN[Path(name).suffix.lower()](saved)


def unpack(name: str, content: bytes) -> SavedModel:
    """Decode the content of a file of this name.

    Raises:
        ModelFileError: the name does not end in one of READ, or it is not one of our models.
    """
    if Path(name).suffix.lower() not in READ:
        raise ModelFileError(f"models are read from {_listed(READ)}")
    return READ[Path(name).suffix.lower()](content)


def write(path: Path, saved: SavedModel) -> None:
    """Write a model.

    Raises:
        ModelFileError: the name does not end in one of WRITTEN.
        OSError: the file cannot be written.
    """
    path.write_bytes(pack(path.name, saved))


def read(path: Path) -> SavedModel:
    """Read a model.

    Raises:
        ModelFileError: the file is missing, or not one of our models.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ModelFileError("no such file") from None
    except OSError as error:
        raise ModelFileError(f"cannot be read ({error.strerror or error})") from None
    return unpack(path.name, content)


def _listed(endings: Iterable[str]) -> str:
    *others, last = endings
    return f"{', '.join(others)} or {last}"
