"""The ONNX model, judged by onnx's own checker and by onnxruntime."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.testing import assert_allclose

from softmax.export import onnx as format
from softmax.maths import Head, Model
from softmax.training import SavedModel


@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
@pytest.mark.parametrize("n", [1, 300])
def test_another_runtime_gives_the_same_numbers(saved: SavedModel, head: Head, n: int) -> None:
    model = Model(saved.model.W / 5, saved.model.b, head)
    content = format.pack(dataclasses.replace(saved, model=model))
    X = np.random.default_rng(3).uniform(size=(n, 784)).astype(np.float32)
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    probabilities, logits = session.run(["probabilities", "logits"], {"pixels": X})
    assert_allclose(logits, model.logits(X), rtol=0, atol=1e-4)
    assert_allclose(probabilities, model.predict_proba(X), rtol=0, atol=1e-5)


def test_the_file_is_valid_and_says_where_it_comes_from(saved: SavedModel) -> None:
    model = onnx.load_from_string(format.pack(saved))
    onnx.checker.check_model(model, full_check=True)
    assert [(o.domain, o.version) for o in model.opset_import] == [("", 13)]
    (origin,) = model.metadata_props
    assert json.loads(origin.value)["steps"] == saved.steps
