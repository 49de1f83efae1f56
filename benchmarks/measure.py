"""Shared by the benchmarks: timing, interleaved rounds, memory and tables."""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Cost:
    """Wall-clock seconds, and seconds of processor time summed over the threads."""

    wall_s: float
    cpu_s: float


@dataclass(frozen=True)
class Timed(Generic[T]):
    """The cost of a call, and its result."""

    cost: Cost
    result: T


def timed(action: Callable[[], T]) -> Timed[T]:
    """Call once, after a garbage collection, so that it does not pay for earlier garbage."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    result = action()
    cost = Cost(time.perf_counter() - wall, time.process_time() - cpu)
    return Timed(cost, result)


def interleaved(
    actions: Mapping[Key, Callable[[int], T]], rounds: int, min_s: float = 0.0
) -> dict[Key, list[Timed[T]]]:
    """Call every action in each round with the number of the call.

    Rounds are interleaved so that a disturbance of the machine affects all contenders alike. In
    each round an action is repeated for at least ``min_s``, to average out noise.
    """
    found: dict[Key, list[Timed[T]]] = {key: [] for key in actions}
    for round_ in range(rounds):
        for key, action in actions.items():
            used_s = 0.0
            while used_s == 0 or used_s < min_s:
                found[key].append(timed(partial(action, len(found[key]))))
                used_s += found[key][-1].cost.wall_s
        say(f"round {round_ + 1} of {rounds} done")
    return found


def median_cost(runs: Sequence[Timed[T]]) -> Cost:
    """The median of the wall times, and that of the processor times."""
    return Cost(
        statistics.median(run.cost.wall_s for run in runs),
        statistics.median(run.cost.cpu_s for run in runs),
    )


def peak_memory_bytes() -> int:
    """The peak memory of this process.

    On Linux from VmHWM: ru_maxrss of a child starts at the size of the parent it was
    forked from.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def table(header: Sequence[str], rows: Sequence[Sequence[str]], text_columns: int = 1) -> str:
    """A markdown table; the first columns are text, the others right-aligned numbers."""
    rule = ["---"] * text_columns + ["---:"] * (len(header) - text_columns)
    return "\n".join("| " + " | ".join(line) + " |" for line in (header, rule, *rows))


def machine() -> str:
    """The machine and the package versions, in one line."""
    packages = ", ".join(
        f"{name} {version(package)}"
        for name, package in (
            ("torch", "torch"),
            ("NumPy", "numpy"),
            ("scikit-learn", "scikit-learn"),
        )
    )
    return (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, {packages}; "
        f"load average {os.getloadavg()[1]:.1f}, of which this is about 1"
    )


def say(message: str) -> None:
    """Print progress to stderr; stdout is for the report."""
    print(message, file=sys.stderr, flush=True)
