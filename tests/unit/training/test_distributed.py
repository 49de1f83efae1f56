"""Several processes against one: started as a user would, by torchrun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from softmax import cli

ROOT = Path(__file__).parents[3]
PATIENCE_S = 300
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
FULL_BATCH = ("--train-size", "1001", "--batch-size", "1001", "--epochs", "20", "--l2", "0.01")
CASES = {
    "full batch": (*FULL_BATCH, "--optimizer", "sgd"),
    "sigmoids by Adam": (
        *FULL_BATCH, "--optimizer", "adam", "--head", "sigmoid", "--init", "normal",
    ),
    "mini-batches": ("--train-size", "1000", "--batch-size", "100", "--epochs", "2"),
    # The second process has nothing to add, and has to take part all the same.
    "an empty share": ("--train-size", "100", "--batch-size", "1", "--epochs", "1"),
}  # fmt: skip
# The command line, once for each case, in one group: starting the processes takes most of the time.
PROGRAM = """
import contextlib, json, sys
from softmax import cli
from softmax.training import distributed
with distributed.group() as rank:
    distributed.group = lambda: contextlib.nullcontext(rank)
    for arguments in json.loads(sys.argv[1]):
        if status := cli.main(arguments):
            sys.exit(status)
"""

Trained = tuple[dict[str, np.ndarray], dict]


def arguments(case: str, folder: Path) -> list[str]:
    return ["train", "--json", "--out", str(folder / f"{case}.npz"), *CASES[case]]


def trained(case: str, folder: Path, printed: str) -> Trained:
    """The arrays of the model, and what was reported."""
    with np.load(folder / f"{case}.npz") as parts:
        return {name: parts[name] for name in ("W", "b")}, json.loads(printed)


@pytest.fixture(scope="module")
def by_two_processes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trained]:
    folder = tmp_path_factory.mktemp("two")
    program = folder / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [
            sys.executable, *TORCHRUN, str(program),
            json.dumps([arguments(case, folder) for case in CASES]),
        ],
        cwd=ROOT,
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    return {case: trained(case, folder, line) for case, line in zip(CASES, lines, strict=True)}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="gloo and torchrun are tried on Linux")
@pytest.mark.parametrize("case", CASES)
def test_two_processes_take_the_steps_of_one(
    case: str,
    by_two_processes: dict[str, Trained],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(arguments(case, tmp_path)) == 0
    alone, said_alone = trained(case, tmp_path, capsys.readouterr().out)
    shared, said_shared = by_two_processes[case]
    assert np.abs(alone["W"]).max() > 0.01, "something was learned"
    for name in ("W", "b"):
        np.testing.assert_allclose(shared[name], alone[name], rtol=0, atol=1e-5)
    assert said_shared["steps"] == said_alone["steps"]
    assert said_shared["test"]["loss"] == pytest.approx(said_alone["test"]["loss"], abs=1e-5)
