"""The data of <ten-answer>: what the server answers to a drawing."""

from __future__ import annotations

import base64
import importlib
import json
from types import ModuleType

import numpy as np
import pytest

from softmax import drawing
from softmax.data import SIDE, Dataset
from softmax.training import Config, Run
from tests.app.conftest import Visitor, blank_pad, seven

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)
DRAWN = np.asarray(seven())


@pytest.fixture
def answer(visitor: Visitor) -> ModuleType:
    """Its canvas can be imported only where a server is."""
    visitor.open("draw")
    return importlib.import_module("pages.draw.prediction")


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_an_answer_is_the_models(answer: ModuleType, small: Dataset, head: str) -> None:
    run = Run(SHORT.replace(head=head, init="normal"), small)
    image = DRAWN
    x = drawing.preprocess(image)
    assert x is not None
    data = answer.describe(run.progress, image, x, 4)
    model = run.progress.model
    assert data["head"] == head
    assert data["x"] == pytest.approx(x.ravel(), abs=5e-5)
    assert data["z"] == pytest.approx(model.logits(x.ravel()), abs=1e-6)
    assert data["p"] == pytest.approx(model.predict_proba(x.ravel()), abs=1e-8)
    assert len(base64.b64decode(data["weights"])) == 4 * 10 * (SIDE * SIDE + 1)
    json.dumps(data)


def test_no_answer_without_a_drawing(answer: ModuleType, small: Dataset) -> None:
    progress = Run(SHORT, small).progress
    for image in (None, np.asarray(blank_pad())):
        data = answer.describe(progress, image, None, 0)
        assert data["x"] is data["z"] is data["p"] is None
        assert data["answer_id"] == "0-0"
