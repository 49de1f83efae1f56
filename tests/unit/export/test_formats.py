"""Model files on the disk: the name tells the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from softmax.export import ModelFileError, formats
from softmax.training import SavedModel

from .conftest import assert_same


@pytest.mark.parametrize("name", ["model.npz", "modèle.NPZ", "model.safetensors", "a.b.npz"])
def test_a_model_comes_back_from_the_file_of_exactly_that_name(
    saved: SavedModel, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    formats.write(path, saved)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert_same(formats.read(path), saved)


@pytest.mark.parametrize("name", ["model.npz", "model.safetensors", "model.onnx"])
def test_a_newer_file_replaces_an_older_one(saved: SavedModel, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"x" * 900_000)
    formats.write(path, saved)
    assert path.read_bytes() == formats.pack(name, saved)
    assert path.stat().st_size < 50_000


@pytest.mark.parametrize("name", ["model", "model.pt", "npz", ".npz", "model.npz.txt"])
def test_other_names_are_refused(saved: SavedModel, tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelFileError, match=r"ends in \.npz, \.safetensors or \.onnx"):
        formats.write(tmp_path / name, saved)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelFileError, match=r"are read from \.npz or \.safetensors"):
        formats.read(tmp_path / name)


def test_a_folder_that_is_not_there_is_an_os_error(saved: SavedModel, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        formats.write(tmp_path / "nowhere" / "model.npz", saved)


@pytest.mark.parametrize("ending", formats.READ)
def test_files_that_cannot_be_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"model{ending}"
    with pytest.raises(ModelFileError, match="no such file"):
        formats.read(path)
    path.mkdir()
    with pytest.raises(ModelFileError, match="directory"):
        formats.read(path)


@pytest.mark.parametrize("ending", formats.READ)
def test_no_more_than_the_limit_is_read_of_a_huge_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"model{ending}"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)  # a sparse file: it takes no space
    with pytest.raises(ModelFileError, match="is over 1,000,000 bytes"):
        formats.read(path)
