"""What is installed: every range has an end, and the constraints lie within them."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
FILES = ("requirements.txt", "requirements-dev.txt")


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text().splitlines()
    return [line for line in text if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("name", FILES)
def test_every_range_has_an_end(name: str) -> None:
    for line in lines(name):
        operators = {specifier.operator for specifier in Requirement(line).specifier}
        assert operators & {"<", "<=", "=="}, line


def test_the_constraints_name_one_version_of_each_within_its_range() -> None:
    pinned = {}
    for line in lines("constraints.txt"):
        name, equals, version = line.partition("==")
        assert equals, line
        pinned[canonicalize_name(name)] = version
    for file in FILES:
        for requirement in map(Requirement, lines(file)):
            version = pinned[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


@pytest.mark.parametrize("name", [*FILES, "constraints.txt"])
def test_no_index_is_named(name: str) -> None:
    """One that cannot be reached costs minutes with pip, and fails with others."""
    text = "\n".join(lines(name))
    assert "://" not in text
    assert "--" not in text
