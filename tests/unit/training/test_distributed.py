"""Several processes against one: started as a user would, by torchrun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[3]
PATIENCE_S = 300
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node"]


def train(out: Path, processes: int, *options: str) -> tuple[dict[str, np.ndarray], dict]:
    """Train from the command line; the arrays of the model, and what was reported."""
    launcher = [*TORCHRUN, str(processes)] if processes > 1 else []
    done = subprocess.run(
        [
            sys.executable,
            *launcher,
            "-m",
            "softmax",
            "train",
            "--json",
            "--out",
            str(out),
            *options,
        ],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr
    with np.load(out) as parts:
        return {name: parts[name] for name in ("W", "b")}, json.loads(done.stdout)


FULL_BATCH = ("--train-size", "1001", "--batch-size", "1001", "--epochs", "20", "--l2", "0.01")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gloo and torchrun are tried on Linux")
@pytest.mark.parametrize(
    "options",
    [
        (*FULL_BATCH, "--optimizer", "sgd"),
        (*FULL_BATCH, "--optimizer", "adam", "--head", "sigmoid", "--init", "normal"),
        ("--train-size", "1000", "--batch-size", "100", "--epochs", "2"),
        # The second process has nothing to add, and has to be there all the same.
        ("--train-size", "100", "--batch-size", "1", "--epochs", "1"),
    ],
    ids=["full batch", "sigmoids by Adam", "mini-batches", "an empty share"],
)
def test_two_processes_take_the_steps_of_one(tmp_path: Path, options: tuple[str, ...]) -> None:
    alone, said_alone = train(tmp_path / "one.npz", 1, *options)
    shared, said_shared = train(tmp_path / "two.npz", 2, *options)
    assert np.abs(alone["W"]).max() > 0.01, "something was learned"
    for name in ("W", "b"):
        np.testing.assert_allclose(shared[name], alone[name], rtol=0, atol=1e-5)
    assert said_shared["steps"] == said_alone["steps"]
    assert said_shared["test"]["loss"] == pytest.approx(said_alone["test"]["loss"], abs=1e-5)
