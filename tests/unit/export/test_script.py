"""The scripts of a run: each is executed, and ends with the run's weights."""

from __future__ import annotations

import ast
import contextlib
import gzip
import io
import runpy
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import softmax.data
from softmax import export
from softmax.export import Library, script
from softmax.own_digits import OwnDigits, to_idx_zip
from softmax.training import Config, Run

LIBRARIES: tuple[Library, ...] = ("numpy", "torch")
# In float32, over a hundred steps; what is found is some 1e-7.
ATOL = 1e-5
IMAGES = 610


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Real digits, but few: 610 to train on, 5,000 for validation and 200 test images."""
    from tests.conftest import idx_bytes

    mnist, path = softmax.data.load(), tmp_path_factory.mktemp("few")
    training, test = mnist.train, mnist.test
    for part, split, n in (("train", training, IMAGES + 5_000), ("t10k", test, 200)):
        images, labels = split.images[:n, 0], split.labels[:n]
        (path / f"{part}-images-idx3-ubyte").write_bytes(idx_bytes(images))
        (path / f"{part}-labels-idx1-ubyte").write_bytes(idx_bytes(labels))
    return path


def run_of(config: Config, folder: Path, drive: Callable[[Run], Any]) -> Run:
    run = Run(config, softmax.data.load(folder))
    drive(run)
    return run


def to_the_end(run: Run) -> None:
    run.play()
    run.advance()


def pause_after(steps: int) -> Callable[[Run], None]:
    def drive(run: Run) -> None:
        run.play(steps)
        run.advance()

    return drive


def change_the_rate_twice_and_pause(run: Run) -> None:
    pause_after(7)(run)
    run.set_learning_rate(0.3)
    run.set_learning_rate(0.2)  # before any step was taken at 0.3
    pause_after(16)(run)
    run.set_learning_rate(0.05)
    pause_after(5)(run)
    run.set_learning_rate(9.0)  # and no step after it


def executed(text: str, folder: Path, cwd: Path, *more: Path) -> str:
    """Runs the script as a program; returns what it prints."""
    path = cwd / "script.py"
    path.write_text(text)
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(io.StringIO()) as printed,
    ):
        patch.chdir(cwd)
        patch.setattr(sys, "argv", [str(path), str(folder), *map(str, more)])
        runpy.run_path(str(path), run_name="__main__")
    return printed.getvalue()


def executed_in_a_process(text: str, folder: Path, cwd: Path) -> str:
    """The same in a process of its own, with nothing imported before."""
    path = cwd / "script.py"
    path.write_text(text)
    done = subprocess.run(
        [sys.executable, "-W", "error", str(path), str(folder)],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


SMALL: dict[str, Any] = {"train_size": IMAGES, "batch_size": 50, "epochs": 2, "seed": 5}
CASES: dict[str, tuple[dict[str, Any], Callable[[Run], Any]]] = {
    "softmax, momentum": ({}, to_the_end),
    "sigmoid, Adam, normal": (
        {"head": "sigmoid", "optimizer": "adam", "learning_rate": 0.01, "init": "normal"},
        to_the_end,
    ),
    "softmax, Nesterov, constant": ({"optimizer": "nesterov", "schedule": "constant"}, to_the_end),
    "sigmoid, SGD, constant, no penalty": (
        {"head": "sigmoid", "optimizer": "sgd", "schedule": "constant", "l2": 0.0},
        to_the_end,
    ),
    "full batch": ({"batch_size": IMAGES, "optimizer": "sgd", "epochs": 20}, to_the_end),
    "paused": ({}, pause_after(17)),
    "new rates, falling": ({}, change_the_rate_twice_and_pause),
    "new rates, constant": (
        {"schedule": "constant", "optimizer": "sgd"},
        change_the_rate_twice_and_pause,
    ),
    "straightened": ({"deskew": True}, to_the_end),
    "a single step": ({"schedule": "constant"}, pause_after(1)),
}


# Importing torch takes most of the time of a process, so only one case has its own.
OWN_DIGITS: dict[str, tuple[dict[str, Any], Callable[[Run], Any]]] = {
    "a quarter": ({"own_share": 0.25, "deskew": True}, to_the_end),
    "mine alone, paused": ({"own_share": 1.0}, pause_after(17)),
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", OWN_DIGITS)
def test_a_script_with_own_digits_reads_what_my_digits_wrote(
    folder: Path, tmp_path: Path, library: Library, case: str
) -> None:
    (choices, drive), mine = OWN_DIGITS[case], OwnDigits()
    test = softmax.data.load(folder).test
    for image, label in zip(test.images[:90], test.labels[:90], strict=True):
        mine.add(int(label), image.tobytes())
    with zipfile.ZipFile(io.BytesIO(to_idx_zip(mine.digits))) as packed:
        packed.extractall(tmp_path / "own")
    run = Run(Config(**(SMALL | choices)), softmax.data.load(folder).with_own(mine.train()))
    drive(run)
    text = script(run.saved(), library)
    printed = executed(text, folder, tmp_path, tmp_path / "own")
    with np.load(tmp_path / "weights.npz") as found:
        np.testing.assert_allclose(found["W"], run.progress.model.W, rtol=0, atol=ATOL)
    measured = run.progress.test or run.progress.latest.validation
    assert printed.startswith(f"{measured.accuracy:.2%} of the ")
    assert "usage: python" in text
    assert max(len(line) for line in text.splitlines()) <= 88


OWN_PROCESS = "sigmoid, Adam, normal"


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", CASES)
def test_a_script_ends_with_the_weights_of_its_run(
    folder: Path, tmp_path: Path, library: Library, case: str
) -> None:
    choices, drive = CASES[case]
    run = run_of(Config(**(SMALL | choices)), folder, drive)
    execute = executed_in_a_process if case == OWN_PROCESS else executed
    printed = execute(script(run.saved(), library), folder, tmp_path)

    model = run.progress.model
    read_back = export.read(tmp_path / "weights.npz")
    np.testing.assert_allclose(read_back.model.W, model.W, rtol=0, atol=ATOL)
    np.testing.assert_allclose(read_back.model.b, model.b, rtol=0, atol=ATOL)
    assert read_back.model.head == model.head
    saved = run.saved()
    for field in ("config", "data_sha256", "steps", "rates"):
        assert getattr(read_back, field) == getattr(saved, field)
    test = run.progress.test
    if test:
        assert printed == f"{test.accuracy:.2%} of the test images are read\n"
    else:
        share = run.progress.latest.validation.accuracy
        assert printed == f"{share:.2%} of the validation images are read\n"


def test_a_script_of_other_steps_ends_elsewhere(folder: Path, tmp_path: Path) -> None:
    """What the tolerance above is worth: one step less is a hundred times further away."""
    shorter = run_of(Config(**SMALL), folder, pause_after(16))
    run = run_of(Config(**SMALL), folder, pause_after(17))
    executed(script(shorter.saved(), "numpy"), folder, tmp_path)
    with np.load(tmp_path / "weights.npz") as found:
        assert np.abs(found["W"] - run.progress.model.W).max() > 100 * ATOL


@pytest.mark.parametrize("library", LIBRARIES)
def test_adam_repeats_a_run_but_for_gradients_that_cancel(
    folder: Path, tmp_path: Path, library: Library
) -> None:
    """Ten images in one batch: at the zero weights some sums of their pixels cancel, and Adam makes
    a step of what rounding leaves."""
    config = Config(
        head="sigmoid",
        optimizer="adam",
        learning_rate=0.001,
        train_size=10,
        batch_size=10,
        epochs=5,
    )
    run = run_of(config, folder, to_the_end)
    text = script(run.saved(), library)
    assert "Adam divides each gradient by its size" in text
    executed(text, folder, tmp_path)
    apart = np.abs(export.read(tmp_path / "weights.npz").model.W - run.progress.model.W)
    assert apart.max() <= config.learning_rate
    assert (apart > 1e-7).mean() < 0.002


def arguments_of(arguments: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(cwd / "script.py"), *arguments],
        cwd=cwd, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_without_a_folder_of_images_a_script_says_so_in_one_line(
    folder: Path, tmp_path: Path
) -> None:
    text = script(run_of(Config(**SMALL), folder, pause_after(1)).saved(), "numpy")
    (tmp_path / "script.py").write_text(text)
    for arguments, says in (
        ([], f"usage: python {tmp_path / 'script.py'} FOLDER"),
        (["a", "b"], "usage: "),
        (["nowhere"], f"{Path('nowhere', 'train-images-idx3-ubyte')}: no such file"),
    ):
        done = arguments_of(arguments, tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(says)
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("named", ["", ".gz"])
@pytest.mark.parametrize("packed", [False, True])
def test_files_are_read_under_each_of_their_names(
    folder: Path, tmp_path: Path, dotted: bool, named: str, packed: bool
) -> None:
    """By the library and by a script: gzip or not, whatever the name ends in."""
    other = tmp_path / "other"
    other.mkdir()
    for path in folder.iterdir():
        name = path.name.replace("-idx", ".idx") if dotted else path.name
        content = gzip.compress(path.read_bytes()) if packed else path.read_bytes()
        (other / f"{name}{named}").write_bytes(content)
    run = run_of(Config(**SMALL), other, pause_after(1))
    executed(script(run.saved(), "numpy"), other, tmp_path)
    read_back = export.read(tmp_path / "weights.npz").model
    np.testing.assert_allclose(read_back.W, run.progress.model.W, rtol=0, atol=ATOL)


def test_packed_files_are_read_as_well(folder: Path, tmp_path: Path) -> None:
    """The bundled MNIST, as the repository has it."""
    run = run_of(
        Config(train_size=IMAGES, batch_size=50), softmax.data.mnist.BUNDLED_DIR, pause_after(3)
    )
    executed(script(run.saved(), "numpy"), softmax.data.mnist.BUNDLED_DIR, tmp_path)
    with np.load(tmp_path / "weights.npz") as found:
        np.testing.assert_allclose(found["W"], run.progress.model.W, rtol=0, atol=ATOL)


# -- what it looks like -----------------------------------------------------------------------


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", CASES)
def test_a_script_is_as_a_formatter_would_have_it_and_fits_a_page(
    folder: Path, library: Library, case: str
) -> None:
    choices, drive = CASES[case]
    config = Config(**(SMALL | choices))
    text = script(run_of(config, folder, drive).saved(), library)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "88", "--isolated", "-"],
        input=text, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == text
    assert max(len(line) for line in text.splitlines()) <= 88
    assert len(text.splitlines()) <= (125 if config.deskew else 101)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("case", CASES)
def test_a_script_holds_nothing_that_its_run_does_not_need(
    folder: Path, library: Library, case: str
) -> None:
    choices, drive = CASES[case]
    config = Config(**(SMALL | choices))
    text = script(run_of(config, folder, drive).saved(), library)
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    assert ("MOMENTUM" in names) == (config.optimizer != "sgd")
    assert ("straight" in names) == config.deskew
    assert ("L2" in names) == (config.l2 > 0)
    assert ("RATES" in names) == case.startswith("new rates")
    assert ("RATE" in names) != ("RATES" in names)
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported == {"gzip", "sys", "numpy"} | ({"torch"} if library == "torch" else set())
