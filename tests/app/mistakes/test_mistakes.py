"""The Mistakes page: the evaluated model, the images, the temperature and the threshold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pages.mistakes import abstention, evaluated_model, misclassified
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.maths import cross_entropy, one_hot
from softmax.scheduling import shared
from softmax.training import (
    Config,
    Progress,
    Run,
    State,
    prepared,
)
from tests.app.conftest import Visitor, wait_until

SHOWN = ("confusion", "misread", "reliability", "doubt")


def data_of(visitor: Visitor) -> dict[str, dict[str, Any]]:
    """The data of each of the four elements, which are on the page once."""
    found = {}
    for element in SHOWN:
        (found[element],) = visitor.shown(element)
    return found


def trained(visitor: Visitor, config: Config) -> Visitor:
    """The visitor with a finished run of this config."""
    visitor.open("train")
    visitor.run.reset(config)
    shared().set_step_rate(visitor.token, None)
    shared().play(visitor.token)
    visitor.wait_for(State.FINISHED)
    return visitor


# -- the evaluated model ----------------------------------------------------------------------


def test_before_a_run_the_default_model_is_evaluated_and_training_is_offered(
    visitor: Visitor,
) -> None:
    visitor.open("mistakes")
    data = data_of(visitor)
    assert "a model trained with the default settings" in data["confusion"]["judged"]
    test = resources.default_model().test
    if test is not None:
        right = np.trace(data["confusion"]["counts"])
        assert right / 10_000 == pytest.approx(test.accuracy, abs=2e-4)
    visitor.click("mistakes_train")
    assert visitor.run.state is State.RUNNING
    assert "mistakes_train" not in visitor.buttons
    wait_until(lambda: visitor.run.progress.step > 0, "the first step")
    assert "your own run" in data_of(visitor.look())["confusion"]["judged"]


@pytest.mark.parametrize("state", [s for s in State if s is not State.READY])
def test_once_the_run_has_begun_it_is_evaluated(visitor: Visitor, state: State) -> None:
    visitor.open("train").bring_to(state).open("mistakes")
    assert "mistakes_train" not in visitor.buttons
    assert not visitor.charts()  # a tick has no time for plotly
    data = data_of(visitor)
    assert "your own run" in data["confusion"]["judged"]
    if state is not State.RUNNING:
        assert f"after {visitor.run.progress.step:,} of" in data["confusion"]["judged"]
    counts = np.array(data["confusion"]["counts"])
    assert counts.sum() == 10_000
    assert (counts.sum(axis=1) == np.bincount(resources.dataset().test.labels)).all()
    assert data["doubt"]["right"][0] == counts.trace()
    assert data["misread"]["total"] == 10_000 - counts.trace()


def test_a_tick_evaluates_the_current_weights(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    before = data_of(visitor)
    shared().play(visitor.token, 200)
    visitor.wait_for(State.PAUSED)
    after = data_of(visitor.look())
    assert before["confusion"]["counts"] != after["confusion"]["counts"]
    assert f"after {visitor.run.progress.step:,} of" in after["confusion"]["judged"]


def test_a_run_on_deskewed_digits_is_evaluated_on_deskewed_digits(visitor: Visitor) -> None:
    trained(visitor, Config(deskew=True, train_size=2_000)).open("mistakes")
    shown = data_of(visitor)["confusion"]
    test = visitor.run.progress.test
    assert test is not None
    assert np.trace(shown["counts"]) / 10_000 == pytest.approx(test.accuracy, abs=2e-4)
    assert shown["judged"].endswith("on deskewed digits.")


# -- the images -------------------------------------------------------------------------------


def test_the_most_confident_mistakes_come_first(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    misread = data_of(visitor)["misread"]
    assert misread["chosen"] is None
    assert len(misread["labels"]) == misclassified.SHOWN
    assert all(a != b for a, b in zip(misread["labels"], misread["predicted"], strict=True))
    shares = [float(share.removesuffix(" %")) for share in misread["shares"]]
    assert shares == sorted(shares, reverse=True)


def test_the_images_of_a_cell(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    counts = np.array(data_of(visitor)["confusion"]["counts"])
    label, predicted = divmod(int((counts - np.diag(counts.diagonal())).argmax()), 10)
    visitor.at.session_state["mistakes_cell"] = (label, predicted)
    data = data_of(visitor.look())
    assert data["confusion"]["chosen"] == data["misread"]["chosen"] == [label, predicted]
    misread = data["misread"]
    assert misread["total"] == counts[label, predicted]
    assert set(misread["labels"]) == {label}
    assert set(misread["predicted"]) == {predicted}
    assert len(misread["labels"]) == min(misclassified.SHOWN, misread["total"])


def test_a_page_of_images_beyond_the_last_is_the_last(visitor: Visitor) -> None:
    """A run may learn to classify the images that were shown."""
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    visitor.at.session_state["mistakes_cell"] = (3, 3)
    visitor.at.session_state["misread_page"] = 10_000
    misread = data_of(visitor.look())["misread"]
    last = (misread["total"] - 1) // misclassified.SHOWN
    assert misread["page"] == last
    assert len(misread["labels"]) == misread["total"] - last * misclassified.SHOWN


def test_a_cell_may_have_no_images(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    counts = np.array(data_of(visitor)["confusion"]["counts"])
    empty = next((i, j) for i in range(10) for j in range(10) if not counts[i, j])
    visitor.at.session_state["mistakes_cell"] = empty
    misread = data_of(visitor.look())["misread"]
    assert (misread["total"], misread["sprite"], misread["labels"]) == (0, None, [])


# -- calibration ------------------------------------------------------------------------------


def validation_loss(visitor: Visitor, dataset: Dataset, temperature: float) -> float:
    """By softmax.maths, in float64."""
    split = dataset.validation
    logits = visitor.run.progress.model.logits(split.rows / 255)
    return cross_entropy(logits / temperature, one_hot(split.labels, 10))


def test_the_fitted_temperature_minimizes_the_validation_loss(
    visitor: Visitor, mnist: Dataset
) -> None:
    """A run on 200 images for 60 epochs is overconfident, and T corrects it."""
    trained(visitor, Config(train_size=200, batch_size=20, epochs=60, l2=0)).open("mistakes")
    before = data_of(visitor)["reliability"]
    assert before["after"] is None
    assert "too sure of itself" in before["notes"][0]
    visitor.click("fit_temperature")
    fitted = visitor.at.session_state["mistakes_temperature"]
    best = validation_loss(visitor, mnist, fitted)
    assert fitted > 1.5
    assert all(validation_loss(visitor, mnist, fitted * f) > best for f in (0.9, 0.99, 1.01, 1.1))
    after = data_of(visitor)["reliability"]
    assert (after["before"], after["accuracy"]) == (before["before"], before["accuracy"])
    for figure in ("ece", "loss"):
        new, old = (float(after[k][figure].removesuffix(" %")) for k in ("after", "before"))
        assert new < old / 1.5
    assert any("5,000 validation images" in note for note in after["notes"])


def test_the_note_on_the_fit_is_shown_only_for_its_weights(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes").click("fit_temperature")
    assert any("is fitted" in note for note in data_of(visitor)["reliability"]["notes"])
    visitor.click("fit_temperature")  # once more is the same
    assert any("is fitted" in note for note in data_of(visitor)["reliability"]["notes"])
    step = visitor.run.progress.step
    shared().play(visitor.token, 1)
    wait_until(lambda: visitor.run.progress.step > step, "a step")
    visitor.wait_for(State.PAUSED)
    notes = data_of(visitor.look())["reliability"]["notes"]
    assert not any("is fitted" in note for note in notes)


def test_the_temperature_is_kept_from_page_to_page(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("mistakes")
    visitor.at.select_slider(key="mistakes_temperature").set_value(2.0)
    assert data_of(visitor.look())["doubt"]["temperature"] == "2"
    visitor.open("draw").open("mistakes")
    assert visitor.at.select_slider(key="mistakes_temperature").value == 2.0
    assert data_of(visitor)["reliability"]["temperature"] == "2"


def test_ten_sigmoids_are_evaluated_by_their_own_loss(visitor: Visitor) -> None:
    trained(visitor, Config(head="sigmoid", train_size=1_000)).open("mistakes")
    visitor.click("fit_temperature")
    data = data_of(visitor)["reliability"]
    assert data["loss_name"] == "BCE"
    assert any("ten separate answers" in note for note in data["notes"])


# -- abstention -------------------------------------------------------------------------------


def test_a_higher_threshold_answers_fewer_images(visitor: Visitor) -> None:
    visitor.open("mistakes")
    data = data_of(visitor)["doubt"]
    assert len(data["thresholds"]) == len(data["answered"]) == len(data["right"])
    assert data["answered"][0] == data["images"] == 10_000
    assert data["thresholds"] == sorted(data["thresholds"])
    assert data["answered"] == sorted(data["answered"], reverse=True)
    assert data["thresholds"][data["at"]] == abstention.START / 100


# -- other data -------------------------------------------------------------------------------


def test_ten_test_images_are_enough(
    data_from: Callable[[Path], None],
    write_set: Callable[..., Path],
    visitor: Visitor,
) -> None:
    images = np.broadcast_to(np.arange(10)[:, None, None] * 20, (10, 28, 28))
    data_from(
        write_set({
            "t10k-images-idx3-ubyte": images,
            "t10k-labels-idx1-ubyte": np.arange(10) // 5,  # only zeros and ones
        })
    )  # fmt: skip
    visitor.open("mistakes").click("fit_temperature")
    data = data_of(visitor)
    assert np.sum(data["confusion"]["counts"]) == 10
    assert data["confusion"]["recall"][2:] == [None] * 8
    assert data["doubt"]["images"] == 10


def test_a_model_is_evaluated_on_its_own_images_whatever_the_run_does_meanwhile(
    small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may publish progress between two reads of it."""
    monkeypatch.setattr(resources, "dataset", lambda: small)
    run = Run(Config(train_size=640, batch_size=64, deskew=True), small)

    class Moving:
        @property
        def progress(self) -> Progress:
            run.play(1)
            run.advance()
            return run.progress

    found = evaluated_model.current(Moving())  # type: ignore[arg-type]
    assert found.progress.config.deskew
    assert found.dataset is prepared(small, found.progress.config) is not small
