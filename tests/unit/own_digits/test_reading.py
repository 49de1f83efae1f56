"""Files of others: each refusal is named, and the rest is taken."""

from __future__ import annotations

import contextlib
import gzip
import io
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from softmax.data import Dataset
from softmax.own_digits import OwnDigitsError, read_files
from softmax.own_digits.files import idx
from softmax.own_digits.reading import MAX_FILE_BYTES


def bar(shift: int = 0, side: int = 28) -> np.ndarray:
    """A vertical bar, white on black, that is not centred."""
    image = np.zeros((side, side), np.uint8)
    image[side // 7 : side // 2, 3 + shift : 6 + shift] = 255
    return image


def png(image: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return content.getvalue()


def row(label: object, pixels: object = None) -> str:
    values = bar().ravel().tolist() if pixels is None else pixels
    return ",".join(map(str, [label, *values]))  # type: ignore[misc]


IDX = {
    "train-images-idx3-ubyte": idx(np.stack([bar(), bar(2)])),
    "train-labels-idx1-ubyte": idx(np.array([1, 7], np.uint8)),
}


def test_a_folder_of_pictures_of_any_size_and_ground_is_prepared_as_drawings_are() -> None:
    small, large = bar(), 255 - bar(40, side=120)
    reading = read_files(
        [("x.zip", zipped({"hand/1/a.png": png(small), "hand/1/b.PNG": png(large)}))]
    )
    assert not reading.refused
    first, second = (np.frombuffer(item.pixels, np.uint8).reshape(28, 28) for item in reading.found)
    for image in (first, second):
        rows, columns = np.nonzero(image)
        assert rows.max() - rows.min() in (19, 20)  # 20 pixels tall, antialiased
        assert columns.mean() + 0.5 == pytest.approx(14.5, abs=0.5)
    assert [item.held_out for item in reading.found] == [None, None]
    assert reading.missing == [0, 2, 3, 4, 5, 6, 7, 8, 9]


def test_images_of_mnist_are_taken_unchanged(mnist: Dataset) -> None:
    images = mnist.validation.images[:500, 0]
    files = {"a-images": gzip.compress(idx(images)), "a-labels": idx(mnist.validation.labels[:500])}
    reading = read_files(files.items())
    assert [item.pixels for item in reading.found] == [image.tobytes() for image in images]


def test_pairs_of_idx_files_say_what_is_held_out_only_if_there_are_two() -> None:
    assert [item.held_out for item in read_files(IDX.items()).found] == [None, None]
    both = IDX | {name.replace("train", "t10k"): data for name, data in IDX.items()}
    assert [i.held_out for i in read_files(both.items()).found] == [False, False, True, True]


def test_the_name_of_each_image_that_is_refused_is_told() -> None:
    files = {
        "1/good.png": png(bar()),
        "12/label.png": png(bar()),
        "seven/label.png": png(bar()),
        "loose.png": png(bar()),
        "3/blank.png": png(np.zeros((28, 28), np.uint8)),
        "4/broken.png": b"\x89PNG\r\n",
        "4/notes.txt": b"hello",
        "5/huge.png": png(np.zeros((2_000, 2_000), np.uint8)),
        "__MACOSX/1/._good.png": b"clutter",
        ".DS_Store": b"clutter",
    }
    reading = read_files([("x.zip", zipped(files))])
    assert [item.label for item in reading.found] == [1]
    refused = "\n".join(reading.refused)
    for said in (
        "12/label.png: is in the folder “12”", "seven/label.png: is in the folder “seven”",
        "loose.png: is in no folder", "3/blank.png: nothing is drawn", "4/broken.png: ",
        "4/notes.txt: not a PNG", "5/huge.png: 2000 x 2000 pixels, over 1,000,000",
    ):  # fmt: skip
        assert said in refused
    assert len(reading.refused) == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (row(1, [*bar().ravel()[:783].tolist(), "nan"]), "row 2: pixel 783 is 'nan'"),
        (row(1, [*bar().ravel()[:783].tolist(), 256]), "row 2: pixel 783 is '256'"),
        (row(1, [*bar().ravel()[:783].tolist(), "0.5"]), "row 2: pixel 783 is '0.5'"),
        (row(1, [*bar().ravel()[:783].tolist(), "٣"]), "row 2: pixel 783 is"),
        (row(11), "row 2: the label is 11"),
        (row("x"), "row 2: the label is 'x'"),
        (row("nan"), "row 2: the label is 'nan'"),
        (row(1, [0] * 784), "row 2: nothing is drawn"),
        (row(1, [0] * 3), "row 2: 4 columns, not 785"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_taken(text: str, said: str) -> None:
    reading = read_files([("x.csv", f"{row(1)}\n{text}\n{row(2)}\n".encode())])
    assert [item.label for item in reading.found] == [1, 2]
    assert len(reading.refused) == 1
    assert said in reading.refused[0]


def test_a_csv_as_others_write_it() -> None:
    header = ",".join(["label", *(f"pixel{i}" for i in range(784))])
    reading = read_files([("train.csv", f"\ufeff{header}\r\n{row(3)}\r\n".encode())])
    assert [item.label for item in reading.found] == [3]
    assert not reading.refused


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "neither a zip, nor a .csv, nor IDX files"),
        ([("a.txt", b"hello")], "a.txt: neither a zip"),
        ([("x.zip", b"PK\x03\x04 and no more")], "x.zip: the zip is damaged"),
        ([("x.zip", zipped({}))], "neither a zip"),
        ([("x.zip", zipped({"1/": b""}))], "x.zip: holds no file"),
        ([("x.zip", zipped({"a.txt": b"hello"}))], "a.txt: neither a zip"),
        ([("x.csv", b"")], "x.csv: holds no image"),
        ([("x.csv", b"\xff\xfe")], "x.csv: not text in UTF-8"),
        ([("x.csv", b"writer,pixel0\n1,2\n")], "no column “label”"),
        ([("x.csv", b"0" * (MAX_FILE_BYTES + 1))], "over the 1,048,576 allowed"),
        ([("x.csv", gzip.compress(b"0," * 10**7))], "x.csv: unpacks to over"),
        ([("x.csv", gzip.compress(b"1,2")[:-3])], "x.csv: the gzip data is cut short"),
        ([("x.csv", b"\x1f\x8bxx")], "x.csv: the gzip data is damaged"),
        ([("x.csv", ("1,2\n" * 5_001).encode())], "x.csv: 5,001 images, over the 5,000"),
        ([("x.zip", zipped({f"1/{i}.png": b"" for i in range(5_001)}))], "over the 5,000 allowed"),
        ([("x.zip", zipped({"1/a.png": bytes(10**7)}))], "x.zip: unpacks to 10,000,000 bytes"),
        ([("a-images", IDX["train-images-idx3-ubyte"])], "a-images: a-labels, its labels, is miss"),
        ([("a-images", b"\0\0\x0d\3"), ("a-labels", b"")], "a-images: wrong magic number"),
        ([("a-images", IDX["train-images-idx3-ubyte"][:-1]),
          ("a-labels", IDX["train-labels-idx1-ubyte"])], "a-images: the header promises"),
        ([("a-images", IDX["train-images-idx3-ubyte"]), ("a-labels", idx(np.zeros(3)))],
         "a-labels: holds 3 labels, but a-images 2 images"),
        ([("a-images", idx(np.ones((5_001, 1, 1)))), ("a-labels", idx(np.zeros(5_001)))],
         "a-images: 5,001 images, over"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_its_name(files: Any, said: str) -> None:
    with pytest.raises(OwnDigitsError, match=said.replace(".", r"\.")) as raised:
        read_files(files)
    assert "\n" not in str(raised.value)


def test_a_label_beyond_9_in_an_idx_file_is_named() -> None:
    files = IDX | {"train-labels-idx1-ubyte": idx(np.array([1, 200], np.uint8))}
    reading = read_files(files.items())
    assert reading.refused == [
        "train-images-idx3-ubyte, image 2: the label is 200, but labels go from 0 to 9"
    ]


def test_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(zipped({"1/a.png": png(bar())}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1  # the flag "encrypted"
    with pytest.raises(OwnDigitsError, match="password"):
        read_files([("x.zip", bytes(content))])


@given(
    st.sampled_from(["x.zip", "x.csv", "a-images"]), st.binary(max_size=300), st.integers(0, 200)
)
@settings(max_examples=150, deadline=None)
def test_damage_is_refused_or_read_but_never_an_accident(name: str, junk: bytes, at: int) -> None:
    good = {"x.zip": zipped({"1/a.png": png(bar())}), "x.csv": row(1).encode()}
    content = good.get(name, IDX["train-images-idx3-ubyte"])
    damaged = content[:at] + junk + content[at + len(junk) :]
    files = [(name, damaged)]
    if name == "a-images":
        files.append(("a-labels", IDX["train-labels-idx1-ubyte"]))
    with contextlib.suppress(OwnDigitsError):
        read_files(files)
