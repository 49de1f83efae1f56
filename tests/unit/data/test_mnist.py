from __future__ import annotations

import errno
import gzip
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from softmax.data import DataError, Dataset, idx, load
from softmax.data import mnist as module

WriteSet = Callable[..., Path]
ROOT = Path(__file__).parents[3]


def test_the_splits_are_bytes_of_the_documented_shapes(mnist: Dataset) -> None:
    for split, n in ((mnist.train, 55_000), (mnist.validation, 5_000), (mnist.test, 10_000)):
        assert split.images.shape == (n, 1, 28, 28)
        assert split.images.dtype == split.labels.dtype == np.uint8
        assert split.labels.shape == (n,)
        assert len(split) == n


def test_the_labels_are_those_of_mnist(mnist: Dataset) -> None:
    assert mnist.train.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert mnist.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    # The counts of the digits 0..9 that are published for the 60,000 and the 10,000.
    training = np.concatenate([mnist.train.labels, mnist.validation.labels])
    assert np.bincount(training).tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
    assert np.bincount(mnist.test.labels).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009,
    ]  # fmt: skip


def test_ink_is_255_and_the_mean_pixel_the_published_one(mnist: Dataset) -> None:
    training = np.concatenate([mnist.train.images, mnist.validation.images])
    assert (training.min(), training.max()) == (0, 255)
    # The figures that everybody normalises MNIST by.
    assert training.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    assert training.std() / 255 == pytest.approx(0.3081, abs=5e-5)


def test_rows_are_a_view_of_the_images_row_by_row(mnist: Dataset) -> None:
    rows = mnist.test.rows
    assert np.shares_memory(rows, mnist.test.images)
    assert np.array_equal(rows[3, 28 * 7 : 28 * 8], mnist.test.images[3, 0, 7])


def test_the_bundled_set_knows_that_it_is_mnist(mnist: Dataset) -> None:
    assert mnist.is_mnist


def test_sha256_is_that_of_the_four_unpacked_files(write_set: WriteSet) -> None:
    directory = write_set()
    names = ("train-images", "train-labels", "t10k-images", "t10k-labels")
    digests = [
        hashlib.sha256(next(directory.glob(f"{name}*")).read_bytes()).hexdigest() for name in names
    ]
    dataset = load(directory)
    assert dataset.sha256 == hashlib.sha256("".join(digests).encode()).hexdigest()
    assert not dataset.is_mnist


def test_the_last_5000_training_images_are_the_validation_split(write_set: WriteSet) -> None:
    dataset = load(write_set())
    assert [len(s) for s in (dataset.train, dataset.validation, dataset.test)] == [10, 5_000, 20]
    # Image i is filled with i mod 251.
    assert dataset.train.images[9, 0, 27, 27] == 9
    assert dataset.validation.images[0, 0, 0, 0] == 10
    assert dataset.validation.images[-1, 0, 0, 0] == 5_009 % 251
    assert dataset.validation.labels[-1] == 9


def test_packed_and_plain_files_hold_the_same(write_set: WriteSet, tmp_path: Path) -> None:
    plain = load(write_set())
    for path in tmp_path.iterdir():
        path.unlink()
    packed = load(write_set(suffix=".gz"))
    assert packed.sha256 == plain.sha256
    assert np.array_equal(packed.train.images, plain.train.images)


def test_a_set_in_a_read_only_folder_is_read_and_nothing_is_written_there(
    write_set: WriteSet,
) -> None:
    folder = write_set()
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    folder.chmod(0o500)
    try:
        assert len(load(folder).test) == 20
        assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    finally:
        folder.chmod(0o700)


READ_ONLY = """
import errno, os, sys
folder = sys.argv[1]
changes = {f"os.{name}" for name in ("mkdir", "rename", "remove", "link", "symlink", "utime")}

def refuse(event, arguments):
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if (writes or event in changes) and str(arguments[0]).startswith(folder):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

sys.addaudithook(refuse)
try:
    open(folder + "/written", "wb")
except OSError as error:
    print(error.strerror)
from softmax.data import load
print(len(load(folder).test))
"""


def test_a_set_on_a_read_only_file_system_is_read(write_set: WriteSet) -> None:
    """The mode of a folder stops everybody but the superuser; this stops the superuser too."""
    command = [sys.executable, "-c", READ_ONLY, str(write_set())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines() == [os.strerror(errno.EROFS), "20"], done.stderr


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "I/O error")]
)
def test_a_file_that_may_not_be_read_is_named(
    write_set: WriteSet, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(path: Path) -> None:
        raise error

    monkeypatch.setattr(idx, "_open_plain", refuse)
    with pytest.raises(
        DataError, match=f"train-images-idx3-ubyte: cannot be read .{error.strerror}"
    ):
        load(write_set())


def test_names_with_a_dot_are_found(write_set: WriteSet) -> None:
    directory = write_set()
    for path in directory.iterdir():
        path.rename(directory / path.name.replace("-idx", ".idx"))
    assert len(load(str(directory)).test) == 20


def test_the_environment_names_the_directory(
    write_set: WriteSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(write_set()))
    assert len(load().test) == 20


def test_an_argument_goes_before_the_environment(
    write_set: WriteSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", "nowhere")
    assert len(load(write_set()).test) == 20


def test_an_empty_environment_variable_is_none(
    monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", "")
    assert load().sha256 == mnist.sha256


@pytest.mark.parametrize(
    ("name", "values", "problem"),
    [
        ("t10k-labels-idx1-ubyte", np.zeros(19), "holds 19 labels, but t10k-images-idx3-ubyte"),
        ("t10k-images-idx3-ubyte", np.zeros((20, 32, 30)), "the images are 32x30, not 28x28"),
        ("t10k-labels-idx1-ubyte", np.full(20, 10), "holds the label 10, but labels go from 0"),
        ("t10k-labels-idx1-ubyte", np.zeros(0), "holds nothing but a header"),
        ("t10k-labels-idx1-ubyte", np.zeros((20, 1, 1)), "wrong magic number 00000803"),
        ("train-images-idx3-ubyte", b"", "wrong magic number (empty file)"),
    ],
)
def test_a_set_that_does_not_fit_names_the_file_and_the_reason(
    write_set: WriteSet, name: str, values: np.ndarray | bytes, problem: str
) -> None:
    directory = write_set({name: values})
    with pytest.raises(DataError, match=re.escape(f"{directory / name}: {problem}")):
        load(directory)


def test_a_training_file_with_nothing_left_beside_validation(write_set: WriteSet) -> None:
    directory = write_set(
        {
            "train-images-idx3-ubyte": np.zeros((5_000, 28, 28)),
            "train-labels-idx1-ubyte": np.zeros(5_000),
        }
    )
    with pytest.raises(DataError, match="holds 5,000 images, but at least 5,010 are needed"):
        load(directory)


def test_a_missing_file(write_set: WriteSet) -> None:
    path = write_set() / "t10k-images-idx3-ubyte"
    path.unlink()
    with pytest.raises(DataError, match=re.escape(f"{path}: no such file (with or without .gz)")):
        load(path.parent)


def test_a_directory_in_the_place_of_a_file(write_set: WriteSet) -> None:
    path = write_set() / "t10k-images-idx3-ubyte"
    path.unlink()
    path.mkdir()
    with pytest.raises(DataError, match=re.escape(f"{path}: is a directory, not a file")):
        load(path.parent)


def test_a_directory_beside_the_file_is_passed_over(write_set: WriteSet) -> None:
    """Some copies of MNIST have the file, under the name with a dot, beside such a directory."""
    path = write_set() / "t10k-images-idx3-ubyte"
    path.rename(path.with_name("t10k-images.idx3-ubyte"))
    path.mkdir()
    assert len(load(path.parent).test) == 20


@pytest.mark.parametrize("directory", ["no/such/directory", "x" * 300])
def test_a_directory_that_cannot_be(directory: str) -> None:
    with pytest.raises(DataError, match="train-images-idx3-ubyte: no such file"):
        load(directory)


def test_bundled_files_are_checked_against_mnist(
    write_set: WriteSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = write_set(suffix=".gz")
    monkeypatch.setattr(module, "BUNDLED_DIR", directory)
    monkeypatch.delenv("SOFTMAX_DATA_DIR", raising=False)
    unpacked = gzip.decompress((directory / "train-images-idx3-ubyte.gz").read_bytes())
    found = hashlib.sha256(unpacked).hexdigest()[:12]
    expected = rf"train-images.*: its contents are not MNIST's \(SHA-256 {found}"
    with pytest.raises(DataError, match=expected):
        load()
