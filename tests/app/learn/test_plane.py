"""Chapter 10: the plane's data, and the experiments that set it up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.learn.plane import experiments
from pages.learn.text import load
from pages.shared.components import javascript
from tests.app.learn.conftest import given_to


def test_an_experiment_sets_the_plane_up_each_time(chapter: AppTest) -> None:
    assert given_to(chapter, "plane")["turn"] == 0
    for turn, name in enumerate(("Ring", "Ring", "Growth"), 1):
        chapter.button(key=f"plane_try_{name}").click().run()
        sent = given_to(chapter, "plane")
        assert (sent["turn"], sent["scene"]) == (turn, experiments.EXPERIMENTS[name])
    assert "plane" in chapter.session_state["lesson"].done


def test_each_experiment_has_its_text_and_each_part_its_step() -> None:
    text = load("plane")
    assert set(experiments.EXPERIMENTS) <= set(text.sections)
    assert {step.part for step in text.steps} == set(experiments.PARTS)


@pytest.mark.parametrize("scene", [*experiments.EXPERIMENTS.values(), *experiments.PARTS.values()])
def test_experiments_use_what_the_element_offers(scene: dict[str, object]) -> None:
    folder = Path(javascript.PAGES) / "learn/plane"
    points, training = ((folder / name).read_text() for name in ("points.js", "training.js"))
    assert f"  {scene['points']}: {{ name:" in points
    (offered,) = re.findall(r"RATES = \[(.*)\]", training)
    assert float(str(scene.get("rate", 0.3))) in [float(v) for v in offered.split(",")]
    assert scene.keys() <= {"points", "kind", "rate", "l2", "bias"}
