"""`python -m softmax check`: its rows, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from softmax.cli import check, main
from softmax.preflight import State


def test_check_prints_a_row_for_each_thing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    rows = capsys.readouterr().out.splitlines()
    names = ("Data", "Threads", "Memory", "Versions", "Default run", "Theme")
    assert len(rows) == len(names)
    for row, name in zip(rows, names, strict=True):
        assert name in row
        assert row.split()[:2] in (["+", "fine"], ["?", "look"])


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["state"] for row in rows} <= {"fine", "look"}


def test_what_is_broken_sets_the_exit_status(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(tmp_path))
    assert main(["check"]) == 2
    printed = capsys.readouterr()
    assert printed.out.startswith("x fault")
    assert "not fit for a lecture: data" in printed.err


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("[runner]\npostScriptGC = false\n[theme.light]\n[theme.dark]\n", State.FINE),
        ("[theme.light]\n[theme.dark]\n", State.LOOK),
        ("[theme.light]\n", State.FAULT),
        ("not toml at all", State.FAULT),
        (None, State.FAULT),
    ],
)
def test_the_settings_of_the_app(text: str | None, state: State, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    if text is not None:
        path.write_text(text)
    assert check.settings(path).state is state
