"""A set of own digits as files: the four IDX files of MNIST, CSV, or a folder for each digit."""

import csv
import io
import struct
import zipfile
from collections.abc import Sequence

import numpy as np
from PIL import Image

from softmax.data import PIXELS
from softmax.data.idx import UNSIGNED_BYTE
from softmax.own_digits.digit import Digit

# In a zip every file has this date, so that the same digits give the same bytes.
DATE = (2000, 1, 1, 0, 0, 0)


def to_idx_zip(digits: Sequence[Digit]) -> bytes:
    """The four files by their names in MNIST: "train" and, held out, "t10k". They hold neither
    writers nor strokes. A part without a digit is left out."""
    files: dict[str, bytes] = {}
    for part, held_out in (("train", False), ("t10k", True)):
        chosen = [digit for digit in digits if digit.held_out == held_out]
        if chosen:
            images = np.stack([digit.image for digit in chosen])
            labels = np.array([digit.label for digit in chosen], np.uint8)
            files[f"{part}-images-idx3-ubyte"] = idx(images)
            files[f"{part}-labels-idx1-ubyte"] = idx(labels)
    return _zip(files)


def idx(values: np.ndarray) -> bytes:
    """Unsigned bytes as an IDX file."""
    shape = values.shape
    header = bytes((0, 0, UNSIGNED_BYTE, len(shape))) + struct.pack(f">{len(shape)}I", *shape)
    return header + values.astype(np.uint8).tobytes()


def to_csv(digits: Sequence[Digit]) -> bytes:
    """A header, and a row for each digit: label, writer, held_out (0 or 1), and 784 pixels."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["label", "writer", "held_out", *(f"pixel{i}" for i in range(PIXELS))])
    for digit in digits:
        rows.writerow([digit.label, digit.writer, int(digit.held_out), *digit.pixels])
    return text.getvalue().encode()


def to_png_zip(digits: Sequence[Digit]) -> bytes:
    """A PNG of 28x28 grey pixels for each digit, white on black as in MNIST, in the folders
    train/0 to train/9 and held-out/0 to held-out/9."""
    files: dict[str, bytes] = {}
    for number, digit in enumerate(digits, 1):
        part = "held-out" if digit.held_out else "train"
        file = io.BytesIO()
        Image.fromarray(digit.image).save(file, "PNG")
        files[f"{part}/{digit.label}/{number:04}.png"] = file.getvalue()
    return _zip(files)


def _zip(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, DATE), data, zipfile.ZIP_DEFLATED)
    return content.getvalue()
