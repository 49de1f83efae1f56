"""The sliders that perturb a digit, and what the server answers."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest

from pages.draw import perturbation as panel
from pages.shared.components.perturbation_sliders import SLIDERS
from softmax import perturbation
from softmax.data import Dataset
from softmax.training import Config, Run

SHORT = Config(train_size=640, batch_size=64, epochs=4, learning_rate=0.01)


def test_a_push_is_answered_by_the_model(mnist: Dataset, small: Dataset) -> None:
    model = Run(SHORT.replace(init="normal"), small).progress.model
    x = mnist.test.images[3, 0] / 255
    by = perturbation.Perturbation(right=2, turn=-10)
    data = panel.describe(model, x, by)
    moved = perturbation.perturb(x, by).ravel()
    assert data["p"] == pytest.approx(model.predict_proba(moved), abs=1e-8)
    values = {slider["name"]: slider["value"] for slider in data["sliders"]}
    assert values == {"right": 2, "down": 0, "turn": -10, "pen": 0}
    json.dumps(data)


def test_the_sliders_are_the_fields_of_a_perturbation() -> None:
    fields = [field.name for field in dataclasses.fields(perturbation.Perturbation)]
    assert [slider.name for slider in SLIDERS] == fields
    for slider in SLIDERS:
        assert slider.low < 0 < slider.high
        # Each value that the slider can have, 0 among them, is a sum of steps.
        assert slider.low % slider.step == slider.high % slider.step == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([3, -1.5, 10, 0.5, 1_700_000_000_000], (3, -1.5, 10, 0.5)),
        ([0, 0, 0, 0, 1_700_000_000_000], (0, 0, 0, 0)),
        ([6.1, 0, 0, 0, 1], None),
        (["far", None, math.nan, math.inf, 1], None),
        ([], None),
    ],
)
def test_what_the_sliders_send_is_kept(
    sent: list[object], kept: tuple[float, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"push": {"moved": sent}}
    monkeypatch.setattr(panel.st, "session_state", state)
    panel.MOVED.receive("push", "moved")
    assert state.get("pushed") == (kept and perturbation.Perturbation(*kept))
