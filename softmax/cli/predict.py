"""`python -m softmax predict`: classify pictures of one drawn digit each."""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from softmax import picture_file
from softmax.cli.errors import BadInputError
from softmax.cli.evaluate import load_model
from softmax.drawing import preprocess
from softmax.ink import is_photograph

CLEANED = (
    "looks like a photograph: uneven light, noise, ruled lines and specks were taken away first; "
    "check the answer"
)
UNREAD = (
    "looks like a photograph, and no single digit stands out in it: take it closer, in even light, "
    "on plain paper"
)


def add_parser(commands: Any) -> None:
    """The options of `predict`."""
    parser = commands.add_parser(
        "predict",
        help="what a model reads in pictures of one drawn digit each",
        description="Classify PNG or JPEG pictures of one drawn digit each, dark on light or "
        "light on dark, of any size. Prints one JSON line each: file, prediction, probabilities "
        "(null for a blank picture), and a note if it looks like a photograph.",
    )
    parser.add_argument("model", type=Path, metavar="MODEL", help=".npz or .safetensors")
    parser.add_argument("images", type=Path, nargs="+", metavar="IMAGE", help="a PNG or JPEG")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Classify each picture and print a line of JSON.

    Raises:
        BadInputError: the input cannot be used; the message says why.
    """
    saved = load_model(chosen.model)
    model = saved.model
    for path in chosen.images:
        image = _read(path)
        x = preprocess(image, deskewed=saved.config.deskew)
        line: dict[str, Any] = {"file": str(path), "prediction": None, "probabilities": None}
        if x is not None:
            line["prediction"] = int(model.predict(x.ravel()))
            line["probabilities"] = [round(p, 6) for p in model.predict_proba(x.ravel()).tolist()]
        if is_photograph(image):
            line["note"] = UNREAD if x is None else CLEANED
        print(json.dumps(line))


def _read(path: Path) -> np.ndarray:
    try:
        return picture_file.read(path)
    except picture_file.PictureFileError as error:
        raise BadInputError(f"{path}: {error}") from None
