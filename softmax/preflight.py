"""Preflight checks of this machine before a lecture, without any network access."""

import contextlib
import enum
import functools
import os
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import torch
from packaging.requirements import Requirement

from softmax import __version__
from softmax.data import DataError, Dataset, load
from softmax.data.mnist import ENVIRONMENT_VARIABLE
from softmax.training import Run, default_for

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
MEMORY = Path("/proc/meminfo")
CONTAINER = Path("/sys/fs/cgroup")
# Fifty visitors need about this much beyond the app itself.
ROOM_MB = 100
# The default run takes 0.3 to 1 s on two ordinary cores.
SLOW_S = 3.0
# Validation accuracy below this means that something is broken.
LEAST_ACCURACY = 0.9


class State(enum.StrEnum):
    """The result of a check: fine, worth a look, or broken."""

    FINE = "fine"
    LOOK = "look"
    FAULT = "fault"


@dataclass(frozen=True)
class Check:
    """One check: its name, its result, and what was found."""

    name: str
    state: State
    found: str


def checks(dataset: Dataset | None = None) -> Iterator[Check]:
    """All checks that need no browser; the last takes a second.

    Args:
        dataset: the images to train on, if they are loaded already; the files are read anyway.
    """
    try:
        found = load()
    except DataError as error:
        yield Check("Data", State.FAULT, error.public)
    else:
        yield data(found)
        dataset = dataset or found
    yield threads()
    yield memory()
    yield versions()
    if dataset is not None:
        yield default_run(dataset)


def data(dataset: Dataset) -> Check:
    """The number of images, and whether they are MNIST; reading them has validated the files."""
    count = sum(len(split) for split in (dataset.train, dataset.validation, dataset.test))
    if dataset.is_mnist:
        return Check("Data", State.FINE, f"{count:,} images of MNIST, intact by their SHA-256")
    # Not where they are: the page shows this to everybody.
    found = f"{count:,} images, whole, but not MNIST's: those of {ENVIRONMENT_VARIABLE}"
    return Check("Data", State.LOOK, found)


def threads() -> Check:
    """One thread per run is the fastest, and leaves cores to the web server."""
    cores, used = _cores(), torch.get_num_threads()
    found = f"{used} for each run, on {cores} core{'s' if cores > 1 else ''}"
    if used != 1:
        return Check("Threads", State.LOOK, f"{found}; more than one makes small batches slower")
    if cores < 2:
        return Check("Threads", State.LOOK, f"{found}; a room of fifty needs two")
    return Check("Threads", State.FINE, found)


def memory() -> Check:
    """Memory used by this process, and available to it on the machine or in its container."""
    if not MEMORY.is_file():
        return Check("Memory", State.LOOK, f"not to be seen on {platform.system()}")
    taken, left = _resident_mb(), _available_mb()
    found = f"{taken:,.0f} MB taken, {left:,.0f} MB left"
    return Check("Memory", State.FINE if left >= ROOM_MB else State.LOOK, found)


def versions() -> Check:
    """The installed packages against the tested version ranges."""
    names, outside = [f"Ten Pictures {__version__}", f"Python {platform.python_version()}"], []
    for requirement in _requirements():
        try:
            installed = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            return Check("Versions", State.FAULT, f"{requirement.name} is not installed")
        names.append(f"{requirement.name} {installed}")
        if not requirement.specifier.contains(installed.split("+")[0], prereleases=True):
            outside.append(f"{requirement.name} {installed} ({requirement.specifier})")
    if outside:
        return Check("Versions", State.LOOK, "outside of the range tested: " + ", ".join(outside))
    return Check("Versions", State.FINE, ", ".join(names))


def default_run(dataset: Dataset, clock: Callable[[], float] = time.perf_counter) -> Check:
    """Train the default run, and test it."""
    run = Run(default_for(len(dataset.train)), dataset)
    run.play()
    started = clock()
    run.advance()
    seconds, accuracy = clock() - started, run.progress.latest.validation.accuracy
    found = (
        f"{seconds:.2f} s on this machine, now, with {100 * accuracy:.1f} % of the validation "
        "images read"
    )
    if dataset.is_mnist and accuracy < LEAST_ACCURACY:
        return Check("Default run", State.FAULT, found + ", which is far too few")
    state = State.FINE if seconds <= SLOW_S else State.LOOK
    return Check("Default run", state, found + ("" if state is State.FINE else ": slow"))


@functools.cache
def _requirements() -> tuple[Requirement, ...]:
    """From requirements.txt beside the library, or from the installed package's metadata."""
    if REQUIREMENTS.is_file():
        lines = [line.split("#")[0].strip() for line in REQUIREMENTS.read_text().splitlines()]
    else:
        lines = [line for line in metadata.requires("ten-pictures") or [] if "extra" not in line]
    return tuple(Requirement(line) for line in lines if line)


def _cores() -> int:
    """The cores that this process may use, if the system tells; else all."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _available_mb() -> float:
    """The lesser of the machine's available memory and what its container may still take."""
    lines = dict(line.split(":") for line in MEMORY.read_text().splitlines())
    left = [int(lines["MemAvailable"].split()[0]) * 1024 / 1e6]
    # Not a container, or one without a limit.
    with contextlib.suppress(OSError, ValueError):
        most = int((CONTAINER / "memory.max").read_text())
        left.append((most - int((CONTAINER / "memory.current").read_text())) / 1e6)
    return min(left)
