"""Data-parallel training on two processes: ``python -m benchmarks.distributed``.

The same training, by one process and by ``torchrun`` with two: each computes half of every batch,
and their gradients are summed. Interleaved rounds, medians.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.measure import interleaved, machine, say, table

ROOT = Path(__file__).parents[1]
PROCESSES = (1, 2)
# Epochs by batch size, for about a second of training.
BATCHES = {128: 2, 1_024: 4, 8_192: 8, 55_000: 8}


def samples_per_s(processes: int, batch: int, epochs: int, _: int) -> float:
    """Train once, and parse the report."""
    launcher = ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={processes}"]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                sys.executable, *(launcher if processes > 1 else []), "-m", "softmax", "train",
                "--json", "--out", str(Path(folder) / "model.npz"),
                "--batch-size", str(batch), "--epochs", str(epochs),
            ],
            cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
    said = json.loads(done.stdout)
    return float(said["samples"] / said["seconds"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    found = interleaved(
        {
            (processes, batch): partial(samples_per_s, processes, batch, epochs)
            for batch, epochs in BATCHES.items()
            for processes in PROCESSES
        },
        rounds,
    )
    speed = {key: statistics.median(run.result for run in runs) for key, runs in found.items()}
    print(f"{machine()}. Medians of {rounds} interleaved rounds.\n")
    rows = [
        [
            f"{batch:,}",
            *(f"{speed[processes, batch]:,.0f}" for processes in PROCESSES),
            f"{speed[2, batch] / speed[1, batch]:.2f}x",
        ]
        for batch in BATCHES
    ]
    print(table(["batch", "1 process, samples/s", "2 processes, samples/s", ""], rows))


if __name__ == "__main__":
    main()
    say("done")
