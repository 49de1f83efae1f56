"""MNIST, whole and offline: the four files, checked, decoded and split.

Images are N, C, H, W = (N, 1, 28, 28) unsigned bytes, 0 for paper and 255 for ink.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from softmax.data.idx import DataError, read_idx

SIDE = 28
PIXELS = SIDE * SIDE
CLASSES = 10
VALIDATION_SIZE = 5_000
ENVIRONMENT_VARIABLE = "SOFTMAX_DATA_DIR"
BUNDLED_DIR = Path(__file__).parent

# The SHA-256 of each file of MNIST, unpacked.
MNIST_SHA256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


@dataclass(frozen=True, eq=False)
class Split:
    """Images with their labels: ``images`` uint8 (N, 1, 28, 28), ``labels`` uint8 (N,).

    The engine takes any number of features: ``images`` may be (N, 1, 1, m), and float32.
    """

    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def rows(self) -> np.ndarray:
        """The images flattened: (N, 784), a view."""
        return self.images.reshape(len(self), math.prod(self.images.shape[1:]))


@dataclass(frozen=True, eq=False)
class Dataset:
    """The three splits of one set of four files.

    The last 5,000 images of the training file are the validation split, for curves and choices;
    ``test`` is for the final result.
    ``sha256`` identifies the content of all four files together. Labels go from 0 to
    ``classes`` - 1.

    ``own`` are a user's own images to train on besides, and ``base`` the data set without them.
    """

    train: Split
    validation: Split
    test: Split
    sha256: str
    classes: int = CLASSES
    own: Split | None = None
    base: Dataset | None = None

    def with_own(self, own: Split) -> Dataset:
        """The same data set with own images; its SHA-256 covers them too."""
        parts = [own.images.tobytes(), own.labels.tobytes()]
        digests = [self.sha256, *(hashlib.sha256(part).hexdigest() for part in parts)]
        return dataclasses.replace(self, own=own, base=self, sha256=_combined(digests))

    def training_images(self, rows: np.ndarray) -> Split:
        """The training images at these positions (N,); own ones follow those of ``train``."""
        if self.own is None or (rows < len(self.train)).all():
            return Split(self.train.images[rows], self.train.labels[rows])
        mine = rows >= len(self.train)
        images = np.empty((len(rows), *self.train.images.shape[1:]), self.train.images.dtype)
        labels = np.empty(len(rows), self.train.labels.dtype)
        for chosen, split, start in ((~mine, self.train, 0), (mine, self.own, len(self.train))):
            images[chosen] = split.images[rows[chosen] - start]
            labels[chosen] = split.labels[rows[chosen] - start]
        return Split(images, labels)

    @property
    def is_mnist(self) -> bool:
        return self.sha256 == _combined(MNIST_SHA256.values())


def load(directory: str | Path | None = None) -> Dataset:
    """Read the four IDX files (each plain or .gz) from a directory.

    Args:
        directory: where the files are. By default the directory that the environment
            variable SOFTMAX_DATA_DIR names, or else the copy of MNIST inside this package.

    Raises:
        DataError: a file is missing, damaged, inconsistent with its partner or not 28x28.
    """
    chosen = Path(directory or os.environ.get(ENVIRONMENT_VARIABLE) or BUNDLED_DIR)
    digests: list[str] = []
    training = _read_pair(chosen, "train", digests)
    test = _read_pair(chosen, "t10k", digests)
    cut = len(training) - VALIDATION_SIZE
    if cut < CLASSES:
        raise DataError(
            chosen,
            f"the training file holds {len(training):,} images, but at least "
            f"{VALIDATION_SIZE + CLASSES:,} are needed: the last {VALIDATION_SIZE:,} are set "
            "aside for validation",
        )
    return Dataset(
        train=Split(training.images[:cut], training.labels[:cut]),
        validation=Split(training.images[cut:], training.labels[cut:]),
        test=test,
        sha256=_combined(digests),
    )


def _read_pair(directory: Path, part: str, digests: list[str]) -> Split:
    images_path, images = _read_checked(directory, f"{part}-images-idx3-ubyte", 3, digests)
    labels_path, labels = _read_checked(directory, f"{part}-labels-idx1-ubyte", 1, digests)
    if images.shape[1:] != (SIDE, SIDE):
        height, width = images.shape[1:]
        raise DataError(images_path, f"the images are {height}x{width}, not {SIDE}x{SIDE}")
    if len(images) != len(labels):
        raise DataError(
            labels_path,
            f"holds {len(labels):,} labels, but {images_path.name} holds {len(images):,} images",
        )
    if labels.max() >= CLASSES:
        raise DataError(labels_path, f"holds the label {labels.max()}, but labels go from 0 to 9")
    return Split(images[:, np.newaxis], labels)


def _read_checked(
    directory: Path, name: str, axes: int, digests: list[str]
) -> tuple[Path, np.ndarray]:
    path = _find(directory, name)
    values, digest = read_idx(path, axes)
    if directory == BUNDLED_DIR and digest != MNIST_SHA256[name]:
        raise DataError(
            path,
            f"its contents are not MNIST's (SHA-256 {digest[:12]}..., expected "
            f"{MNIST_SHA256[name][:12]}...). Fetch the repository again",
        )
    digests.append(digest)
    return path, values


def _find(directory: Path, name: str) -> Path:
    """The file under its name, with .gz, or with the dot that some copies have."""
    dotted = name.replace("-idx", ".idx")
    candidates = [directory / file for file in (f"{name}.gz", name, f"{dotted}.gz", dotted)]
    for path in candidates:
        if os.path.isfile(path):  # unlike Path.is_file, never raises
            return path
    for path in candidates:
        if os.path.isdir(path):
            raise DataError(path, "is a directory, not a file")
    raise DataError(directory / name, "no such file (with or without .gz)")


def _combined(digests: Iterable[str]) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()
