"""Preflight: each check against a machine that is in order, and one that is not."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import torch

from softmax import preflight
from softmax.data import Dataset, load
from softmax.preflight import State


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def test_all_is_well_here(dataset: Dataset) -> None:
    found = {check.name: check for check in preflight.checks(dataset)}
    assert list(found) == ["Data", "Threads", "Memory", "Versions", "Default run"]
    assert State.FAULT not in {check.state for check in found.values()}
    assert "70,000 images of MNIST" in found["Data"].found


def test_damaged_data_is_a_fault_and_the_rest_is_still_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(tmp_path))
    data, *rest = preflight.checks()
    assert data.state is State.FAULT
    assert "no such file" in data.found
    assert str(tmp_path) not in data.found, "strangers see it"
    assert [check.name for check in rest] == ["Threads", "Memory", "Versions"]


def test_another_data_set_is_named(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", "/somewhere")
    check = preflight.data(dataclasses.replace(dataset, sha256="0" * 64))
    assert check.state is State.LOOK
    assert "SOFTMAX_DATA_DIR" in check.found
    assert "/somewhere" not in check.found, "strangers see it"


def test_many_threads_are_worth_a_look() -> None:
    torch.set_num_threads(2)
    try:
        assert preflight.threads().state is State.LOOK
    finally:
        torch.set_num_threads(1)
    assert "1 for each run" in preflight.threads().found


def test_a_full_machine_is_worth_a_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = tmp_path / "meminfo"
    full.write_text("MemTotal: 1000000 kB\nMemAvailable: 50000 kB\n")
    monkeypatch.setattr(preflight, "MEMORY", full)
    check = preflight.memory()
    assert check.state is State.LOOK
    assert "51 MB left" in check.found


def test_the_limit_of_a_container_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "memory.max").write_text("500000000\n")
    (tmp_path / "memory.current").write_text("480000000\n")
    monkeypatch.setattr(preflight, "CONTAINER", tmp_path)
    assert "20 MB left" in preflight.memory().found
    (tmp_path / "memory.max").write_text("max\n")  # no limit
    assert "20 MB left" not in preflight.memory().found


def requirements(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> preflight.Check:
    file = tmp_path / "requirements.txt"
    file.write_text(text)
    monkeypatch.setattr(preflight, "REQUIREMENTS", file)
    preflight._requirements.cache_clear()
    try:
        return preflight.versions()
    finally:
        preflight._requirements.cache_clear()


@pytest.mark.parametrize(
    ("text", "state", "word"),
    [
        ("# a reason\nnumpy>=1  # another\n", State.FINE, "numpy"),
        ("numpy<1\n", State.LOOK, "outside of the range"),
        ("no-such-package-as-this>=1\n", State.FAULT, "not installed"),
    ],
)
def test_versions(
    text: str, state: State, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = requirements(monkeypatch, tmp_path, text)
    assert check.state is state
    assert word in check.found


def test_the_default_run_is_timed(dataset: Dataset) -> None:
    ticks = iter([100.0, 100.25])
    check = preflight.default_run(dataset, clock=lambda: next(ticks))
    assert check.state is State.FINE
    assert check.found.startswith("0.25 s on this machine, now")


def test_a_slow_run_is_worth_a_look(dataset: Dataset) -> None:
    ticks = iter([0.0, 60.0])
    assert preflight.default_run(dataset, clock=lambda: next(ticks)).state is State.LOOK


def test_a_run_that_learns_nothing_is_a_fault(dataset: Dataset) -> None:
    """Labels that belong to other images: whatever is broken, the accuracy shows it."""
    labels = (dataset.train.labels + 1) % 10
    wrong = dataclasses.replace(dataset, train=dataclasses.replace(dataset.train, labels=labels))
    check = preflight.default_run(wrong)
    assert check.state is State.FAULT
