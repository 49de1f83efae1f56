"""The Draw page: the pad, its history, the prediction and its explanation."""

from __future__ import annotations

import base64
import importlib
import io
import math
import re

import numpy as np
import pytest
from PIL import Image

from pages.draw import explanation
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.drawing import preprocess
from softmax.maths import Model
from softmax.perturbation import Perturbation, perturb
from softmax.scheduling import shared
from softmax.training import State
from tests.app.conftest import Visitor, blank_pad, seven


@pytest.fixture
def draw(visitor: Visitor) -> Visitor:
    return visitor.open("draw")


def answer(visitor: Visitor) -> dict:
    (data,) = visitor.shown("answer")
    return data


def usable(visitor: Visitor) -> set[str]:
    """The buttons of the pad that can be clicked."""
    return {b.key for b in visitor.at.button if b.key.startswith("pad_") and not b.disabled}


def strokes(visitor: Visitor) -> int:
    return len(visitor.at.session_state["pad_state"].drawing)


def test_an_empty_pad_has_no_prediction(draw: Visitor) -> None:
    data = answer(draw)
    assert data["x"] is data["z"] is data["p"] is None
    assert usable(draw) == {"pad_test"}


def test_a_pad_that_reports_a_blank_drawing_has_no_prediction(draw: Visitor) -> None:
    draw.draw(strokes=0, image=blank_pad())
    assert answer(draw)["x"] is None
    assert usable(draw) == {"pad_test"}


def test_a_long_drawing_goes_on_as_a_picture(
    draw: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("pages.shared.state.drawing"), "MAX_POINTS", 2)
    before = answer(draw.draw(strokes=3))
    pad = draw.at.session_state["pad_state"]
    assert (pad.version, strokes(draw)) == (1, 1)
    assert before["p"] == answer(draw.look())["p"]
    draw.click("pad_undo")
    assert answer(draw)["x"] is None


def test_a_picture_of_another_size_is_ignored(draw: Visitor) -> None:
    """The browser may send anything; 10 kB can decompress to hundreds of MB."""
    draw.draw(strokes=1, image=Image.new("1", (9_000, 9_000), 1))
    assert not draw.at.exception
    assert answer(draw)["x"] is None
    draw.draw(strokes=1)
    assert answer(draw)["x"] is not None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_default_model_predicts_before_a_run(theme: str) -> None:
    visitor = Visitor(theme).open("draw").draw()
    try:
        data = answer(visitor)
        x = preprocess(np.asarray(seven()))
        assert x is not None
        assert data["x"] == pytest.approx(x.ravel(), abs=5e-5)
        model = resources.default_model().model
        assert data["z"] == pytest.approx(model.logits(x.ravel()), abs=1e-5)
        assert data["p"] == pytest.approx(model.predict_proba(x.ravel()), abs=1e-7)
        assert int(np.argmax(data["p"])) == 7
        assert sum(data["p"]) == pytest.approx(1)
        assert "default settings" in visitor.at.caption[0].value
    finally:
        visitor.leave()


def test_the_weights_are_sent_so_that_the_browser_can_predict_too(draw: Visitor) -> None:
    numbers = np.frombuffer(base64.b64decode(answer(draw)["weights"]), "<f4")
    ready = resources.default_model().weights
    assert np.array_equal(numbers[:7840].reshape(10, 784), ready.W)
    assert np.array_equal(numbers[7840:], ready.b)


def test_the_own_model_predicts_once_it_has_learned(draw: Visitor) -> None:
    draw.bring_to(State.PAUSED)
    draw.look().draw()
    assert "your own run, after 3 of its" in draw.at.caption[0].value
    x = preprocess(np.asarray(seven()))
    assert x is not None
    own = draw.run.progress.model
    assert answer(draw)["z"] == pytest.approx(own.logits(x.ravel()), abs=1e-5)


@pytest.mark.parametrize("state", State)
def test_a_drawing_has_a_prediction_in_every_state_of_the_run(draw: Visitor, state: State) -> None:
    draw.bring_to(state)
    draw.look().draw()
    assert len(answer(draw)["p"]) == 10


def test_each_stroke_and_each_new_pad_has_its_own_answer_id(draw: Visitor) -> None:
    """By it the browser knows whether the answer belongs to the drawing that it shows."""
    seen = [answer(draw)["answer_id"]]
    seen.append(answer(draw.draw(1))["answer_id"])
    bolder = seven()
    bolder.paste((0, 0, 0, 255), (100, 100, 120, 120))
    seen.append(answer(draw.draw(2, bolder))["answer_id"])
    seen.append(answer(draw.click("pad_clear"))["answer_id"])
    assert len(set(seen)) == len(seen)


# -- explanation, preparation and perturbation -------------------------------------------------

EXPLANATIONS = ("why", "stages", "push")


def headings(visitor: Visitor) -> list[str]:
    return [header.value for header in visitor.at.header]


def test_an_empty_pad_announces_the_explanations(draw: Visitor) -> None:
    assert all(draw.shown(element) == [] for element in EXPLANATIONS)
    assert headings(draw) == ["Why this digit", "The preparation decides", "Push it a little"]
    draw.draw()
    assert headings(draw) == ["Why", "The preparation decides"]
    draw.click("pad_clear")
    assert "Why this digit" in headings(draw)
    assert all(draw.shown(element) == [] for element in EXPLANATIONS)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("head", ["softmax", "sigmoid"])
def test_a_drawing_is_explained_in_every_state_and_with_both_heads(
    draw: Visitor, state: State, head: str
) -> None:
    draw.run.reset(draw.run.config.replace(head=head))
    if state is not State.READY:
        draw.bring_to(state)
    draw.look().draw()
    for element in EXPLANATIONS:
        assert len(draw.shown(element)) == 1
    (stages,) = draw.shown("stages")
    assert len(stages["stages"]) == 5
    assert stages["learned"] == 3


def test_a_test_image_is_explained_too(draw: Visitor) -> None:
    draw.click("pad_test")
    for element in EXPLANATIONS:
        assert len(draw.shown(element)) == 1


def chosen(visitor: Visitor) -> list[int]:
    return [box.value for box in visitor.at.selectbox]


def printed(visitor: Visitor) -> tuple[list[str], float, float]:
    """The names of the terms, the sum of the printed terms, and the printed sum."""
    (why,) = visitor.shown("why")
    names = [term["name"] for term in why["terms"]]
    return names, sum(term["value"] for term in why["terms"]), why["total"]


def test_the_first_digit_is_compared_with_the_runner_up(draw: Visitor) -> None:
    draw.draw()
    z = np.array(answer(draw)["z"])
    first, second = np.argsort(-z)[:2].tolist()
    assert chosen(draw) == [first, second]
    names, added, total = printed(draw)
    assert names == [f"ink for {first}", f"ink for {second}", "biases"]
    assert added == pytest.approx(total, abs=1e-9)
    assert total == pytest.approx(z[first] - z[second], abs=0.0051)


@pytest.mark.parametrize("first", [0, 4, 7])
def test_any_two_digits_can_be_compared(draw: Visitor, first: int) -> None:
    draw.draw()
    draw.at.selectbox[0].select(first)
    draw.look()
    z = np.array(answer(draw)["z"])
    others = [digit for digit in np.argsort(-z).tolist() if digit != first]
    assert chosen(draw) == [first, others[0]]
    assert draw.at.selectbox[1].options == [str(digit) for digit in sorted(others)]
    draw.at.selectbox[1].select(others[-1])
    draw.look()
    _, added, total = printed(draw)
    assert added == pytest.approx(total, abs=1e-9)
    assert total == pytest.approx(z[first] - z[others[-1]], abs=0.0051)


def test_the_biases_are_those_that_weights_prints(draw: Visitor) -> None:
    """-0.0048 and -0.4651 are printed as 0.00 and -0.47, and their difference as 0.47, not 0.46."""
    W = np.random.default_rng(1).normal(scale=0.1, size=(10, 784))
    model = Model(W, np.array([-0.0048, -0.4651, *range(8)]), "softmax")
    x = np.random.default_rng(0).random(784)
    for first in range(10):
        for second in range(10):
            shown = explanation._difference(model, x, first, second)
            *ink, bias = (term["value"] for term in shown["terms"])
            beside = [float(f"{model.b[digit]:.2f}") for digit in (first, second)]
            assert bias == pytest.approx(beside[0] - beside[1], abs=1e-9)
            assert sum(ink) + bias == pytest.approx(shown["total"], abs=1e-9)
            z = model.logits(x)
            assert shown["total"] == pytest.approx(z[first] - z[second], abs=0.0051)
            if odds := re.search(r"odds: ([\d,.]+) to 1", shown["note"]):
                printed_odds = f"{math.exp(abs(shown['total'])):,.1f}"
                assert odds[1] == printed_odds
    assert explanation._difference(model, np.zeros(784), 0, 1)["total"] == 0.47


def test_the_logits_of_ten_sigmoids_have_their_digits(draw: Visitor) -> None:
    model = Model(draw.run.progress.weights.W, np.zeros(10), "sigmoid")
    assert explanation._difference(model, np.zeros(784), 4, 9)["sumName"] == "sum = z₄ − z₉"
    assert explanation._logit(model, np.zeros(784), 4)["sumName"] == "sum = logit z₄"


def test_any_logit_is_the_sum_of_its_printed_terms(draw: Visitor) -> None:
    draw.draw()
    draw.at.segmented_control(key="why_how").set_value("One digit")
    draw.look()
    z = answer(draw)["z"]
    assert chosen(draw) == [7]
    for k in range(10):
        draw.at.selectbox[0].select(k)
        draw.look()
        names, added, total = printed(draw)
        assert names == ["ink for", "ink against", "bias"]
        assert added == pytest.approx(total, abs=1e-9)
        assert total == pytest.approx(z[k], abs=0.0051)


def test_a_model_trained_on_deskewed_digits_gets_deskewed_drawings(draw: Visitor) -> None:
    draw.run.reset(draw.run.config.replace(deskew=True))
    shared().set_step_rate(draw.token, None)
    shared().play(draw.token, 3)
    draw.wait_for(State.PAUSED)
    draw.look().draw()
    x = preprocess(np.asarray(seven()), deskewed=True)
    assert x is not None
    data = answer(draw)
    assert data["deskewed"] is True
    assert data["x"] == pytest.approx(x.ravel(), abs=5e-5)
    assert data["z"] == pytest.approx(draw.run.progress.model.logits(x.ravel()), abs=1e-5)
    (stages,) = draw.shown("stages")
    assert stages["learned"] == 4
    assert stages["stages"][4]["digit"] == int(np.argmax(data["p"]))


def test_a_perturbation_has_a_prediction_and_is_kept(draw: Visitor) -> None:
    draw.draw()
    (before,) = draw.shown("push")
    assert before["p"] == pytest.approx(answer(draw)["p"], abs=1e-6)
    by = Perturbation(3, -1, 10, 0.5)
    draw.at.session_state["pushed"] = by
    draw.look()
    (after,) = draw.shown("push")
    x = preprocess(np.asarray(seven()))
    assert x is not None
    model = resources.default_model().model
    assert after["p"] == pytest.approx(model.predict_proba(perturb(x, by).ravel()), abs=1e-7)
    assert [slider["value"] for slider in after["sliders"]] == [3, -1, 10, 0.5]
    draw.open("train").open("draw")
    assert draw.shown("push") == [after]


# -- the history of the pad -------------------------------------------------------------------


def test_clear_empties_the_pad_and_undo_restores_it(draw: Visitor) -> None:
    draw.draw(1).draw(2)
    assert usable(draw) == {"pad_clear", "pad_undo", "pad_test"}
    draw.click("pad_clear")
    assert strokes(draw) == 0
    assert answer(draw)["x"] is None
    assert usable(draw) == {"pad_undo", "pad_test"}
    draw.click("pad_undo")
    assert strokes(draw) == 2
    assert int(np.argmax(answer(draw)["p"])) == 7  # though the canvas has sent nothing
    canvas = next(
        node.proto
        for node in draw.at._tree
        if node.type == "bidi_component" and "canvas" in node.proto.component_name
    )
    assert canvas.json.count('"type": "Path"') == 2


def test_undo_removes_one_stroke(draw: Visitor) -> None:
    draw.draw(1).draw(2)
    for left in (1, 0):
        draw.click("pad_undo")
        assert strokes(draw) == left
    assert usable(draw) == {"pad_test"}


def test_a_stroke_after_undo_starts_a_new_history(draw: Visitor) -> None:
    draw.draw(1).draw(2).click("pad_undo").draw(2).click("pad_undo")
    assert strokes(draw) == 1


def test_the_pad_is_kept_from_page_to_page(draw: Visitor) -> None:
    draw.draw(2).open("train").open("draw")
    assert strokes(draw) == 2
    pad = draw.at.session_state["pad_state"]
    assert pad.initial == pad.drawing  # a fresh canvas, with the drawing on it
    assert pad.drawing


# -- test images ------------------------------------------------------------------------------


def test_a_test_image_is_put_on_the_pad_with_its_label(
    draw: Visitor, mnist: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.randrange", lambda n: n - 1)
    draw.click("pad_test")
    label = int(mnist.test.labels[-1])
    assert int(np.argmax(answer(draw)["p"])) == label
    assert f"A test image, labelled **{label}**" in [m.value for m in draw.at.markdown]
    (thing,) = draw.at.session_state["pad_state"].drawing
    png = base64.b64decode(thing["src"].removeprefix("data:image/png;base64,"))
    laid = np.asarray(Image.open(io.BytesIO(png)))
    assert laid.shape == (280, 280, 4)
    assert np.array_equal(laid[5::10, 5::10, 3], mnist.test.images[-1, 0])


def test_undo_restores_the_label_of_the_image_before(draw: Visitor) -> None:
    draw.click("pad_test")
    first = draw.at.session_state["pad_state"].source
    draw.click("pad_test").click("pad_clear")
    assert draw.at.session_state["pad_state"].source is None
    draw.click("pad_undo").click("pad_undo")
    assert draw.at.session_state["pad_state"].source == first


def test_the_label_is_shown_only_with_its_image(draw: Visitor) -> None:
    def labelled() -> bool:
        return any("labelled" in m.value for m in draw.at.markdown)

    assert not labelled()
    draw.click("pad_test")
    assert labelled()
    draw.click("pad_clear")
    assert not labelled()
    draw.click("pad_test").click("pad_test")
    assert labelled()
    draw.click("pad_undo").click("pad_undo")
    assert not labelled()
