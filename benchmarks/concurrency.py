"""Many runs in one process: ``python -m benchmarks.concurrency``.

1, 4, 16 and 50 runs, too long to finish, train for some seconds in a softmax.scheduling.Pool, with
heartbeats, and naively with a thread for each run. Measured are

* **samples/s** of all runs together;
* **fairness**: the least progress of a run over the most;
* the **delay of other threads**: the main thread, standing in for the web server's, repeatedly
  sleeps 5 ms and measures how late it wakes: p50 and p99, compared with an idle process.

Rounds are interleaved, and each number is the median over the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from benchmarks.measure import interleaved, machine, say, table
from softmax.data import Dataset, load
from softmax.scheduling import Pool
from softmax.training import Config, Run

COUNTS = (1, 4, 16, 50)
SLEEP_S = 0.005
HEARTBEAT_S = 1.0
SLICE_S = 0.012  # so that only the number of threads differs


@dataclass(frozen=True)
class Outcome:
    """The result of one setting in one round; delays in milliseconds."""

    samples_per_s: float
    fairness: float
    p50_ms: float
    p99_ms: float


def delays(duration_s: float, heartbeat: Callable[[], None]) -> list[float]:
    """The lateness in seconds of each sleep of 5 ms, over this duration."""
    late = []
    end = time.perf_counter() + duration_s
    beat_at = 0.0
    while (now := time.perf_counter()) < end:
        if now >= beat_at:
            heartbeat()
            beat_at = now + HEARTBEAT_S
        before = time.perf_counter()
        time.sleep(SLEEP_S)
        late.append(time.perf_counter() - before - SLEEP_S)
    return late


def make_runs(dataset: Dataset, count: int) -> list[Run]:
    """Runs of the default config with 100 epochs: 5,500,000 samples each."""
    return [Run(Config(epochs=100, seed=seed), dataset) for seed in range(count)]


def outcome(runs: Sequence[Run], late: Sequence[float], elapsed_s: float) -> Outcome:
    """The result of a setting, from the progress of its runs."""
    samples = [run.progress.samples for run in runs]
    p50, p99 = np.percentile(np.array(late) * 1e3, (50, 99))
    fairness = min(samples) / max(samples) if samples else float("nan")
    return Outcome(sum(samples) / elapsed_s, fairness, float(p50), float(p99))


def idle(dataset: Dataset, duration_s: float, round_: int) -> Outcome:
    """No run at all."""
    return outcome([], delays(duration_s, lambda: None), duration_s)


def pooled(dataset: Dataset, count: int, duration_s: float, round_: int) -> Outcome:
    """As in the app: two workers, a queue of runs."""
    runs = make_runs(dataset, count)
    pool = Pool()
    tokens = [pool.add(run) for run in runs]
    started = time.perf_counter()
    for token in tokens:
        pool.play(token)

    def heartbeat() -> None:
        for token in tokens:
            pool.heartbeat(token)

    late = delays(duration_s, heartbeat)
    found = outcome(runs, late, time.perf_counter() - started)
    pool.close()
    return found


def threaded(dataset: Dataset, count: int, duration_s: float, round_: int) -> Outcome:
    """Naively: a thread for each run."""
    runs = make_runs(dataset, count)
    stop = threading.Event()

    def train(run: Run) -> None:
        run.play()
        while not stop.is_set():
            run.advance(budget_s=SLICE_S)

    threads = [threading.Thread(target=train, args=(run,)) for run in runs]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    late = delays(duration_s, lambda: None)
    found = outcome(runs, late, time.perf_counter() - started)
    stop.set()
    for thread in threads:
        thread.join()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="per setting and round")
    arguments = parser.parse_args()
    dataset = load()

    settings: dict[tuple[str, int], Callable[[int], Outcome]] = {
        ("idle", 0): partial(idle, dataset, arguments.seconds)
    }
    for count in COUNTS:
        settings["pool", count] = partial(pooled, dataset, count, arguments.seconds)
        settings["thread per run", count] = partial(threaded, dataset, count, arguments.seconds)
    rounds = interleaved(settings, arguments.rounds)

    def median(key: tuple[str, int], figure: str) -> float:
        return float(statistics.median(getattr(run.result, figure) for run in rounds[key]))

    print(
        f"## Concurrency\n\n{machine()}. Medians of {arguments.rounds} interleaved rounds of "
        f"{arguments.seconds:g} s.\n"
    )
    rows = [["idle process", "", "", "", *(f"{median(('idle', 0), p):.1f} ms" for p in DELAYS)]]
    for way, count in list(settings)[1:]:
        key = (way, count)
        rows.append(
            [
                way,
                str(count),
                f"{median(key, 'samples_per_s'):,.0f}",
                f"{median(key, 'fairness'):.2f}",
                *(f"{median(key, p):.1f} ms" for p in DELAYS),
            ]
        )
    rows.sort(key=lambda row: ("idle", "pool", "thread").index(row[0].split()[0]))
    print(table(["", "runs", "samples/s", "fairness", "delay p50", "delay p99"], rows))

    fairness = min(median(("pool", count), "fairness") for count in COUNTS)
    excess = max(median(("pool", count), "p99_ms") for count in COUNTS)
    excess -= median(("idle", 0), "p99_ms")
    print(f"\nLeast fairness of the pool {fairness:.2f} (target >= 0.85). ", end="")
    print(f"Its largest p99 is {excess:.1f} ms above the idle process (target <= 10 ms).")


DELAYS = ("p50_ms", "p99_ms")

if __name__ == "__main__":
    main()
    say("done")
