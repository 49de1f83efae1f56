"""Export of runs and models to files, and import of models."""

from softmax.export.formats import check_writable, pack, read, unpack, write
from softmax.export.history import to_csv
from softmax.export.model_file import ModelFileError
from softmax.export.pictures import to_png
from softmax.export.script import Library, script

__all__ = [
    "Library",
    "ModelFileError",
    "check_writable",
    "pack",
    "read",
    "script",
    "to_csv",
    "to_png",
    "unpack",
    "write",
]
