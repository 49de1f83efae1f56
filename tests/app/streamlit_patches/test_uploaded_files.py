from __future__ import annotations

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.streamlit_patches import uploaded_files
from softmax import limits


@pytest.fixture(autouse=True)
def unpatched_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    add = MemoryUploadedFileManager.add_file
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", add)


def kept_of(names: list[str], size: int) -> list[str]:
    """The files of a session that are still there after it has sent these, one after another."""
    files = MemoryUploadedFileManager("/upload")
    for name in names:
        files.add_file("mine", UploadedFileRec(name, name, "", bytes(size)))
        files.add_file("another's", UploadedFileRec("one", "one", "", b"1"))
    assert len(files.get_files("another's", ["one"])) == 1
    return [file.name for file in files.get_files("mine", sorted(set(names)))]


def test_streamlit_keeps_all() -> None:
    """Where this fails, Streamlit does better now, and the patch can go."""
    assert len(kept_of([f"{i:03}" for i in range(100)], 100_000)) == 100


def test_the_oldest_go() -> None:
    uploaded_files.patch()
    most = limits.UPLOADS_KEPT.value
    names = [f"{i:03}" for i in range(3 * most)]
    assert kept_of(names, 1) == names[-most:]
    assert kept_of(["a", *names[:most], "a"], 1)[-1] == "a"


def test_large_ones_go_sooner_but_the_newest_stays() -> None:
    uploaded_files.patch()
    assert kept_of(["a", "b", "c"], limits.UPLOADS_KEPT_BYTES.value // 2) == ["b", "c"]
    assert kept_of(["a", "b", "c"], 2 * limits.UPLOADS_KEPT_BYTES.value) == ["c"]
