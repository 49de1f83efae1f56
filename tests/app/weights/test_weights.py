"""The Weights page: the data of its elements in each state, and what its widgets change."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from pages.shared.state import resources
from softmax.charts import symmetric_limit
from softmax.drawing import preprocess
from softmax.training import Config, State, moments
from tests.app.conftest import Visitor, seven

STANDING = pytest.mark.parametrize("state", [State.PAUSED, State.FINISHED, State.DIVERGED])


def unpacked(packed: dict[str, Any]) -> np.ndarray:
    """(K, 784) numbers, rounded to the steps of their scale."""
    values = np.frombuffer(base64.b64decode(packed["values"]), np.int8)
    return values.reshape(-1, 784) / 127 * packed["limit"]


def the(visitor: Visitor, element: str) -> dict[str, Any]:
    (data,) = visitor.shown(element)
    return data


def ask(visitor: Visitor, digit: int, step: int) -> None:
    """A click on a row."""
    visitor.at.session_state["weights_asked"] = (digit, step)
    visitor.look()


# -- the states -------------------------------------------------------------------------------


def test_before_a_run_the_page_invites_to_train(visitor: Visitor) -> None:
    visitor.open("weights")
    assert not visitor.shown("rows")
    visitor.click("train_now")
    assert visitor.run.state is State.RUNNING
    assert "train_now" not in visitor.buttons


def test_a_live_run_is_shown_at_its_current_step(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.RUNNING).open("weights")
    rows, machine, against = (the(visitor, name) for name in ("rows", "time", "against"))
    assert machine["live"] is True
    assert rows["moments"] == against["moments"] == machine["moments"] == 1
    assert len(machine["steps"]) == len(machine["losses"]) >= 1
    assert len(unpacked(rows["weights"])) == 10
    assert not visitor.charts()


@STANDING
def test_a_standing_run_is_shown_at_all_its_snapshots(visitor: Visitor, state: State) -> None:
    visitor.open("train").bring_to(state).open("weights")
    line = moments(visitor.run)
    K = len(line)
    rows, machine, against = (the(visitor, name) for name in ("rows", "time", "against"))
    assert machine["live"] is False
    assert rows["moments"] == against["moments"] == machine["moments"] == K
    assert rows["steps"] == machine["steps"] == line.steps.tolist()
    assert line.steps[-1] == visitor.run.progress.weights.step
    limit = symmetric_limit(visitor.run.progress.weights.W)
    assert rows["weights"]["limit"] == limit
    expected = np.clip(line.W, -limit, limit).reshape(-1, 784)
    assert unpacked(rows["weights"]) == pytest.approx(expected, abs=limit / 250)
    packed = np.frombuffer(base64.b64decode(rows["biases"]), "<f4")
    assert packed.tolist() == line.b.ravel().tolist()
    small = np.clip(line.W[:, 3], -limit, limit)
    assert unpacked(machine["small"]) == pytest.approx(small, abs=limit / 250)
    measured = {p.step: p.validation.loss for p in visitor.run.progress.points}
    for step, loss in zip(machine["steps"], machine["losses"], strict=True):
        if step in measured:
            assert loss == pytest.approx(measured[step], abs=1e-4)


def test_the_legends_show_the_scales_of_the_pictures(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    limits = [legend["limit"] for legend in visitor.shown("legend")]
    shown = [the(visitor, name)["weights"]["limit"] for name in ("rows", "against")]
    assert sorted(limits) == sorted(shown)


def test_a_longer_run_is_another_history(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    before = the(visitor, "time")
    assert the(visitor.look(), "time") == before
    visitor.open("train").click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.open("weights")
    after = the(visitor, "time")
    assert after["history"] != before["history"]
    assert after["steps"] == [*before["steps"], 4]


# -- the rows as a figure ---------------------------------------------------------------------


def test_the_pixels_of_a_standing_run_are_a_figure(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    assert the(visitor, "rows")["smooth"] is the(visitor, "against")["smooth"] is True
    assert not visitor.charts()
    visitor.at.segmented_control(key="weights_drawn_as").set_value("Pixels")
    visitor.look()
    assert the(visitor, "rows")["smooth"] is the(visitor, "against")["smooth"] is False
    (figure,) = visitor.charts()
    assert [trace["name"] for trace in figure["data"]] == [f"digit {d}" for d in range(10)]
    assert figure["layout"]["coloraxis"]["cmax"] == the(visitor, "rows")["weights"]["limit"]


def test_a_live_run_has_no_figure(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.RUNNING).open("weights")
    visitor.at.segmented_control(key="weights_drawn_as").set_value("Pixels")
    visitor.look()
    assert not visitor.charts()
    assert the(visitor, "rows")["smooth"] is False


# -- contrast ---------------------------------------------------------------------------------


def expect_pair(visitor: Visitor, first: int, second: int) -> None:
    against, W = the(visitor, "against"), moments(visitor.run).W
    assert (against["first"], against["second"]) == (first, second)
    assert the(visitor, "rows")["marked"] == [first, second]
    assert the(visitor, "time")["digit"] == first
    limit = against["weights"]["limit"]
    difference = W[:, first] - W[:, second]
    assert limit == symmetric_limit(difference[-1])
    assert unpacked(against["weights"]) == pytest.approx(
        np.clip(difference, -limit, limit), abs=limit / 250
    )
    b = visitor.run.progress.weights.b
    beside = [f"{b[digit]:+.2f}" for digit in (first, second)]
    assert f"{against['biases'][-1]:.2f}" == f"{float(beside[0]) - float(beside[1]):.2f}"
    assert [f"for {second}", f"for {first}"] in [e.get("words") for e in visitor.shown("legend")]


def test_any_two_rows_can_be_compared(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    expect_pair(visitor, 3, 8)
    visitor.at.selectbox(key="weights_second_3").set_value(5)
    expect_pair(visitor.look(), 3, 5)
    visitor.at.selectbox(key="weights_first").set_value(8)
    expect_pair(visitor.look(), 8, 3)
    assert 8 not in visitor.at.selectbox(key="weights_second_8").options


@pytest.mark.parametrize(("head", "said"), [("softmax", "log-odds"), ("sigmoid", "logits differ")])
def test_the_meaning_of_the_difference_depends_on_the_head(
    visitor: Visitor, head: str, said: str
) -> None:
    visitor.open("train")
    visitor.state.settings = Config(head=head)
    visitor.click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.open("weights")
    assert [text.value for text in visitor.at.markdown if said in text.value]


# -- extremes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [0, 2, 3])
def test_a_row_shows_the_test_images_with_its_extreme_logits(visitor: Visitor, step: int) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    ask(visitor, 7, step)
    assert not visitor.shown("against")
    assert the(visitor, "rows")["marked"] == [7]
    shown = the(visitor, "likes")
    line, test = moments(visitor.run), visitor.run.dataset.test
    Z = test.rows / 255 @ line.W[step].T.astype(float) + line.b[step]
    highest, lowest = shown["groups"]
    assert highest["z"] == pytest.approx(np.sort(Z[:, 7])[::-1][:9], abs=2e-3)
    assert lowest["z"] == pytest.approx(np.sort(Z[:, 7])[:9], abs=2e-3)
    for group in (highest, lowest):
        pixels = np.frombuffer(base64.b64decode(group["pixels"]), np.uint8).reshape(9, 784)
        for row, label, read, z in zip(
            pixels, group["labels"], group["read"], group["z"], strict=True
        ):
            (i,) = np.flatnonzero((test.rows == row).all(axis=1))[:1]
            assert (test.labels[i], Z[i].argmax()) == (label, read)
            assert Z[i, 7] == pytest.approx(z, abs=2e-3)
    assert f"after step {step}." in "".join(text.value for text in visitor.at.markdown)
    visitor.click("weights_back")
    expect_pair(visitor, 3, 8)


def test_extremes_of_a_live_run_and_of_a_step_without_a_snapshot(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.RUNNING).open("weights")
    ask(visitor, 2, 0)
    assert len(the(visitor, "likes")["groups"]) == 2
    visitor.run.pause()
    visitor.bring_to(State.FINISHED).look()
    ask(visitor, 2, 12_345)
    last = visitor.run.progress.step
    assert f"after step {last:,}." in "".join(text.value for text in visitor.at.markdown)


# -- the drawing or a test image ---------------------------------------------------------------


def test_without_a_drawing_a_test_image_is_offered(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("weights")
    assert not visitor.shown("mine")
    assert "Nothing is on the pad" in " ".join(text.value for text in visitor.at.markdown)
    visitor.click("weights_test")
    index = visitor.at.session_state["weights_test_image"]
    test = visitor.run.dataset.test
    mine = the(visitor, "mine")
    assert base64.b64decode(mine["pixels"]) == test.rows[index].tobytes()
    expected = moments(visitor.run).probabilities(test.rows[index] / 255)
    assert np.array(mine["probabilities"]) == pytest.approx(expected, abs=1e-5)
    titles = [text.value for text in visitor.at.markdown]
    assert f"## A test image, labelled {test.labels[index]}" in titles
    assert visitor.at.button(key="weights_test").label == "Another"


def test_the_drawing_is_what_is_on_the_pad(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED).open("draw").draw().open("weights")
    x = preprocess(np.asarray(seven()))
    assert x is not None
    expected = moments(visitor.run).probabilities(x.ravel())
    assert np.array(the(visitor, "mine")["probabilities"]) == pytest.approx(expected, abs=1e-5)
    assert "weights_test" not in visitor.buttons
    visitor.open("draw").click("pad_clear")
    assert not visitor.open("weights").shown("mine")


def test_a_test_image_of_another_dataset_is_ignored(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.PAUSED)
    visitor.at.session_state["weights_test_image"] = len(resources.dataset().test)
    visitor.open("weights")
    assert not visitor.shown("mine")


def test_a_run_on_deskewed_digits_gets_deskewed_drawings_and_images(visitor: Visitor) -> None:
    visitor.open("train")
    visitor.state.settings = Config(deskew=True)
    visitor.click("step_1")
    visitor.wait_for(State.PAUSED)
    visitor.open("draw").draw().open("weights")
    x = preprocess(np.asarray(seven()), deskewed=True)
    assert x is not None
    expected = moments(visitor.run).probabilities(x.ravel())
    assert np.array(the(visitor, "mine")["probabilities"]) == pytest.approx(expected, abs=1e-5)
    ask(visitor, 7, 1)
    highest = the(visitor, "likes")["groups"][0]
    line, test = moments(visitor.run), visitor.run.dataset.test
    Z = test.rows / 255 @ line.W[1].T.astype(float) + line.b[1]
    assert highest["z"] == pytest.approx(np.sort(Z[:, 7])[::-1][:9], abs=2e-3)
    assert not np.array_equal(test.rows[:9], resources.dataset().test.rows[:9])
