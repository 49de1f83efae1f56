"""What is installed: every range has an end, and the constraints lie within them."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-dev.txt")


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text().splitlines()
    return [line for line in text if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("name", FILES)
def test_every_range_has_an_end(name: str) -> None:
    for line in lines(name):
        operators = {specifier.operator for specifier in Requirement(line).specifier}
        assert operators & {"<", "<=", "=="}, line


def pinned() -> dict[str, str]:
    """The version of each package in the constraints."""
    versions = {}
    for line in lines("constraints.txt"):
        name, equals, version = line.partition("==")
        assert equals, line
        versions[canonicalize_name(name)] = version
    return versions


def test_the_constraints_name_one_version_of_each_within_its_range() -> None:
    versions = pinned()
    for file in FILES:
        for requirement in map(Requirement, lines(file)):
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_it_is_built_by_the_version_that_is_pinned() -> None:
    (line,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    requirement = Requirement(line)
    assert {"<", ">="} == {specifier.operator for specifier in requirement.specifier}
    assert requirement.specifier.contains(pinned()[requirement.name])


def installed_with(requirement: Requirement) -> Iterator[Requirement]:
    """What an installed package asks for in its turn, here and with these of its extras."""
    for line in metadata.requires(requirement.name) or []:
        asked = Requirement(line)
        extras = ("", *requirement.extras)
        if not asked.marker or any(asked.marker.evaluate({"extra": extra}) for extra in extras):
            yield asked


@pytest.mark.skipif(sys.platform != "linux", reason="others are installed elsewhere")
def test_all_that_is_installed_is_pinned() -> None:
    asked = [Requirement(line) for file in FILES for line in lines(file)]
    seen = set()
    while asked:
        requirement = asked.pop()
        name = canonicalize_name(requirement.name)
        # Torch brings these where it is not the build for CPUs.
        if (name, *requirement.extras) in seen or name.startswith(("nvidia-", "cuda-", "triton")):
            continue
        seen.add((name, *requirement.extras))
        asked += installed_with(requirement)
    assert "pandas" in {name for name, *_ in seen}, "what is asked for by another"
    assert {name for name, *_ in seen} <= pinned().keys()


@pytest.mark.parametrize("name", [*FILES, "constraints.txt"])
def test_no_index_is_named(name: str) -> None:
    """One that cannot be reached costs minutes with pip, and fails with others."""
    text = "\n".join(lines(name))
    assert "://" not in text
    assert "--" not in text
