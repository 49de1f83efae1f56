"""Every requirement has an upper bound, and constraints.txt pins all that is installed."""

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
def test_every_range_has_an_upper_bound(name: str) -> None:
    for line in lines(name):
        operators = {specifier.operator for specifier in Requirement(line).specifier}
        assert operators & {"<", "<=", "=="}, line


def pinned() -> dict[str, str]:
    """The version of each package in constraints.txt."""
    versions = {}
    for line in lines("constraints.txt"):
        name, equals, version = line.partition("==")
        assert equals, line
        versions[canonicalize_name(name)] = version
    return versions


def test_each_requirement_is_pinned_within_its_range() -> None:
    versions = pinned()
    for file in FILES:
        for requirement in map(Requirement, lines(file)):
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_the_build_backend_is_pinned_within_its_range() -> None:
    (line,) = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]["requires"]
    requirement = Requirement(line)
    assert {"<", ">="} == {specifier.operator for specifier in requirement.specifier}
    assert requirement.specifier.contains(pinned()[requirement.name])


def installed_with(requirement: Requirement) -> Iterator[Requirement]:
    """The dependencies of an installed package on this platform, with the given extras."""
    for line in metadata.requires(requirement.name) or []:
        dependency = Requirement(line)
        extras = ("", *requirement.extras)
        marker = dependency.marker
        if not marker or any(marker.evaluate({"extra": extra}) for extra in extras):
            yield dependency


@pytest.mark.skipif(sys.platform != "linux", reason="other platforms have other dependencies")
def test_all_dependencies_are_pinned() -> None:
    pending = [Requirement(line) for file in FILES for line in lines(file)]
    seen = set()
    while pending:
        requirement = pending.pop()
        name = canonicalize_name(requirement.name)
        # Builds of torch with CUDA depend on these.
        if (name, *requirement.extras) in seen or name.startswith(("nvidia-", "cuda-", "triton")):
            continue
        seen.add((name, *requirement.extras))
        pending += installed_with(requirement)
    assert "pandas" in {name for name, *_ in seen}, "an indirect dependency"
    assert {name for name, *_ in seen} <= pinned().keys()


@pytest.mark.parametrize("name", [*FILES, "constraints.txt"])
def test_no_index_is_named(name: str) -> None:
    """An unreachable package index costs pip minutes and makes other installers fail."""
    text = "\n".join(lines(name))
    assert "://" not in text
    assert "--" not in text
