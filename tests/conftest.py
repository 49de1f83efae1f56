"""What the tests share: MNIST, read once, and small sets in its form."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from threadpoolctl import threadpool_limits

import softmax.data
from softmax.data import Dataset, Split

# No deadline: a noisy machine is no bug. The same examples each time, for the same reason.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

# On a busy machine the threads of BLAS spend most of their time waiting for one another.
threadpool_limits(limits=1, user_api="blas")

TRAIN_IMAGES = "train-images-idx3-ubyte"
TRAIN_LABELS = "train-labels-idx1-ubyte"
TEST_IMAGES = "t10k-images-idx3-ubyte"
TEST_LABELS = "t10k-labels-idx1-ubyte"


def idx_bytes(values: np.ndarray) -> bytes:
    """The values as an IDX file of unsigned bytes."""
    shape = struct.pack(f">{values.ndim}I", *values.shape)
    return bytes((0, 0, 8, values.ndim)) + shape + values.astype(np.uint8).tobytes()


@pytest.fixture(scope="session")
def mnist() -> Dataset:
    return softmax.data.load()


@pytest.fixture(scope="session")
def small() -> Dataset:
    """Random images, of any brightness, with random labels: 3,000, 200 and 100 of them."""
    random = np.random.default_rng(7)

    def split(n: int) -> Split:
        images = random.integers(0, 256, (n, 1, 28, 28), dtype=np.uint8)
        return Split(images, random.integers(0, 10, n, dtype=np.uint8))

    return Dataset(split(3_000), split(200), split(100), sha256="")


@pytest.fixture
def write_set(tmp_path: Path) -> Callable[..., Path]:
    """Writes a set of four IDX files, 5,010 training and 20 test images, to a directory.

    Image i is filled with the byte i mod 251 and labelled i mod 10. ``replace`` puts other
    arrays, or other bytes, in place of the file of that name.
    """

    def write(replace: dict[str, np.ndarray | bytes] | None = None, suffix: str = "") -> Path:
        values: dict[str, np.ndarray | bytes] = {}
        for images, labels, n in (
            (TRAIN_IMAGES, TRAIN_LABELS, 5_010),
            (TEST_IMAGES, TEST_LABELS, 20),
        ):
            values[images] = np.broadcast_to((np.arange(n) % 251)[:, None, None], (n, 28, 28))
            values[labels] = np.arange(n) % 10
        for name, value in (values | (replace or {})).items():
            content = value if isinstance(value, bytes) else idx_bytes(value)
            if suffix == ".gz":
                content = gzip.compress(content, compresslevel=1)
            (tmp_path / f"{name}{suffix}").write_bytes(content)
        return tmp_path

    return write
