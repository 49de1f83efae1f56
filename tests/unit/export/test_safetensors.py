"""Models as .safetensors: other programs read them, and what is none of ours is refused."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
import safetensors.torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softmax.export import ModelFileError
from softmax.export import safetensors as format
from softmax.training import SavedModel

from .conftest import assert_same


def refusal(content: bytes) -> str:
    with pytest.raises(ModelFileError) as caught:
        format.unpack(content)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 300
    return message


def with_text(text: Any, data: bytes = bytes(31_400)) -> bytes:
    """A file with this in front of its tensors, whatever it is."""
    content = text if isinstance(text, bytes) else json.dumps(text).encode()
    return struct.pack("<Q", len(content)) + content + data


@pytest.fixture
def text(saved: SavedModel) -> dict[str, Any]:
    """The JSON of a good file."""
    content = format.pack(saved)
    (length,) = struct.unpack("<Q", content[:8])
    found: dict[str, Any] = json.loads(content[8 : 8 + length])
    return found


# -- what is written is read again ------------------------------------------------------------


def test_a_model_comes_back(saved: SavedModel) -> None:
    assert_same(format.unpack(format.pack(saved)), saved)


def test_torch_reads_the_same_numbers(saved: SavedModel) -> None:
    found = safetensors.torch.load(format.pack(saved))
    assert set(found) == {"W", "b"}
    assert np.array_equal(found["W"].numpy(), saved.model.W)
    assert np.array_equal(found["b"].numpy(), saved.model.b)


# -- files that are none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"1234567", bytes(8), b"\x80\x04N.", b"PK\x03\x04" + bytes(100), b"\xff" * 40],
    ids=repr,
)
def test_not_such_a_file(content: bytes) -> None:
    assert "not a .safetensors file" in refusal(content)


@pytest.mark.parametrize("text", [b"{", b"[]", b"null", b"\xff\xfe", b"[" * 50_000, b"9" * 5_000])
def test_a_text_that_is_no_json_object(text: bytes) -> None:
    assert "not a .safetensors file" in refusal(with_text(text))


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.999])
def test_a_file_cut_short(saved: SavedModel, share: float) -> None:
    whole = format.pack(saved)
    assert "damaged" in refusal(whole[: int(share * len(whole))])


@pytest.mark.parametrize("length", [2**63, 2**64 - 1, 1_000_000, 100_000_000])
def test_a_length_that_leads_out_of_the_file(length: int) -> None:
    assert "damaged" in refusal(struct.pack("<Q", length) + b"{}")


def test_a_long_text_is_not_parsed() -> None:
    assert "its header is over 200,000 bytes" in refusal(with_text(b" " * 200_001))


def test_a_large_file_is_not_looked_at(saved: SavedModel) -> None:
    content = format.pack(saved) + bytes(1_000_000)
    assert "is over 1,000,000 bytes" in refusal(content)


@pytest.mark.parametrize("missing", ["W", "b"])
def test_a_missing_tensor(text: dict[str, Any], missing: str) -> None:
    del text[missing]
    assert refusal(with_text(text)) == f"holds no {missing}; a model holds W and b"


def test_one_tensor_too_many(text: dict[str, Any]) -> None:
    assert "holds more as well" in refusal(with_text(text | {"more": text["b"]}))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("W", np.zeros((784, 10), np.float32)),
        ("W", np.zeros(7840, np.float32)),
        ("W", np.zeros((10, 784), np.float64)),
        ("b", np.zeros(9, np.float32)),
        ("b", np.zeros(10, np.float16)),
    ],
    ids=lambda v: v if isinstance(v, str) else f"{v.dtype} {v.shape}",
)
def test_another_shape_or_type_is_refused_before_anything_is_unpacked(
    saved: SavedModel, monkeypatch: pytest.MonkeyPatch, name: str, values: np.ndarray
) -> None:
    arrays = {"W": saved.model.W, "b": saved.model.b, name: values}
    content = safetensors.numpy.save(arrays)
    monkeypatch.setattr(safetensors.numpy, "load", lambda _: pytest.fail("was unpacked"))
    assert refusal(content).startswith(f"{name} is F")


def test_a_claim_beyond_the_data(text: dict[str, Any]) -> None:
    text["W"]["data_offsets"] = [0, 2**40]
    assert "damaged" in refusal(with_text(text))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_weights_that_are_not_numbers(saved: SavedModel, bad: float) -> None:
    header = {"ten_pictures": ""}
    W = saved.model.W.copy()
    W[3, 5] = bad
    good = format.pack(saved)
    (length,) = struct.unpack("<Q", good[:8])
    header = json.loads(good[8 : 8 + length])["__metadata__"]
    content = safetensors.numpy.save({"W": W, "b": saved.model.b}, metadata=header)
    assert refusal(content) == "W holds values that are not finite numbers"


@pytest.mark.parametrize("metadata", [None, {}, {"format": "pt"}, {"ten_pictures": "{}"}])
def test_the_model_of_another_program(saved: SavedModel, metadata: dict[str, str] | None) -> None:
    arrays = {"W": saved.model.W, "b": saved.model.b}
    message = refusal(safetensors.numpy.save(arrays, metadata=metadata))
    assert message == "its header is not that of a model of ours"


# -- nothing else is ever raised --------------------------------------------------------------


def complaint(content: bytes) -> str:
    """What unpack says. Anything but ModelFileError goes through, and fails the test."""
    try:
        format.unpack(content)
    except ModelFileError as error:
        return str(error)
    return ""


@given(st.binary(max_size=2_000))
def test_any_bytes(content: bytes) -> None:
    with pytest.raises(ModelFileError):
        format.unpack(content)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 900), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6
    )
)
def test_any_edit_of_the_head(saved: SavedModel, changes: list[tuple[int, bytes]]) -> None:
    content = bytearray(format.pack(saved))
    for position, new in changes:
        content[position : position + len(new)] = new
    assert "\n" not in complaint(bytes(content))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_in_the_text(text: dict[str, Any], data: st.DataObject) -> None:
    changed = json.loads(json.dumps(text))
    inside = data.draw(st.sampled_from([changed, changed["W"], changed["__metadata__"]]))
    inside[data.draw(st.sampled_from(sorted(inside)))] = data.draw(json_values)
    assert "\n" not in complaint(with_text(changed))
