"""What is written can be read: by this program, and by others."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from softmax.data import Dataset
from softmax.data.idx import read_idx
from softmax.own_digits import OwnDigits, read_files, to_csv, to_idx_zip, to_png_zip
from softmax.own_digits.digit import prepared


@pytest.fixture(scope="module")
def mine(mnist: Dataset) -> OwnDigits:
    found = OwnDigits(random.Random(0))
    for image, label in zip(mnist.test.images[:60, 0], mnist.test.labels[:60], strict=True):
        pixels = prepared(image)
        assert pixels is not None
        found.add(int(label), pixels, writer="ada")
    return found


def described(digits: object) -> list[tuple[int, bytes, bool]]:
    return sorted((d.label, d.pixels, d.held_out) for d in digits)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("write", "name"), [(to_idx_zip, "x.zip"), (to_csv, "x.csv"), (to_png_zip, "x.zip")]
)
def test_what_was_taken_away_comes_back_bit_by_bit(mine, write, name) -> None:  # type: ignore[no-untyped-def]
    reading = read_files([(name, write(mine.digits))])
    assert not reading.refused
    assert described(reading.found) == described(mine.digits)


def test_csv_keeps_the_writer(mine: OwnDigits) -> None:
    reading = read_files([("x.csv", to_csv(mine.digits))])
    assert {item.writer for item in reading.found} == {"ada"}
    rows = list(csv.DictReader(io.StringIO(to_csv(mine.digits).decode())))
    assert [int(row["label"]) for row in rows] == [digit.label for digit in mine.digits]


def test_the_idx_files_are_read_as_mnist_is(mine: OwnDigits, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(to_idx_zip(mine.digits))).extractall(tmp_path)
    images, _ = read_idx(tmp_path / "train-images-idx3-ubyte", 3)
    labels, _ = read_idx(tmp_path / "train-labels-idx1-ubyte", 1)
    train = mine.train()
    np.testing.assert_array_equal(images, train.images[:, 0])
    np.testing.assert_array_equal(labels, train.labels)
    assert len(read_idx(tmp_path / "t10k-labels-idx1-ubyte", 1)[0]) == len(mine.held_out())


def test_a_picture_is_in_the_folder_of_its_digit(mine: OwnDigits) -> None:
    with zipfile.ZipFile(io.BytesIO(to_png_zip(mine.digits))) as packed:
        names = packed.namelist()
        first = np.asarray(Image.open(io.BytesIO(packed.read(names[0]))))
    assert len(names) == len(mine)
    np.testing.assert_array_equal(first, mine.digits[0].image)
    assert names[0].split("/")[-2] == str(mine.digits[0].label)


def test_a_set_without_held_out_digits_leaves_the_test_files_out(mine: OwnDigits) -> None:
    training = [digit for digit in mine.digits if not digit.held_out]
    reading = read_files([("x.zip", to_idx_zip(training))])
    assert len(reading.found) == len(training)
