"""`python -m softmax evaluate`: loss and accuracy of a model on the test images."""

import argparse
import json
import math
from pathlib import Path
from typing import Any

from softmax import data, export
from softmax.cli.errors import BadInputError
from softmax.evaluation import confusion_matrix, predict, recall
from softmax.training import SavedModel, prepared


def add_parser(commands: Any) -> None:
    """The options of `evaluate`."""
    parser = commands.add_parser(
        "evaluate",
        help="loss and accuracy on the test images, also digit by digit",
        description="Evaluate a model that `train` wrote on the test images.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help=".npz or .safetensors")
    parser.add_argument("--json", action="store_true", help="print the result as one JSON line")
    parser.set_defaults(run=run)


def load_model(path: Path) -> SavedModel:
    """Read a model file.

    Raises:
        BadInputError: it is missing, or not a model; the message names the file.
    """
    try:
        return export.read(path)
    except export.ModelFileError as error:
        raise BadInputError(f"{path}: {error}") from None


def run(chosen: argparse.Namespace) -> None:
    """Evaluate the model and print the result.

    Raises:
        BadInputError: the input cannot be used; the message says why.
    """
    saved = load_model(chosen.model)
    dataset = prepared(data.load(), saved.config)
    predictions = predict(saved.model, dataset.test)
    per_digit = {
        str(digit): float(share)
        for digit, share in enumerate(recall(confusion_matrix(predictions)))
        if not math.isnan(share)
    }
    same = dataset.sha256 == saved.data_sha256
    if chosen.json:
        result = {
            "file": str(chosen.model),
            "images": len(predictions),
            "loss": predictions.loss,
            "accuracy": predictions.accuracy,
            "per_digit": per_digit,
            "same_data_as_training": same,
        }
        print(json.dumps(result))
        return
    print(
        f"{len(predictions):,} test images  "
        f"loss {predictions.loss:.4f}  accuracy {predictions.accuracy:.2%}"
    )
    for digit, share in per_digit.items():
        print(f"  {digit}  {share:7.2%}")
    if not same:
        print("note: this model was trained on another data set")
