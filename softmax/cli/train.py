"""`python -m softmax train`: the default run of the app, or any other, in a file."""

import argparse
import dataclasses
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

from softmax import data, export, own_digits
from softmax.cli.errors import BadInputError
from softmax.training import (
    SETTINGS,
    SUGGESTED_RATE,
    Choice,
    Config,
    Progress,
    Run,
    State,
    Switch,
    default_for,
    distributed,
)

BAR_WIDTH = 30
REDRAW_S = 0.1


def add_parser(commands: Any) -> None:
    """The options of `train`, one for each field of the config."""
    parser = commands.add_parser(
        "train",
        help="learn from the training images and write the model",
        description="Train a model and write it. Every option but --out has the app's default.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="the file to write: .npz, .safetensors or .onnx",
    )
    for field in dataclasses.fields(Config):
        _add_option(parser, field)
    parser.add_argument(
        "--own",
        type=Path,
        metavar="FILE",
        help="for --own-share: digits of your own, a .csv or .zip as My digits writes them; those "
        "that are held out are not trained on",
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON line")
    parser.set_defaults(run=run)


def _add_option(parser: argparse.ArgumentParser, field: dataclasses.Field[Any]) -> None:
    flag = "--" + field.name.replace("_", "-")
    limits, text = SETTINGS[field.name].bounds, SETTINGS[field.name].help
    if field.name == "learning_rate":
        rates = ", ".join(f"{rate:g} with {name}" for name, rate in SUGGESTED_RATE.items())
        parser.add_argument(flag, type=float, help=f"{text} (default: {rates})")
    elif isinstance(limits, Choice):
        parser.add_argument(
            flag,
            choices=limits.options,
            default=field.default,
            help=f"{text} (default: %(default)s)",
        )
    elif isinstance(limits, Switch):
        parser.add_argument(
            flag,
            action=argparse.BooleanOptionalAction,
            default=field.default,
            help=f"{text} (default: {'on' if field.default else 'off'})",
        )
    else:
        parser.add_argument(
            flag,
            type=type(field.default),
            # These two defaults depend on the size of the data set, which is not read yet.
            default=None if field.name in ("train_size", "batch_size") else field.default,
            metavar="N" if isinstance(field.default, int) else "X",
            help=f"{text}; {limits.low:g} to {limits.high:g} (default: {field.default})",
        )


def run(chosen: argparse.Namespace) -> None:
    """Train, write the model, report.

    Raises:
        BadInputError: the input cannot be used; the message says why.
    """
    if not chosen.out.parent.is_dir():
        raise BadInputError(f"{chosen.out.parent}: no such folder")
    try:
        export.check_writable(chosen.out.name)
    except export.ModelFileError as error:
        raise BadInputError(f"{chosen.out}: {error}") from None
    dataset = data.load()
    config = _config(chosen, dataset)
    if config.own_share:
        dataset = dataset.with_own(_own(chosen.own))
    if distributed.launched():
        with distributed.group() as rank:
            started = time.perf_counter()
            run = distributed.train(config, dataset)
            seconds = time.perf_counter() - started
        if rank > 0:  # all ranks have the same run; rank 0 reports it
            return
    else:
        run = Run(config, dataset)
        started = time.perf_counter()
        _train(run)
        seconds = time.perf_counter() - started
    _conclude(chosen, run, seconds)


def _conclude(chosen: argparse.Namespace, run: Run, seconds: float) -> None:
    progress = run.progress
    if progress.state is State.DIVERGED:
        raise BadInputError(
            f"the loss stopped being a number at step {progress.step:,}, "
            f"with a learning rate of {progress.diverged_at_rate:g}: choose a smaller one"
        )
    _write(chosen.out, run)
    _report(chosen, progress, seconds)


def _config(chosen: argparse.Namespace, dataset: data.Dataset) -> Config:
    values = {field.name: getattr(chosen, field.name) for field in dataclasses.fields(Config)}
    if values["learning_rate"] is None:
        values["learning_rate"] = SUGGESTED_RATE[chosen.optimizer]
    if values["train_size"] is None:
        values["train_size"] = default_for(len(dataset.train)).train_size
    if values["batch_size"] is None:
        values["batch_size"] = max(1, min(Config.batch_size, values["train_size"]))
    try:
        config = Config(**values)
    except ValueError as error:
        raise BadInputError(str(error)) from None
    if config.train_size > len(dataset.train):
        raise BadInputError(f"train_size: this data set has {len(dataset.train):,} training images")
    return config


def _own(path: Path | None) -> data.Split:
    """The digits of one's own in a file that are not held out."""
    if path is None:
        raise BadInputError("--own-share needs --own FILE, the digits of your own")
    try:
        reading = own_digits.read_files([(path.name, path.read_bytes())])
    except FileNotFoundError:
        raise BadInputError(f"{path}: no such file") from None
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read ({error.strerror or error})") from None
    except own_digits.OwnDigitsError as error:
        raise BadInputError(str(error)) from None
    if reading.refused:
        raise BadInputError(reading.refused[0])
    mine = own_digits.OwnDigits(random.Random(0))
    mine.add_all(reading.found)
    if not len(mine.train()):
        raise BadInputError(f"{path}: holds no digit to train on")
    return mine.train()


def _train(run: Run) -> None:
    run.play()
    show = sys.stderr is not None and sys.stderr.isatty()  # None where it is closed
    while run.state is State.RUNNING:
        run.advance(budget_s=REDRAW_S)
        if show:
            print(_bar(run.progress), end="", file=sys.stderr, flush=True)
    if show:
        print(file=sys.stderr)


def _bar(progress: Progress) -> str:
    done = progress.step / progress.total_steps
    filled = round(done * BAR_WIDTH)
    latest = progress.latest
    return (
        f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done:4.0%}  "
        f"epoch {progress.epoch:.1f}  loss {latest.train.loss:.3f}  "
        f"validation {latest.validation.accuracy:.2%} "
    )


def _write(path: Path, run: Run) -> None:
    try:
        export.write(path, run.saved())
    except OSError as error:
        raise BadInputError(f"{path}: cannot be written ({error.strerror or error})") from None


def _report(chosen: argparse.Namespace, progress: Progress, seconds: float) -> None:
    test, latest = progress.test, progress.latest
    assert test is not None  # a run that ended without diverging has been tested
    if chosen.json:
        result = {
            "file": str(chosen.out),
            "steps": progress.step,
            "samples": progress.samples,
            "seconds": round(seconds, 3),
            "train": dataclasses.asdict(latest.train),
            "validation": dataclasses.asdict(latest.validation),
            "test": dataclasses.asdict(test),
            "config": dataclasses.asdict(progress.config),
        }
        print(json.dumps(result))
        return
    print(f"{progress.samples:,} images in {progress.step:,} steps and {seconds:.2f} s")
    print(
        f"validation  loss {latest.validation.loss:.4f}  accuracy {latest.validation.accuracy:.2%}"
    )
    print(f"test        loss {test.loss:.4f}  accuracy {test.accuracy:.2%}")
    print(f"written to {chosen.out}")
