"""Labelled images from files that others made: IDX, CSV, or a zip with a folder for each digit.

Files are untrusted. A file that is damaged is refused as a whole; one image that cannot be used is
left out, with its name and the reason.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np

from softmax import picture_file
from softmax.data import CLASSES, PIXELS, SIDE
from softmax.data.idx import GZIP_MAGIC, DataError, unpack_idx
from softmax.limits import OWN_FILE_BYTES, OWN_FILE_IMAGES
from softmax.own_digits.digit import MAX_WRITER, ME, OwnDigitsError, check_label, prepared

MAX_FILE_BYTES = OWN_FILE_BYTES.value
MAX_IMAGES = OWN_FILE_IMAGES.value
# What a file may unpack to: 5,000 images, and as CSV some 2 bytes for each pixel.
MAX_UNPACKED_BYTES = 2 * MAX_IMAGES * PIXELS
# Of one picture, and of all in a zip together: a small file can hold a huge blank picture.
MAX_PICTURE_PIXELS = 1_000_000
MAX_PIXELS = 20_000_000
ZIP_MAGIC = b"PK\x03\x04"
# Parts of a path whose images are held out.
HELD_OUT_FOLDERS = {"held-out", "held_out", "test", "t10k"}
# IDX pairs: how their names begin, and whether they are held out; None leaves it to chance.
TRAIN, TEST = "train", "t10k"


@dataclass(frozen=True, eq=False)
class Found:
    """A digit in a file; ``held_out`` is None where the file does not say."""

    label: int
    pixels: bytes
    held_out: bool | None = None
    writer: str = ME


@dataclass
class Reading:
    """What was found, and a line for each image that cannot be used."""

    found: list[Found] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[int]:
        """The digits of which there is no image."""
        return sorted(set(range(CLASSES)) - {item.label for item in self.found})

    def add(self, name: str, label: object, picture: np.ndarray, **known: object) -> None:
        """Prepare a picture and add it, or note why not."""
        try:
            check_label(label)
            pixels = prepared(picture)
            if pixels is None:
                raise OwnDigitsError("nothing is drawn")
            self.found.append(Found(label, pixels, **known))  # type: ignore[arg-type]
        except ValueError as error:
            self.refused.append(f"{name}: {error}")


def read_files(files: Iterable[tuple[str, bytes]]) -> Reading:
    """The digits in files, each with its name: one zip, one CSV, or pairs of IDX files, packed by
    gzip or not.

    Raises:
        OwnDigitsError: a file cannot be used; the message names it and says why.
    """
    given = list(files)
    for name, content in given:
        if len(content) > MAX_FILE_BYTES:
            raise OwnDigitsError(
                f"{name}: {len(content):,} bytes, over the {MAX_FILE_BYTES:,} allowed"
            )
    opened = [(name, _ungzipped(name, content)) for name, content in given]
    if len(opened) == 1 and opened[0][1][:4] == ZIP_MAGIC:
        return _read_zip(*opened[0])
    if len(opened) == 1 and _stem(opened[0][0]).lower().endswith(".csv"):
        return _read_csv(*opened[0])
    return _read_idx(dict(opened))


# -- IDX ------------------------------------------------------------------------------------------


def _read_idx(files: dict[str, bytes]) -> Reading:
    """Pairs of images and labels. What begins with t10k is held out."""
    images = {name: content for name, content in files.items() if "images" in name}
    if not images:
        names = ", ".join(files) or "no file"
        raise OwnDigitsError(
            f"{names}: neither a zip, nor a .csv, nor IDX files with “images” and “labels” in "
            "their names"
        )
    reading = Reading()
    total = 0
    for name, content in images.items():
        partner = _partner(name, files)
        pictures, labels = _values(content, name, 3), _values(files[partner], partner, 1)
        if len(pictures) != len(labels):
            raise OwnDigitsError(
                f"{partner}: holds {len(labels):,} labels, but {name} {len(pictures):,} images"
            )
        total += len(labels)
        _check_number(name, total)
        # A train file without a t10k beside it was not split: chance decides.
        split = len(images) > 1
        held_out = (TEST in name) if split else None
        for i, (picture, label) in enumerate(zip(pictures, labels.tolist(), strict=True), 1):
            reading.add(f"{name}, image {i:,}", label, picture, held_out=held_out)
    return reading


def _partner(name: str, files: dict[str, bytes]) -> str:
    """The file of labels of a file of images."""
    wanted = _stem(name).replace("images", "labels").replace("idx3", "idx1")
    for other in files:
        if _stem(other) == wanted:
            return other
    raise OwnDigitsError(f"{name}: {wanted}, its labels, is missing")


def _values(content: bytes, name: str, axes: int) -> np.ndarray:
    try:
        return unpack_idx(content, name, axes)
    except DataError as error:
        raise OwnDigitsError(str(error)) from None


# -- CSV ------------------------------------------------------------------------------------------


def _read_csv(name: str, content: bytes) -> Reading:
    """A row for each image: its label and 784 pixels from 0 to 255, perhaps below a header, which
    may have the columns ``writer`` and ``held_out`` as well."""
    try:
        rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) if row]
    except UnicodeDecodeError:
        raise OwnDigitsError(f"{name}: not text in UTF-8") from None
    except csv.Error as error:
        raise OwnDigitsError(f"{name}: not a CSV file ({error})") from None
    header = ["label"]
    first = 1
    if rows and rows[0][0].strip().lower() in ("label", "writer", "held_out"):
        header = [column.strip().lower() for column in rows[0]]
        header = header[: next((i for i, c in enumerate(header) if c.startswith("pixel")), 1)]
        rows, first = rows[1:], 2
    if "label" not in header:
        raise OwnDigitsError(f"{name}: its header has no column “label”")
    if not rows:
        raise OwnDigitsError(f"{name}: holds no image")
    _check_number(name, len(rows))
    reading = Reading()
    for number, row in enumerate(rows, first):
        _read_row(reading, f"{name}, row {number:,}", header, row)
    return reading


def _read_row(reading: Reading, name: str, header: list[str], row: list[str]) -> None:
    columns = len(header) + PIXELS
    if len(row) != columns:
        reading.refused.append(f"{name}: {len(row):,} columns, not {columns}")
        return
    known = dict(zip(header, row, strict=False))
    pixels = [_whole(text) for text in row[len(header) :]]
    wrong = [i for i, value in enumerate(pixels) if value is None or not 0 <= value <= 255]
    if wrong:
        text = row[len(header) + wrong[0]][:20]
        reading.refused.append(
            f"{name}: pixel {wrong[0]} is {text!r}, not a whole number from 0 to 255"
        )
        return
    picture = np.array(pixels, np.uint8).reshape(SIDE, SIDE)
    label = _whole(known["label"])
    held_out = {"1": True, "true": True, "0": False, "false": False}
    reading.add(
        name,
        known["label"][:20] if label is None else label,
        picture,
        held_out=held_out.get(known.get("held_out", "").strip().lower()),
        writer=" ".join(known.get("writer", "").split())[:MAX_WRITER] or ME,
    )


def _whole(text: str) -> int | None:
    """The whole number in a cell; None for anything else, NaN too."""
    short = text.strip()
    return int(short) if short.isascii() and short.isdecimal() and len(short) <= 6 else None


# -- a zip ----------------------------------------------------------------------------------------


def _read_zip(name: str, content: bytes) -> Reading:
    """A folder of PNGs for each digit, or files that would be read by themselves as well."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [item for item in packed.infolist() if not _is_clutter(item)]
            _check_members(name, members)
            files = [(item.filename, packed.read(item)) for item in members]
    except OwnDigitsError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise OwnDigitsError(f"{name}: the zip is damaged, or packed in an unusual way") from None
    except RuntimeError:  # the only sign of a password
        raise OwnDigitsError(f"{name}: the zip is protected by a password") from None
    if not files:
        raise OwnDigitsError(f"{name}: holds no file")
    pictures = [
        (path, data) for path, data in files if path.lower().endswith((".png", ".jpg", ".jpeg"))
    ]
    if pictures:
        return _read_folders(name, files)
    inside = [(PurePosixPath(path).name, _ungzipped(path, data)) for path, data in files]
    if len(inside) == 1 and inside[0][0].lower().endswith(".csv"):
        return _read_csv(*inside[0])
    return _read_idx(dict(inside))


def _check_members(name: str, members: list[zipfile.ZipInfo]) -> None:
    """Check what the zip claims before anything is unpacked; zipfile reads no more than that."""
    _check_number(name, len(members))
    size = sum(item.file_size for item in members)
    if size > MAX_UNPACKED_BYTES:
        raise OwnDigitsError(f"{name}: unpacks to {size:,} bytes, over {MAX_UNPACKED_BYTES:,}")


def _read_folders(name: str, files: list[tuple[str, bytes]]) -> Reading:
    """Pictures, each in a folder named by its digit. Below a folder "held-out" they are that."""
    reading, room = Reading(), MAX_PIXELS
    split = any(_is_held_out(path) for path, _ in files)
    for path, data in files:
        folder = PurePosixPath(path).parent.name
        if not (len(folder) == 1 and folder.isascii() and folder.isdecimal()):
            where = f"is in the folder “{folder[:40]}”" if folder else "is in no folder"
            reading.refused.append(f"{path}: {where}, not in one named 0 to 9")
            continue
        try:
            picture = picture_file.read(io.BytesIO(data), min(room, MAX_PICTURE_PIXELS))
        except picture_file.PictureFileError as error:
            reading.refused.append(f"{path}: {error}")
            continue
        room -= picture.shape[0] * picture.shape[1]
        reading.add(path, int(folder), picture, held_out=_is_held_out(path) if split else None)
    return reading


def _is_held_out(path: str) -> bool:
    return not HELD_OUT_FOLDERS.isdisjoint(PurePosixPath(path.lower()).parts[:-1])


def _is_clutter(item: zipfile.ZipInfo) -> bool:
    """Folders, and what operating systems leave in a zip."""
    parts = PurePosixPath(item.filename).parts
    return item.is_dir() or any(part.startswith((".", "__MACOSX", "Thumbs.db")) for part in parts)


# -- any file ------------------------------------------------------------------------------------


def _check_number(name: str, images: int) -> None:
    if images > MAX_IMAGES:
        raise OwnDigitsError(f"{name}: {images:,} images, over the {MAX_IMAGES:,} allowed")


def _ungzipped(name: str, content: bytes) -> bytes:
    if content[:2] != GZIP_MAGIC:
        return content
    opened = zlib.decompressobj(wbits=31)
    try:
        plain = opened.decompress(content, MAX_UNPACKED_BYTES)
    except zlib.error:
        raise OwnDigitsError(f"{name}: the gzip data is damaged") from None
    if opened.unconsumed_tail:
        raise OwnDigitsError(f"{name}: unpacks to over {MAX_UNPACKED_BYTES:,} bytes")
    if not opened.eof:
        raise OwnDigitsError(f"{name}: the gzip data is cut short")
    return plain


def _stem(name: str) -> str:
    """A name as IDX pairs share it: without folders and .gz, and the dot of some copies."""
    return PurePosixPath(name).name.removesuffix(".gz").replace(".idx", "-idx")
