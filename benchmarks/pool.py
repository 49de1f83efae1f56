"""What the pool makes of a bare step: ``python -m benchmarks.pool``.

Measured, in turn, in rounds:

* the **bare step**: the engine's steps of a default run and nothing else, on one thread;
* the **C loop**: the same steps over the pixels that are not zero (pool_loop.c), where a C
  compiler is found: the floor;
* the **pool** with 1, 10 and 100 default runs, each at 100 steps a second, from Play to the end,
  all together. Its share of the bare step is the samples that its workers train in a second of
  their processor time, against the bare step's: publishing, the curves' points and the turns are
  what is missing. The pace is the steps a second that a run got, of the 100 it asked for.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measure import interleaved, machine, say, table
from softmax.data import CLASSES, PIXELS, Dataset, load
from softmax.scheduling import Pool
from softmax.training import Config, Run, State
from softmax.training.engine import Engine

COUNTS = (1, 10, 100)
STEP_RATE = 100.0
LANES = 16
UNUSED = -1e30
HEARTBEAT_S = 1.0
LOOK_S = 0.02
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Outcome:
    """Samples in a second of processor time; of the pool also the steps a second of its runs."""

    samples_per_cpu_s: float
    median: float = 0.0
    slowest: float = 0.0
    cores: float = 0.0


def bare(dataset: Dataset, config: Config, round_: int) -> Outcome:
    """The steps of a run, without anything around them."""
    engine, began = Engine(config, dataset), time.thread_time()
    for index in range(config.total_steps):
        engine.step(index, config.rate_at(index))
    return Outcome(config.total_steps * config.batch_size / (time.thread_time() - began))


class CLoop:
    """pool_loop.c, compiled, with the images as it reads them.

    Raises:
        FileNotFoundError: there is no C compiler.
    """

    def __init__(self, dataset: Dataset) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc")
        if compiler is None:
            raise FileNotFoundError("no C compiler")
        source = Path(__file__).with_name("pool_loop.c")
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "loop.so"
            flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
            command = [compiler, *flags, str(source), "-o", str(library), "-lm"]
            subprocess.run(command, check=True)
            self._train = ctypes.CDLL(str(library)).train
        rows = dataset.train.rows
        at, column = np.nonzero(rows)
        counts = np.bincount(at, minlength=len(rows))
        self._offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
        self._column, self._value = column.astype(np.uint16), rows[at, column]
        self._labels = dataset.train.labels.astype(np.int64)

    def run(self, config: Config, dataset: Dataset) -> tuple[np.ndarray, float]:
        """(W and b end to end, seconds of processor time) of a run with momentum."""
        engine = Engine(config, dataset)
        order = np.concatenate([engine.batch(index).numpy() for index in range(config.total_steps)])
        W, V = _lanes(), _lanes()
        W[PIXELS, CLASSES:] = UNUSED
        arrays = (self._offsets, self._column, self._value, self._labels, W, V)
        pointers = [ctypes.c_void_p(array.ctypes.data) for array in arrays]
        fall = config.learning_rate / config.total_steps
        rates = (config.learning_rate, fall, config.momentum, config.l2)
        began = time.thread_time()
        self._train(
            ctypes.c_void_p(order.ctypes.data), config.total_steps, config.batch_size,
            *pointers, *map(ctypes.c_float, rates),
        )  # fmt: skip
        used = time.thread_time() - began
        return np.concatenate([W[:PIXELS, :CLASSES].T.ravel(), W[PIXELS, :CLASSES]]), used

    def measure(self, dataset: Dataset, config: Config, round_: int) -> Outcome:
        """The steps of a run in C."""
        return Outcome(config.total_steps * config.batch_size / self.run(config, dataset)[1])


def _lanes() -> np.ndarray:
    """Zeros (785, 16), aligned to 64 bytes as a vector of the loop."""
    size = (PIXELS + 1) * LANES * 4
    memory = np.zeros(size + 64, dtype=np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + size].view(np.float32).reshape(PIXELS + 1, LANES)


def pooled(dataset: Dataset, config: Config, count: int, round_: int) -> Outcome:
    """Whole runs in the pool of the app, all started at once."""
    pool = Pool()
    runs = [Run(config.replace(seed=seed % 4), dataset) for seed in range(count)]
    tokens = [pool.add(run, STEP_RATE) for run in runs]
    began, cpu, own = time.perf_counter(), time.process_time(), time.thread_time()
    for token in tokens:
        pool.play(token)
    seconds: dict[int, float] = {}
    beat_at = began + HEARTBEAT_S
    while len(seconds) < count and (now := time.perf_counter()) < began + PATIENCE_S:
        for i, run in enumerate(runs):
            if run.state is State.FINISHED:
                seconds.setdefault(i, now - began)
        if now >= beat_at:
            beat_at = now + HEARTBEAT_S
            for token in tokens:
                pool.heartbeat(token)
        time.sleep(LOOK_S)
    used = time.process_time() - cpu - (time.thread_time() - own)
    elapsed = time.perf_counter() - began
    pool.close()
    samples = sum(run.progress.samples for run in runs)
    paces = [run.progress.step / seconds.get(i, elapsed) for i, run in enumerate(runs)]
    return Outcome(samples / used, statistics.median(paces), min(paces), used / elapsed)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    dataset, config = load(), Config()

    settings: dict[str, Callable[[int], Outcome]] = {"bare step": partial(bare, dataset, config)}
    try:
        settings["C loop"] = partial(CLoop(dataset).measure, dataset, config)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        say(f"The C loop is left out: {error}.")
    for count in COUNTS:
        settings[f"pool, {count} run{'s' if count > 1 else ''}"] = partial(
            pooled, dataset, config, count
        )
    rounds = interleaved(settings, arguments.rounds)

    def median(key: str, figure: str) -> float:
        return float(statistics.median(getattr(run.result, figure) for run in rounds[key]))

    rows = []
    for key in settings:
        own = [run.result.samples_per_cpu_s for run in rounds[key]]
        base = [run.result.samples_per_cpu_s for run in rounds["bare step"]]
        share = statistics.median(a / b for a, b in zip(own, base, strict=True))
        pace = [f"{median(key, f):.0f}" for f in ("median", "slowest")]
        cores = f"{median(key, 'cores'):.2f}"
        in_pool = key.startswith("pool")
        rows.append(
            [
                key,
                f"{median(key, 'samples_per_cpu_s'):,.0f}",
                f"{share:.2f}",
                *(pace if in_pool else ("", "")),
                cores if in_pool else "",
            ]
        )
    print(f"## The pool\n\n{machine()}. Medians of {arguments.rounds} rounds in turn.\n")
    header = ["", "samples per CPU second", "of the bare step", "steps/s, median", "slowest"]
    print(table([*header, "cores"], rows))


if __name__ == "__main__":
    main()
    say("done")
