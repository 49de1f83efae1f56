"""The command line, as a person or a script uses it: what it prints, and how it refuses."""

from __future__ import annotations

import errno
import io
import json
import os
import runpy
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

import softmax
import softmax.data
from softmax import export
from softmax.cli import main, serve
from softmax.data import Dataset
from softmax.own_digits import OwnDigits, to_csv
from softmax.training import SUGGESTED_RATE, Config
from softmax.training.settings import Optimizer

ROOT = Path(__file__).parents[3]
SMALL = ("--train-size", "3000", "--epochs", "2", "--batch-size", "50")


@pytest.fixture(autouse=True)
def loaded_once(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, mnist: Dataset
) -> None:
    """Keep each command from reading MNIST again, except where a test is about the reading."""
    monkeypatch.delenv("SOFTMAX_DATA_DIR", raising=False)
    if "write_set" not in request.fixturenames:
        monkeypatch.setattr(softmax.data, "load", lambda: mnist)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, mnist: Dataset) -> tuple[Path, dict]:
    """A model file, and what `train --json` said of it."""
    path = tmp_path_factory.mktemp("models") / "model.npz"
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(softmax.data, "load", lambda: mnist)
        patch.setattr(sys, "stdout", said)
        assert main(["train", "--out", str(path), *SMALL, "--json"]) == 0
    return path, json.loads(said.getvalue())


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command that must succeed; returns what it printed."""

    def call(*arguments: object) -> str:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert status == 0, printed.err
        assert printed.err == ""
        return printed.out

    return call


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command that must be refused: status 2, one line on stderr, nothing on stdout."""

    def call(*arguments: object) -> str:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse leaves by itself
            status = left.code
        printed = capsys.readouterr()
        assert status == 2
        assert printed.out == ""
        assert printed.err.endswith("\n")
        assert printed.err.count("\n") == 1, printed.err
        assert printed.err.startswith("python -m softmax")
        return printed.err

    return call


def drawn_seven(path: Path, ink: Any = 0, paper: Any = 255, mode: str = "L") -> Path:
    image = Image.new(mode, (200, 260), paper)
    pen = ImageDraw.Draw(image)
    pen.line([(40, 50), (150, 50), (85, 215)], fill=ink, width=19, joint="curve")
    image.save(path)
    return path


# -- train ------------------------------------------------------------------------------------


def test_train_says_what_it_did_and_writes_the_model(trained: tuple[Path, dict]) -> None:
    path, said = trained
    assert said["file"] == str(path)
    assert said["steps"] == 2 * 60
    assert said["samples"] == 120 * 50
    assert said["seconds"] > 0
    assert said["config"] == {
        field: getattr(Config(train_size=3_000, epochs=2, batch_size=50), field)
        for field in said["config"]
    }
    assert said["test"]["accuracy"] > 0.8
    saved = export.read(path)
    assert saved.steps == said["steps"]
    assert saved.metrics["test"].accuracy == said["test"]["accuracy"]
    assert set(saved.metrics) == {"train", "validation", "test"}


def test_train_prints_the_figures_for_a_reader(run: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "model.npz"
    text = run("train", "--out", out, *SMALL)
    assert "6,000 images in 120 steps" in text
    assert "validation  loss" in text
    assert "test        loss" in text
    assert str(out) in text
    assert out.exists()


def test_every_choice_is_an_option(run: Callable[..., str], tmp_path: Path) -> None:
    options = {
        "head": "sigmoid", "optimizer": "adam", "learning_rate": 0.002, "schedule": "constant",
        "momentum": 0.8, "batch_size": 30, "epochs": 1, "l2": 0.001, "init": "normal",
        "train_size": 300, "seed": 5,
    }  # fmt: skip
    flags = [text for name, value in options.items()
             for text in ("--" + name.replace("_", "-"), str(value))]  # fmt: skip
    options |= {"deskew": True, "own_share": 0.0}
    flags.append("--deskew")
    said = json.loads(run("train", "--out", tmp_path / "m.npz", *flags, "--json"))
    assert said["config"] == options
    assert export.read(tmp_path / "m.npz").config == Config(**options)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_rate_follows_the_optimizer(
    run: Callable[..., str], tmp_path: Path, optimizer: Optimizer
) -> None:
    said = run("train", "--out", tmp_path / "m.npz", *SMALL, "--optimizer", optimizer, "--json")
    rate = json.loads(said)["config"]["learning_rate"]
    assert rate == SUGGESTED_RATE[optimizer] != Config.learning_rate


@pytest.mark.parametrize(("size", "batch"), [("100", 100), ("1000", 128)])
def test_few_images_are_one_batch_unless_another_was_asked_for(
    size: str, batch: int, tmp_path: Path
) -> None:
    out = tmp_path / "m.npz"
    assert main(["train", "--out", str(out), "--train-size", size, "--epochs", "1"]) == 0
    assert export.read(out).config.batch_size == batch


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--epochs", "0"], "epochs must be a whole number from 1 to 100, not 0"),
        (["--epochs", "three"], "--epochs"),
        (["--learning-rate", "-1"], "learning_rate"),
        (["--learning-rate", "nan"], "learning_rate"),
        (["--momentum", "1"], "momentum"),
        (["--batch-size", "0"], "batch_size"),
        (["--train-size", "0"], "train_size must be"),
        (["--train-size", "-1"], "train_size must be"),
        (["--batch-size", "2000", "--train-size", "1000"], "batch_size"),
        (["--train-size", "55001"], "55,000 training images"),
        (["--head", "tanh"], "--head"),
        (["--optimizer", "newton"], "--optimizer"),
        (["--seed", "-1"], "seed"),
        (["--l2", "inf"], "l2"),
        (["--colour", "blue"], "--colour"),
    ],
    ids=lambda v: " ".join(v) if isinstance(v, list) else "",
)
def test_train_refuses_bad_options(
    refusal: Callable[..., str], tmp_path: Path, options: list[str], names: str
) -> None:
    assert names in refusal("train", "--out", tmp_path / "m.npz", *options)
    assert not (tmp_path / "m.npz").exists()


def test_train_takes_digits_of_ones_own(
    run: Callable[..., str], refusal: Callable[..., str], tmp_path: Path
) -> None:
    mine, random = OwnDigits(), np.random.default_rng(0)
    for i in range(30):
        mine.add(i % 10, random.integers(0, 256, 784, dtype=np.uint8).tobytes())
    path, out, share = tmp_path / "mine.csv", tmp_path / "m.npz", ("--own-share", "1", *SMALL)
    path.write_bytes(to_csv(mine.digits))
    said = json.loads(run("train", "--out", out, *share, "--own", path, "--json"))
    assert said["config"]["own_share"] == 1
    assert said["test"]["accuracy"] < 0.5  # of noise it learned nothing
    assert "--own FILE" in refusal("train", "--out", out, *share)
    assert "no such file" in refusal("train", "--out", out, *share, "--own", tmp_path / "no.csv")
    path.write_text("1,2\n")
    assert "row 1: 2 columns" in refusal("train", "--out", out, *share, "--own", path)


def test_train_needs_a_folder_to_write_to(refusal: Callable[..., str], tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert f"{missing}: no such folder" in refusal("train", "--out", missing / "m.npz", *SMALL)


def test_train_cannot_write_over_a_folder(refusal: Callable[..., str], tmp_path: Path) -> None:
    folder = tmp_path / "m.npz"
    folder.mkdir()
    assert "cannot be written" in refusal("train", "--out", folder, *SMALL)


@pytest.mark.parametrize("name", ["model", "model.pt", "model.npz.bak"])
def test_a_name_that_tells_no_format_is_refused_before_training(
    refusal: Callable[..., str], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(softmax.data, "load", lambda: pytest.fail("the run was begun"))
    message = refusal("train", "--out", tmp_path / name, *SMALL)
    assert "ends in .npz, .safetensors or .onnx" in message


def test_the_ending_of_the_name_chooses_the_format(run: Callable[..., str], tmp_path: Path) -> None:
    paths = [tmp_path / f"m{ending}" for ending in (".npz", ".safetensors", ".onnx")]
    for path in paths:
        run("train", "--out", path, *SMALL)
    assert paths[0].read_bytes().startswith(b"PK")
    onnx.checker.check_model(onnx.load(paths[2]))
    from_npz, from_safetensors = (json.loads(run("evaluate", p, "--json")) for p in paths[:2])
    assert from_npz | {"file": ""} == from_safetensors | {"file": ""}


def test_an_onnx_file_is_not_read(refusal: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "m.onnx").write_bytes(b"")
    assert "models are read from .npz or .safetensors" in refusal("evaluate", tmp_path / "m.onnx")


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="/proc is a folder of Linux")
def test_train_cannot_write_to_a_read_only_folder(refusal: Callable[..., str]) -> None:
    """One where not even the superuser can."""
    message = refusal("train", "--out", Path("/proc/self/model.npz"), *SMALL)
    assert "/proc/self/model.npz: cannot be written" in message


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_train_says_why_a_file_cannot_be_written(
    refusal: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(path: Path, content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    message = refusal("train", "--out", tmp_path / "m.npz", *SMALL)
    assert f"m.npz: cannot be written ({os.strerror(number)})" in message


def test_a_run_that_diverges_writes_nothing(refusal: Callable[..., str], tmp_path: Path) -> None:
    rate = ("--learning-rate", "1e6", "--schedule", "constant", "--l2", "10")
    message = refusal("train", "--out", tmp_path / "m.npz", *SMALL, *rate)
    assert "stopped being a number" in message
    assert "1e+06" in message
    assert not list(tmp_path.iterdir())


# -- evaluate ---------------------------------------------------------------------------------


def test_evaluate_agrees_with_what_train_measured(
    run: Callable[..., str], trained: tuple[Path, dict], mnist: Dataset
) -> None:
    """Readable maths in float64 against the engine's in float32."""
    path, said = trained
    found = json.loads(run("evaluate", path, "--json"))
    assert found["file"] == str(path)
    assert found["images"] == 10_000
    assert found["accuracy"] == pytest.approx(said["test"]["accuracy"], abs=2e-4)
    assert found["loss"] == pytest.approx(said["test"]["loss"], rel=1e-4)
    assert found["same_data_as_training"] is True
    shares = np.bincount(mnist.test.labels) / len(mnist.test)
    per_digit = [found["per_digit"][str(digit)] for digit in range(10)]
    assert shares @ per_digit == pytest.approx(found["accuracy"])


def test_evaluate_agrees_for_sigmoids_too(run: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "m.npz"
    said = json.loads(run("train", "--out", out, *SMALL, "--head", "sigmoid", "--json"))
    found = json.loads(run("evaluate", out, "--json"))
    assert found["loss"] == pytest.approx(said["test"]["loss"], rel=1e-4)


def test_evaluate_prints_a_line_for_each_digit(
    run: Callable[..., str], trained: tuple[Path, dict]
) -> None:
    lines = run("evaluate", trained[0]).splitlines()
    assert lines[0].startswith("10,000 test images  loss")
    assert [line.split()[0] for line in lines[1:]] == [str(digit) for digit in range(10)]


def test_evaluate_on_other_data_says_so(
    run: Callable[..., str],
    trained: tuple[Path, dict],
    write_set: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(write_set()))
    assert run("evaluate", trained[0]).splitlines()[-1].startswith("note: ")
    assert json.loads(run("evaluate", trained[0], "--json"))["same_data_as_training"] is False


def test_a_small_set_can_be_trained_on(
    run: Callable[..., str],
    write_set: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """5,010 images leave 10 for training, fewer than the default batch."""
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(write_set()))
    said = json.loads(run("train", "--out", tmp_path / "m.npz", "--json"))
    assert said["config"]["train_size"] == said["config"]["batch_size"] == 10


@pytest.mark.parametrize("command", [("evaluate",), ("predict", "picture.png")])
@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "no such file"), (b"", "not an .npz file"), (b"PK\x03\x04 damaged", "not an .npz")],
    ids=["missing", "empty", "damaged"],
)
def test_a_model_that_cannot_be_used(
    refusal: Callable[..., str],
    tmp_path: Path,
    command: tuple[str, ...],
    content: bytes | None,
    says: str,
) -> None:
    path = tmp_path / "model.npz"
    if content is not None:
        path.write_bytes(content)
    message = refusal(command[0], path, *command[1:])
    assert f"{path}: {says}" in message


@pytest.mark.parametrize("command", ["train", "evaluate"])
def test_data_that_cannot_be_used(
    refusal: Callable[..., str],
    trained: tuple[Path, dict],
    monkeypatch: pytest.MonkeyPatch,
    write_set: Callable[..., Path],
    tmp_path: Path,
    command: str,
) -> None:
    arguments = ["train", "--out", tmp_path / "m.npz"] if command == "train" else [
        "evaluate", trained[0]
    ]  # fmt: skip
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(tmp_path / "nowhere"))
    assert "no such file" in refusal(*arguments)
    monkeypatch.setenv("SOFTMAX_DATA_DIR", str(write_set({"t10k-labels-idx1-ubyte": b"junk"})))
    assert "t10k-labels-idx1-ubyte: wrong magic number" in refusal(*arguments)


# -- predict ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("black on white.png", {}),
        ("black on white.jpg", {}),
        ("white on black.png", {"ink": 255, "paper": 0}),
        ("white on black.jpeg", {"ink": 255, "paper": 0}),
        ("blue on yellow.png", {"ink": "#0B4FA3", "paper": "#FFE477", "mode": "RGB"}),
        ("blue on yellow.jpg", {"ink": "#0B4FA3", "paper": "#FFE477", "mode": "RGB"}),
        ("on glass.png", {"ink": (20, 30, 40, 255), "paper": (0, 0, 0, 0), "mode": "RGBA"}),
        ("grey and alpha.png", {"ink": (0, 255), "paper": (255, 0), "mode": "LA"}),
        ("one bit.png", {"ink": 0, "paper": 1, "mode": "1"}),
        ("palette.png", {"ink": 1, "paper": 0, "mode": "P"}),
        ("sixteen bits.png", {"ink": 0, "paper": 65_535, "mode": "I;16"}),
        ("inks of a press.jpg", {"ink": (0, 0, 0, 255), "paper": (0, 0, 0, 0), "mode": "CMYK"}),
    ],
)
def test_predict_reads_a_drawing(
    run: Callable[..., str],
    trained: tuple[Path, dict],
    tmp_path: Path,
    name: str,
    options: dict[str, Any],
) -> None:
    path = tmp_path / name
    if options.get("mode") == "P":
        image = Image.open(drawn_seven(tmp_path / "source.png"))
        image.convert("P").save(path)
    else:
        drawn_seven(path, **options)
    found = json.loads(run("predict", trained[0], path))
    assert found["file"] == str(path)
    assert found["prediction"] == 7
    assert len(found["probabilities"]) == 10
    assert sum(found["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert int(np.argmax(found["probabilities"])) == 7


def test_predict_prints_a_line_for_each_picture_and_null_for_a_blank_one(
    run: Callable[..., str], trained: tuple[Path, dict], tmp_path: Path
) -> None:
    seven = drawn_seven(tmp_path / "7.png")
    blank = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(blank)
    lines = [json.loads(line) for line in run("predict", trained[0], seven, blank).splitlines()]
    assert [line["prediction"] for line in lines] == [7, None]
    assert lines[1] == {"file": str(blank), "prediction": None, "probabilities": None}


def test_predict_says_that_a_picture_is_a_photograph(
    run: Callable[..., str], trained: tuple[Path, dict], tmp_path: Path
) -> None:
    page = np.asarray(Image.open(drawn_seven(tmp_path / "clean.png")))
    light = np.linspace(0.6, 1, page.shape[1])
    Image.fromarray((page * light).astype(np.uint8)).save(tmp_path / "photo.png")
    noise = np.random.default_rng(1).integers(0, 256, (30, 30), np.uint8)
    Image.fromarray(noise.repeat(10, 0).repeat(10, 1)).save(tmp_path / "wall.png")
    names = ("clean.png", "photo.png", "wall.png")
    printed = run("predict", trained[0], *(tmp_path / name for name in names))
    clean, photo, wall = map(json.loads, printed.splitlines())
    assert "note" not in clean
    assert photo["prediction"] == clean["prediction"] == 7
    assert photo["note"].startswith("looks like a photograph: uneven light")
    assert wall["prediction"] is None
    assert wall["note"].startswith("looks like a photograph, and no single digit")


def test_predict_turns_a_picture_as_its_camera_was_held(
    run: Callable[..., str], trained: tuple[Path, dict], tmp_path: Path, mnist: Dataset
) -> None:
    """The ten first test images, each stored in all eight EXIF orientations."""
    undone = [None, "FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_90",
              "TRANSVERSE", "ROTATE_270"]  # fmt: skip
    paths = []
    for i, digit in enumerate(mnist.test.images[:10, 0]):
        upright = Image.fromarray(255 - digit.repeat(10, 0).repeat(10, 1))
        for orientation, operation in enumerate(undone, 1):
            exif, paths = Image.Exif(), [*paths, tmp_path / f"{i} {orientation}.jpg"]
            exif[0x0112] = orientation
            image = upright.transpose(Image.Transpose[operation]) if operation else upright
            image.save(paths[-1], exif=exif)
    found = [
        json.loads(line)["prediction"]
        for line in run("predict", trained[0], *paths).split("\n")[:-1]
    ]
    assert [found[i : i + 8] for i in range(0, 80, 8)] == [[digit] * 8 for digit in found[::8]]
    assert np.mean(found[::8] == mnist.test.labels[:10]) >= 0.8


def png_claiming(width: int, height: int) -> bytes:
    """The beginning of a PNG whose header claims this size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(100))
    chunks = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
              for c in (header, data, b"IEND")]  # fmt: skip
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def gif() -> bytes:
    file = io.BytesIO()
    Image.new("L", (20, 20)).save(file, "GIF")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "no such file"),
        (b"", "not a PNG or JPEG picture"),
        (b"just a text", "not a PNG or JPEG picture"),
        (gif(), "not a PNG or JPEG picture"),
        (png_claiming(28, 28)[:30], "picture.png"),
        (png_claiming(28, 28), "cannot be read"),  # far too few pixels
        (png_claiming(5_000, 5_000), "over 20,000,000"),
        (png_claiming(10_000, 10_000), "10000 x 10000 pixels"),  # where Pillow only warns
        (png_claiming(60_000, 60_000), "picture.png"),
        (png_claiming(2**31 - 1, 2**31 - 1), "picture.png"),
        (png_claiming(0, 28), "picture.png"),
    ],
    ids=["missing", "empty", "text", "gif", "cut short", "no pixels", "25 million", "100 million",
         "3,600 million", "2^62", "no width"],
)  # fmt: skip
def test_predict_refuses_what_is_no_picture(
    refusal: Callable[..., str],
    trained: tuple[Path, dict],
    tmp_path: Path,
    content: bytes | None,
    says: str,
) -> None:
    path = tmp_path / "picture.png"
    if content is not None:
        path.write_bytes(content)
    message = refusal("predict", trained[0], path)
    assert str(path) in message
    assert says in message


def test_predict_refuses_a_folder(
    refusal: Callable[..., str], trained: tuple[Path, dict], tmp_path: Path
) -> None:
    assert f"{tmp_path}: cannot be read" in refusal("predict", trained[0], tmp_path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(["PNG", "JPEG"]),
    changes=st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 255)), max_size=5),
    keep=st.floats(0, 1),
)
def test_damaged_pictures_are_read_or_refused(
    trained: tuple[Path, dict],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    form: str,
    changes: Sequence[tuple[int, int]],
    keep: float,
) -> None:
    file = io.BytesIO()
    Image.effect_noise((24, 24), 200).save(file, form)
    content = bytearray(file.getvalue())
    for position, byte in changes:
        content[position % len(content)] = byte
    path = tmp_path / "picture"
    path.write_bytes(content[: int(len(content) * (1 - keep**3))])
    status = main(["predict", str(trained[0]), str(path)])
    printed = capsys.readouterr()
    assert status in (0, 2)
    assert (printed.out.count("\n"), printed.err.count("\n")) == ((1, 0) if status == 0 else (0, 1))


# -- the program ------------------------------------------------------------------------------


def test_the_module_runs_as_a_program() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "softmax", "--help"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert shown.returncode == 0
    assert shown.stderr == ""
    for command in ("train", "evaluate", "predict", "serve", "SOFTMAX_DATA_DIR"):
        assert command in shown.stdout


def test_the_module_passes_its_status_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["softmax", "evaluate", str(tmp_path / "none.npz")])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("softmax", run_name="__main__")
    assert left.value.code == 2
    assert capsys.readouterr().err == f"python -m softmax: {tmp_path / 'none.npz'}: no such file\n"


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == softmax.__version__


@pytest.mark.parametrize("command", ["train", "evaluate", "predict", "serve"])
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"python -m softmax {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["train"], ["evaluate"], ["predict", "m.npz"], ["serve", "--port", "x"]],
)
def test_incomplete_commands_are_refused(refusal: Callable[..., str], arguments: list[str]) -> None:
    refusal(*arguments)


def program(arguments: list[str], cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """A process of its own, whose streams are real ones."""
    return subprocess.run(
        [sys.executable, "-m", "softmax", *arguments],
        cwd=cwd, text=True, timeout=300, check=False, **({"stderr": subprocess.PIPE} | options),
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_name_that_the_console_lacks_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.chdir(tmp_path)

    def printed(*arguments: str) -> tuple[int, str, str]:
        """The status, and what a console of this encoding receives on both of its streams."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2))
        with monkeypatch.context() as console:
            console.setattr(sys, "stdout", out)
            console.setattr(sys, "stderr", err)
            status = main(arguments)
        for stream in (out, err):
            stream.seek(0)
        return status, out.read(), err.read()

    train = ("train", "--train-size", "300", "--epochs", "1", "--out")
    status, said, complaint = printed(*train, "七.npz")
    assert (status, complaint) == (0, "")
    assert said.endswith("written to \\u4e03.npz\n")
    assert (tmp_path / "七.npz").exists()
    for arguments, says in (
        (("evaluate", "無.npz"), "\\u7121.npz: no such file"),
        (("predict", "七.npz", "無.png"), "\\u7121.png: no such file"),
        ((*train, "無/七.npz"), "\\u7121: no such folder"),
    ):
        assert printed(*arguments) == (2, "", f"python -m softmax: {says}\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
def test_output_that_nobody_can_take_is_no_traceback(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "w") as full:
        done = program(["--help"], tmp_path, stdout=full, env=environment)
    assert done.returncode == 2
    assert done.stderr == "python -m softmax: the output failed (No space left on device)\n"
    read, write = os.pipe()
    os.close(read)
    with open(write, "w") as broken:
        done = program(["--help"], tmp_path, stdout=broken, env=environment)
    assert (done.returncode, done.stderr) == (141, "")
    read, write = os.pipe()
    os.close(read)
    with open(write, "w") as broken:  # both, as with 2>&1: an error that nobody reads
        streams = {"stdout": broken, "stderr": broken}
        done = program(["evaluate", "missing.npz"], tmp_path, env=environment, **streams)
    assert done.returncode == 141


def test_ctrl_c_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def interrupted() -> Dataset:
        raise KeyboardInterrupt

    monkeypatch.setattr(softmax.data, "load", interrupted)
    assert main(["train", "--out", str(tmp_path / "m.npz")]) == 130
    assert capsys.readouterr().err == ""


def test_serve_starts_streamlit_on_the_app(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[list[str], Path, dict[str, str]]] = []

    def popen(
        command: list[str], cwd: Path, env: dict[str, str], check: bool
    ) -> subprocess.CompletedProcess[str]:
        started.append((command, cwd, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(serve.subprocess, "run", popen)
    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    monkeypatch.setenv("MALLOC_ARENA_MAX", "1")
    run("serve", "--port", "8600", "--headless")
    ((command, cwd, environment),) = started
    assert command[:5] == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    assert {"--server.port=8600", "--server.address=localhost", "--server.headless=true"} <= set(
        command
    )
    assert (cwd / ".streamlit" / "config.toml").is_file()
    assert environment["PATH"] == os.environ["PATH"]
    assert environment["MALLOC_TRIM_THRESHOLD_"] == "131072"
    assert environment["MALLOC_ARENA_MAX"] == "1", "what is set already stays"


def test_serve_finds_the_data_where_the_other_commands_do(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A relative folder is relative to where the command is given, not to the app."""
    started: list[dict[str, str]] = []

    def popen(command: list[str], env: dict[str, str], **_: Any) -> Any:
        started.append(env)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(serve.subprocess, "run", popen)
    monkeypatch.chdir(tmp_path)
    for value, found in (("sets/fashion", tmp_path / "sets/fashion"), ("/a", Path("/a")), ("", "")):
        monkeypatch.setenv("SOFTMAX_DATA_DIR", value)
        run("serve", "--port", free_port())
        assert started.pop()["SOFTMAX_DATA_DIR"] == str(found)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "text", "8501.5", ""])
def test_serve_refuses_what_is_no_port(refusal: Callable[..., str], port: str) -> None:
    assert "--port" in refusal("serve", f"--port={port}")


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "0.0.0.0"])
def test_serve_says_that_a_port_is_in_use(refusal: Callable[..., str], address: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        message = refusal("serve", "--port", port, "--address", address)
    assert f"port {port} is in use" in message


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "1:2:3", "a" * 80, "é..", "-"])
def test_serve_refuses_an_address_of_another_machine(
    refusal: Callable[..., str], address: str
) -> None:
    message = refusal("serve", f"--address={address}", "--port", free_port())
    assert f"--address {address}: not an address of this machine" in message


def test_serve_says_when_the_server_failed_or_is_not_there(
    refusal: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        serve.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1)
    )
    assert "ended with status 1" in refusal("serve", "--port", free_port())
    monkeypatch.setattr(serve, "APP", tmp_path / "app.py")
    assert "run from a clone" in refusal("serve")
