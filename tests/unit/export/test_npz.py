"""A model in a file: what is written is read again, and whatever else is refused in one line."""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from softmax.export import ModelFileError, npz
from softmax.maths import Model
from softmax.training import SavedModel

from .conftest import assert_same


@pytest.fixture(scope="module")
def members(saved: SavedModel) -> dict[str, bytes]:
    """The parts of a good file, by their names."""
    with zipfile.ZipFile(io.BytesIO(npz.pack(saved))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these parts, whatever they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return file.getvalue()


def npy(values: Any, allow_pickle: bool = False) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(values), allow_pickle=allow_pickle)
    return file.getvalue()


def header_of(members: dict[str, bytes]) -> dict[str, Any]:
    text = np.lib.format.read_array(io.BytesIO(members["header.npy"])).tobytes()
    header: dict[str, Any] = json.loads(text)
    return header


def with_header(members: dict[str, bytes], header: Any) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return packed({**members, "header.npy": npy(np.frombuffer(text, np.uint8))})


def refusal(content: bytes) -> str:
    """The message of the refusal: one line, not too long for a terminal."""
    with pytest.raises(ModelFileError) as caught:
        npz.unpack(content)
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 300
    return message


# -- what is written is read again ------------------------------------------------------------


def test_a_model_comes_back(saved: SavedModel) -> None:
    assert_same(npz.unpack(npz.pack(saved)), saved)


def test_a_float64_model_is_kept_as_float32(saved: SavedModel) -> None:
    precise = dataclasses.replace(
        saved, model=Model(saved.model.W.astype(float) / 3, saved.model.b.astype(float) / 3)
    )
    found = npz.unpack(npz.pack(precise))
    assert np.array_equal(found.model.W, precise.model.W.astype(np.float32))


def test_a_compressed_file_is_read_as_well(saved: SavedModel, members: dict[str, bytes]) -> None:
    assert_same(npz.unpack(packed(members, zipfile.ZIP_DEFLATED)), saved)


def test_a_file_from_before_there_was_deskew(saved: SavedModel, members: dict[str, bytes]) -> None:
    header = header_of(members)
    del header["config"]["deskew"]
    found = npz.unpack(with_header(members, header))
    assert found.config.deskew is False
    assert_same(found, saved)


def test_a_straightening_model_says_so(saved: SavedModel) -> None:
    straight = dataclasses.replace(saved, config=saved.config.replace(deskew=True))
    assert npz.unpack(npz.pack(straight)).config.deskew is True


# -- files that are none ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"hello, this is no archive", npy(np.zeros(3)), b"\x80\x04N."]
)
def test_not_a_zip(content: bytes) -> None:
    assert "not an .npz file" in refusal(content)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_short(members: dict[str, bytes], share: float) -> None:
    whole = packed(members)
    assert "not an .npz file" in refusal(whole[: int(share * len(whole))])


def test_a_byte_changed_among_the_weights(members: dict[str, bytes]) -> None:
    content = bytearray(packed(members))
    content[10_000] ^= 0xFF
    assert "damaged" in refusal(bytes(content))


def test_damaged_compressed_data(members: dict[str, bytes]) -> None:
    content = bytearray(packed(members, zipfile.ZIP_DEFLATED))
    content[200:240] = bytes(b ^ 0xFF for b in content[200:240])
    assert "damaged" in refusal(bytes(content))


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_another_compression(members: dict[str, bytes], method: int) -> None:
    """NumPy never writes these; zipfile would unpack a bomb in them without a limit."""
    assert "by a method that" in refusal(packed(members, method))


def test_an_encrypted_part(members: dict[str, bytes]) -> None:
    content = bytearray(packed(members))
    content[6] |= 1  # the flag in the first local header, and in the central directory
    content[content.find(b"PK\x01\x02") + 8] |= 1
    assert "not an .npz file" in refusal(bytes(content))


# -- archives of something else ---------------------------------------------------------------


@pytest.mark.parametrize("missing", ["W.npy", "b.npy", "header.npy"])
def test_a_missing_part(members: dict[str, bytes], missing: str) -> None:
    rest = {name: content for name, content in members.items() if name != missing}
    message = refusal(packed(rest))
    assert "a model holds W, b and header" in message
    assert missing not in message


def test_one_part_too_many(members: dict[str, bytes]) -> None:
    assert "more.npy" in refusal(packed({**members, "more.npy": npy([1.0])}))


def test_an_empty_archive() -> None:
    assert refusal(packed({})).startswith("holds nothing")


def test_an_archive_of_very_many_parts_is_refused_in_one_short_line() -> None:
    refusal(packed({f"a rather long name of a part {i}": b"" for i in range(2_000)}))


@pytest.mark.parametrize("part", ["W.npy", "b.npy", "header.npy"])
def test_pickles_are_never_opened(members: dict[str, bytes], part: str) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return pytest.fail, ("unpickled",)

    objects = npy(np.array([Trap()], dtype=object), allow_pickle=True)
    message = refusal(packed({**members, part: objects}))
    assert message.startswith(f"{part} is not a plain array")


def test_a_bare_pickle_in_place_of_an_array(members: dict[str, bytes]) -> None:
    assert "W.npy is not a plain array" in refusal(packed({**members, "W.npy": b"\x80\x04N."}))


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("W", np.zeros((10, 783), np.float32)),
        ("W", np.zeros((784, 10), np.float32)),
        ("W", np.zeros(7840, np.float32)),
        ("W", np.zeros((10, 784), np.float64)),
        ("W", np.zeros((10, 784), np.int32)),
        ("W", np.zeros((10, 784), ">f4")),
        ("b", np.zeros((10, 1), np.float32)),
        ("b", np.zeros(9, np.float32)),
        ("b", np.zeros(10, np.float16)),
        ("b", np.float32(0)),
    ],
    ids=lambda v: v if isinstance(v, str) else f"{v.dtype.str} {v.shape}",
)
def test_another_shape_or_type(members: dict[str, bytes], part: str, values: np.ndarray) -> None:
    message = refusal(packed({**members, f"{part}.npy": npy(values)}))
    expected = "(10, 784)" if part == "W" else "(10,)"
    assert message == f"{part} is {values.dtype} {values.shape}, not float32 {expected}"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        *((bad, "that are not finite numbers") for bad in (np.nan, np.inf, -np.inf)),
        *((bad, "beyond 1e+35") for bad in (2e35, -3e38)),
    ],
)
@pytest.mark.parametrize("part", ["W", "b"])
def test_weights_that_are_not_numbers_or_too_large_to_be_subtracted(
    members: dict[str, bytes], saved: SavedModel, part: str, bad: float, words: str
) -> None:
    values = getattr(saved.model, part).copy()
    values.flat[-1] = bad
    message = refusal(packed({**members, f"{part}.npy": npy(values)}))
    assert message == f"{part} holds values {words}"


def test_a_bomb_is_refused_by_its_declared_size(
    members: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20 MB of zeros pack to 20 kB. Nothing of it is unpacked."""
    bomb = packed({**members, "W.npy": bytes(20_000_000)}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("was unpacked"))
    assert refusal(bomb) == "one part is over 200,000 bytes"


def test_the_largest_part_that_is_allowed(members: dict[str, bytes]) -> None:
    """The declared size includes the limit; a header that fills it is still read."""
    header = {**header_of(members), "remark": ""}
    empty = len(npy(np.frombuffer(json.dumps(header).encode(), np.uint8)))
    header["remark"] = "x" * (npz.MAX_MEMBER_BYTES - empty)
    assert npz.unpack(with_header(members, header)).steps == 1_287
    header["remark"] += "x"
    assert "over 200,000 bytes" in refusal(with_header(members, header))


@pytest.mark.parametrize(
    "shape",
    ["(51,)", "(1000000000,)", "(99999999999999,)", "(9223372036854775807, 2)", "(10, 784)"],
)
def test_an_array_that_claims_to_be_huge(members: dict[str, bytes], shape: str) -> None:
    """The claim is inside the part, whose own size is small."""
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    array = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text.encode() + bytes(40)
    message = refusal(packed({**members, "W.npy": array}))
    assert re.fullmatch(r"W.npy claims [\d,]+ bytes and holds 168", message)


@pytest.mark.parametrize("version", [b"\x03\x00", b"\x09\x00", b"\x01"])
def test_an_array_in_another_form(members: dict[str, bytes], version: bytes) -> None:
    array = members["W.npy"][:6] + version + members["W.npy"][8:]
    assert "W.npy is not a plain array" in refusal(packed({**members, "W.npy": array}))


def test_an_array_of_a_negative_size(members: dict[str, bytes]) -> None:
    array = members["W.npy"].replace(b"(10, 784)", b"(-5, 784)")
    assert "W.npy is not a plain array" in refusal(packed({**members, "W.npy": array}))


# -- headers that do not fit ------------------------------------------------------------------


@pytest.mark.parametrize(
    "header", [b"", b"{", b"not json", b"\xff\xfe\x00", b"[" * 50_000, b"9" * 5_000]
)
def test_a_header_that_is_not_json(members: dict[str, bytes], header: bytes) -> None:
    assert refusal(with_header(members, header)) == "its header is not readable JSON"


@pytest.mark.parametrize("header", [{}, [], None, 3, "ten-pictures model", {"format": "another"}])
def test_a_foreign_header(members: dict[str, bytes], header: Any) -> None:
    assert refusal(with_header(members, header)) == "its header is not that of a model of ours"


@pytest.mark.parametrize("version", [0, 2, "1", None])
def test_another_version_of_the_format(members: dict[str, bytes], version: Any) -> None:
    message = refusal(with_header(members, header_of(members) | {"version": version}))
    assert message.startswith(f"written in version {version!r} of the format")
    assert "reads version 1" in message


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"epochs": 0}, "epochs"),
        ({"learning_rate": "fast"}, "learning_rate"),
        ({"learning_rate": float("nan")}, "learning_rate"),
        ({"head": "tanh"}, "head"),
        ({"head": None}, "head"),
        ({"optimizer": ["sgd"]}, "optimizer"),
        ({"batch_size": 999_999_999}, "batch_size"),
        ({"batch_size": 2.5}, "batch_size"),
        ({"train_size": 50, "batch_size": 51}, "batch_size"),
        ({"seed": True}, "seed"),
        ({"surprise": 1}, "surprise"),
    ],
    ids=str,
)
def test_a_config_out_of_its_bounds(
    members: dict[str, bytes], changes: dict[str, Any], names: str
) -> None:
    header = header_of(members)
    header["config"] |= changes
    assert names in refusal(with_header(members, header))


@pytest.mark.parametrize(
    "changes",
    [
        {"config": None},
        {"config": [1, 2]},
        {"steps": None},
        {"steps": "many"},
        {"steps": -1},
        {"steps": float("inf")},
        {"steps": float("nan")},
        {"steps": 1_288},  # the config ends after 1,287
        {"rates": None},
        {"rates": []},
        {"rates": [0, 0.1]},
        {"rates": [[1, 0.1]]},
        {"rates": [[0, 0.1], [-1, 0.1]]},
        {"rates": [[0, 0.1], [9, 0.1], [8, 0.1]]},
        {"rates": [[0, 0.1], [1_288, 0.1]]},
        {"rates": [[0, float("nan")]]},
        {"rates": [[0, 0.1]] * 1_001},
        {"metrics": None},
        {"metrics": [1]},
        {"metrics": {"test": None}},
        {"metrics": {"test": {"loss": 0.3}}},
        {"metrics": {"test": {"loss": "x", "accuracy": 0.9}}},
        {"metrics": {"test": {"loss": float("nan"), "accuracy": 0.9}}},
        {"metrics": {"test": {"loss": 10**400, "accuracy": 0.9}}},
        {"metrics": {"test": {"loss": 0.3, "accuracy": 1.5}}},
        {"metrics": {"test": {"loss": 0.3, "accuracy": float("nan")}}},
    ],
    ids=str,
)
def test_a_header_out_of_bounds(members: dict[str, bytes], changes: dict[str, Any]) -> None:
    message = refusal(with_header(members, header_of(members) | changes))
    assert message.startswith("its header does not fit")


@pytest.mark.parametrize("missing", ["config", "data_sha256", "steps", "rates", "metrics"])
def test_a_header_with_a_field_missing(members: dict[str, bytes], missing: str) -> None:
    header = header_of(members)
    del header[missing]
    assert missing in refusal(with_header(members, header))


# -- nothing else is ever raised --------------------------------------------------------------


def complaint(content: bytes) -> str:
    """What unpack says. Anything but ModelFileError goes through, and fails the test."""
    try:
        npz.unpack(content)
    except ModelFileError as error:
        return str(error)
    return ""


@given(st.binary(max_size=2_000))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes(content: bytes) -> None:
    with pytest.raises(ModelFileError):
        npz.unpack(content)


# NumPy warns of headers that Python 2 might have written, and so do some damaged ones.
fuzz = pytest.mark.filterwarnings("default")
# Where the structure of a file lies: at its beginning and at its end.
edits = st.lists(
    st.tuples(st.integers(-700, 300), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6
)


def edited(content: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    found = bytearray(content)
    for position, new in changes:
        start = position % len(found)
        found[start : start + len(new)] = new
    return bytes(found)


@fuzz
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=edits, compression=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
def test_any_edit_of_the_archive(
    members: dict[str, bytes], changes: list[tuple[int, bytes]], compression: int
) -> None:
    content = packed(members, compression)
    assert "\n" not in complaint(edited(content, changes))


@fuzz
@settings(max_examples=400)
@given(
    part=st.sampled_from(["W.npy", "b.npy", "header.npy"]),
    changes=st.lists(
        st.tuples(st.integers(0, 127), st.binary(min_size=1, max_size=8)), min_size=1, max_size=4
    ),
)
def test_any_edit_of_the_head_of_a_part(
    members: dict[str, bytes], part: str, changes: list[tuple[int, bytes]]
) -> None:
    assert "\n" not in complaint(packed({**members, part: edited(members[part], changes)}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(st.data())
def test_any_value_in_the_header(members: dict[str, bytes], data: st.DataObject) -> None:
    header = header_of(members)
    inside = data.draw(st.sampled_from([header, header["config"], header["metrics"]["test"]]))
    inside[data.draw(st.sampled_from(sorted(inside)))] = data.draw(json_values)
    assert "\n" not in complaint(with_header(members, header))
