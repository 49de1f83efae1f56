"""The horizontal axis of the curves, which grows with the run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax.charts.step_axis import step_axis
from softmax.training import Config


@pytest.mark.parametrize(
    ("step", "high", "labels", "unit"),
    [
        (0, 20, "0 5 10 15 20", "steps"),
        (10, 20, "0 5 10 15 20", "steps"),
        (60, 100, "0 20 40 60 80 100", "steps"),
        (257, 429, "0 0.5 1", "epochs"),
        (430, 858, "0 0.5 1 1.5 2", "epochs"),
        (1287, 1287, "0 0.5 1 1.5 2 2.5 3", "epochs"),
    ],
)
def test_the_default_run_is_followed_in_stages(
    step: int, high: int, labels: str, unit: str
) -> None:
    axis = step_axis(step, Config())
    assert (axis.high, axis.unit) == (high, unit)
    assert " ".join(label for _, label in axis.ticks) == labels


@given(st.data(), st.integers(10, 55_000), st.integers(1, 100))
def test_any_step_of_any_run_is_on_its_axis(data: st.DataObject, images: int, epochs: int) -> None:
    batch = data.draw(st.integers(1, images))
    config = Config(train_size=images, batch_size=batch, epochs=epochs)
    step = data.draw(st.integers(0, config.total_steps))
    axis = step_axis(step, config)
    assert step <= axis.high <= config.total_steps
    assert axis.high <= max(3 * step, 20, 2 * config.steps_per_epoch)
    at = [place for place, _ in axis.ticks]
    assert 2 <= len(at) <= 14
    assert at[0] == 0
    assert at[-1] <= axis.high * (1 + 1e-9)
    scale = config.steps_per_epoch if axis.unit == "epochs" else 1
    for place, label in axis.ticks:
        assert float(label.replace(",", "")) * scale == pytest.approx(place)
    assert step_axis(config.total_steps, config).high == config.total_steps
