"""`python -m softmax evaluate`: how well a model reads the test images."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from softmax import data, export
from softmax.cli.errors import BadInputError
from softmax.maths import binary_cross_entropy, cross_entropy, one_hot
from softmax.training import SavedModel, prepared


def add_parser(commands: Any) -> None:
    """The options of `evaluate`."""
    parser = commands.add_parser(
        "evaluate",
        help="loss and accuracy on the test images, also digit by digit",
        description="Read the test images with a model that `train` wrote.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help=".npz or .safetensors")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON line")
    parser.set_defaults(run=run)


def load_model(path: Path) -> SavedModel:
    """Raises BadInputError, naming the file."""
    try:
        return export.read(path)
    except export.ModelFileError as error:
        raise BadInputError(f"{path}: {error}") from None


def run(chosen: argparse.Namespace) -> None:
    """Read the test images and report.

    Raises:
        BadInputError: the input cannot be used; the message says why.
    """
    saved = load_model(chosen.model)
    dataset = prepared(data.load(), saved.config)
    labels = dataset.test.labels
    logits = saved.model.logits(dataset.test.rows / 255)
    targets = one_hot(labels, data.CLASSES)
    loss_of = cross_entropy if saved.model.head == "softmax" else binary_cross_entropy
    right = logits.argmax(axis=1) == labels
    result = {
        "file": str(chosen.model),
        "images": len(labels),
        "loss": loss_of(logits, targets),
        "accuracy": float(right.mean()),
        "per_digit": {
            str(digit): float(right[labels == digit].mean()) for digit in np.unique(labels)
        },
        "same_data_as_training": dataset.sha256 == saved.data_sha256,
    }
    if chosen.json:
        print(json.dumps(result))
        return
    print(f"{len(labels):,} test images  loss {result['loss']:.4f}  accuracy {right.mean():.2%}")
    for digit, share in result["per_digit"].items():  # type: ignore[attr-defined]
        print(f"  {digit}  {share:7.2%}")
    if not result["same_data_as_training"]:
        print("note: this model was trained on another data set")
