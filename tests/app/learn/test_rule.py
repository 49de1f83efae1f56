"""Chapter 8: one step on one image, by hand and by autograd, and the page in each state."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.learn.rule import choices, microscope
from pages.learn.rule.selection import RATES
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.lesson.rule import Bench, accuracy, doubtful, look
from softmax.scheduling import shared
from tests.app.conftest import own_run

from .conftest import given_to


def test_doubtful_images_are_misclassified_but_nearly_right(mnist: Dataset) -> None:
    model = resources.early_model().model
    rows, labels = mnist.train.rows[:2_000] / 255, mnist.train.labels[:2_000]
    found = doubtful(model, rows, labels)
    a = model.predict_proba(rows[found])
    assert len(found) == len(set(found)) > 3
    assert (a.argmax(axis=1) != labels[found]).all()
    own = a[np.arange(len(found)), labels[found]]
    assert ((own >= 0.15) & (own <= 0.45)).all()
    assert doubtful(model, rows[:1], model.predict(rows[:1])) == [0]


def test_rate_10_brings_this_loss_to_zero_and_the_accuracy_on_others_down(mnist: Dataset) -> None:
    bench = Bench.of(resources.early_model().model)
    row = doubtful(bench.model, mnist.train.rows[:2_000] / 255, mnist.train.labels[:2_000])[0]
    x, label = mnist.train.rows[row] / 255, int(mnist.train.labels[row])
    others = mnist.validation.rows[:1_000] / 255, mnist.validation.labels[:1_000]
    before = look(bench.model, x, label, "softmax")
    small, large = (bench.step(x, before.y, rate, "softmax").model for rate in (0.01, 10.0))
    assert look(small, x, label, "softmax").loss < before.loss
    assert look(large, x, label, "softmax").loss < 1e-6
    assert abs(accuracy(small, *others) - accuracy(bench.model, *others)) < 0.02
    assert accuracy(large, *others) < accuracy(bench.model, *others) - 0.2


# -- the page -----------------------------------------------------------------------------------


def sound(chapter: AppTest) -> AppTest:
    assert not chapter.exception, chapter.exception[0]
    return chapter


def press(chapter: AppTest, key: str) -> AppTest:
    return sound(chapter.button(key=key).click().run())


def choose(chapter: AppTest, key: str, value: str) -> AppTest:
    return sound(chapter.segmented_control(key=key).set_value(value).run())


def row(chapter: AppTest, symbol: str) -> list[float]:
    return next(
        r["values"] for r in given_to(chapter, "microscope")["rows"] if r["symbol"] == symbol
    )


def losses(chapter: AppTest) -> list[float]:
    return [bar["value"] for bar in given_to(chapter, "losses")["bars"]]


def test_the_rows_follow_from_each_other(chapter: AppTest) -> None:
    z, a, y = (np.array(row(chapter, symbol)) for symbol in "zay")
    assert a == pytest.approx(np.exp(z) / np.exp(z).sum())
    assert y.sum() == 1
    assert row(chapter, "a − y") == pytest.approx(a - y)
    assert losses(chapter)[0] == pytest.approx(-np.log(a[y.argmax()]))


def test_one_step_lowers_the_loss_and_undo_brings_it_back(chapter: AppTest) -> None:
    before, z = losses(chapter)[0], row(chapter, "z")
    assert chapter.button(key="rule_undo").disabled
    press(chapter, "rule_step")
    assert losses(chapter)[0] == before
    assert losses(chapter)[1] < before
    assert "rule" in chapter.session_state["lesson"].done
    press(press(chapter, "rule_step"), "rule_undo")
    press(chapter, "rule_undo")
    assert row(chapter, "z") == z
    press(press(chapter, "rule_step"), "rule_restart")
    assert row(chapter, "z") == z
    assert resources.early_model().model.W.dtype == np.float32


@pytest.mark.parametrize("head", ["Softmax", "Sigmoid"])
@pytest.mark.parametrize("rate", RATES)
def test_every_rate_under_both_heads_many_times_over(
    chapter: AppTest, head: str, rate: str
) -> None:
    choose(choose(chapter, "rule_head", head), "rule_rate", rate)
    for _ in range(3):
        press(chapter, "rule_step")
    assert np.isfinite(losses(chapter)).all()
    press(chapter, "rule_another")
    assert np.isfinite(row(chapter, "z")).all()


def test_the_head_changes_the_probabilities_but_not_the_rule(chapter: AppTest) -> None:
    z, a = row(chapter, "z"), row(chapter, "a")
    choose(chapter, "rule_head", "Sigmoid")
    assert row(chapter, "z") == z
    assert row(chapter, "a") == pytest.approx(1 / (1 + np.exp(-np.array(z))))
    assert row(chapter, "a") != a
    assert row(chapter, "a − y") == pytest.approx(np.array(row(chapter, "a")) - row(chapter, "y"))
    *_, error, measured = given_to(chapter, "table")["rows"]
    assert error["values"] == measured["values"]


def test_another_image_differs_and_any_column_can_be_chosen(chapter: AppTest) -> None:
    first = given_to(chapter, "microscope")["x"]
    press(chapter, "rule_another")
    assert given_to(chapter, "microscope")["x"] != first
    chapter.session_state["rule_chosen"] = 0
    sound(chapter.run())
    assert any("w_0" in latex.value for latex in chapter.latex)


def test_each_image_opens_on_a_class_on_which_both_heads_err(chapter: AppTest) -> None:
    for _ in range(len(chapter.session_state["rule_images"])):
        *_, error, _measured = given_to(chapter, "table")["rows"]
        of_softmax, of_sigmoid = (float(v.replace("−", "-")) for v in error["values"])
        assert min(abs(of_softmax), abs(of_sigmoid)) > 0.1
        press(chapter, "rule_another")


def test_a_step_does_not_change_the_chosen_class(chapter: AppTest) -> None:
    before = given_to(chapter, "microscope")["chosen"]
    press(choose(chapter, "rule_rate", "10"), "rule_step")
    assert given_to(chapter, "microscope")["chosen"] == before


@pytest.mark.parametrize("head", ["Softmax", "Sigmoid"])
def test_the_bias_moves_by_the_error_and_for_a_batch_by_its_mean(
    chapter: AppTest, head: str
) -> None:
    choose(chapter, "rule_head", head)
    j = given_to(chapter, "microscope")["chosen"]
    model = chapter.session_state["rule_bench"].model
    b = model.b.copy()
    press(chapter, "rule_step")
    moved = chapter.session_state["rule_bench"].model.b
    press(chapter, "rule_undo")
    assert b - moved == pytest.approx(0.01 * np.array(row(chapter, "a − y")))
    rule, _, mean = (latex.value for latex in chapter.latex[:3])
    sign = "-" if moved[j] < b[j] else "+"
    assert f" {b[j]:.4f} {sign} {abs(b[j] - moved[j]):.4f} " in rule
    assert f" {moved[j]:.4f} " in rule

    train = resources.dataset().train
    images = chapter.session_state["rule_images"]
    X, labels = torch.tensor(train.rows[images] / 255), torch.tensor(train.labels[images]).long()
    bias = torch.tensor(b, requires_grad=True)
    z = X @ torch.tensor(model.W).T + bias
    if head == "Softmax":
        loss = torch.nn.functional.cross_entropy(z, labels)
    else:
        Y = torch.nn.functional.one_hot(labels, 10).double()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, Y, reduction="sum") / len(Y)
    (db,) = torch.autograd.grad(loss, bias)
    assert rf" {float(db[j]):.3f} \end" in mean


def test_the_visitors_run_is_copied_and_never_changed(chapter: AppTest) -> None:
    pool, token = shared(), own_run(chapter)
    pool.step(token, 5, wait_s=60)
    run = pool.get(token)
    assert run is not None
    own = run.progress.model.W.copy()
    choose(sound(chapter.run()), "rule_source", choices.OWN)
    press(chapter, "rule_step")
    assert (own == run.progress.model.W).all()
    assert (own == chapter.session_state["rule_bench"].models[0].W).all()
    choose(chapter, "rule_source", choices.EARLY)
    assert (chapter.session_state["rule_bench"].model.W == resources.early_model().model.W).all()


def test_resetting_the_run_restores_the_early_model_until_it_is_trained_again(
    chapter: AppTest,
) -> None:
    pool, token = shared(), own_run(chapter)
    assert chapter.segmented_control(key="rule_source").disabled
    pool.step(token, 5, wait_s=60)
    choose(sound(chapter.run()), "rule_source", choices.OWN)
    run = pool.get(token)
    assert run is not None
    run.reset(run.config)
    sound(chapter.run())
    source = chapter.segmented_control(key="rule_source")
    assert (source.value, source.disabled) == (choices.EARLY, True)
    assert (chapter.session_state["rule_bench"].model.W == resources.early_model().model.W).all()
    pool.step(token, 3, wait_s=60)
    choose(sound(chapter.run()), "rule_source", choices.OWN)
    assert (chapter.session_state["rule_bench"].model.W == run.progress.model.W).all()


def test_the_copy_follows_the_run_to_its_current_step(chapter: AppTest) -> None:
    pool, token = shared(), own_run(chapter)
    pool.step(token, 5, wait_s=60)
    choose(sound(chapter.run()), "rule_source", choices.OWN)
    press(chapter, "rule_step")
    assert chapter.session_state["rule_bench"].steps == 1
    pool.step(token, 2, wait_s=60)
    sound(chapter.run())
    run = pool.get(token)
    assert run is not None
    assert chapter.session_state["rule_bench"].steps == 0
    assert (chapter.session_state["rule_bench"].model.W == run.progress.model.W).all()


def test_the_choices_are_still_there_after_a_visit_elsewhere(chapter: AppTest) -> None:
    shared().step(own_run(chapter), 5, wait_s=60)
    choose(sound(chapter.run()), "rule_source", choices.OWN)
    choose(choose(chapter, "rule_head", "Sigmoid"), "rule_rate", "0.1")
    z = row(chapter, "z")
    sound(chapter.switch_page("learn/gradient/page.py").run())
    sound(chapter.switch_page("learn/rule/page.py").run())
    assert chapter.segmented_control(key="rule_source").value == choices.OWN
    assert chapter.segmented_control(key="rule_head").value == "Sigmoid"
    assert chapter.segmented_control(key="rule_rate").value == "0.1"
    assert row(chapter, "z") == z


def test_the_summary_names_the_classes_that_gain_and_lose() -> None:
    error = np.array([0.3, 0.2, 0, 0.06, 0, -0.56, 0, 0, 0, 0])
    assert microscope._summary(error) == (
        "The step subtracts these: 0, 1 and 3 lose this shape, 5 gains it."
    )
    assert "next to nothing" in microscope._summary(np.zeros(10))
    assert "7 more" in microscope._summary(np.full(10, 0.5))


def test_the_question_reveals_its_answer(chapter: AppTest) -> None:
    options = chapter.radio(key="predict_rule").options
    sound(chapter.radio(key="predict_rule").set_value(options[1]).run())
    assert any(m.value.startswith("**Yes.**") for m in chapter.markdown)


@pytest.mark.parametrize(
    ("term", "lit"),
    [
        ("rate", ["0.01"] * 4),
        ("a − y", ["(a - y)", "({a:.2f} - {y:.0f})"] * 2),
        ("x", ["x^T", "x"]),
    ],
)
def test_a_term_of_the_rule_is_highlighted_in_every_line_and_in_the_microscope(
    chapter: AppTest, term: str, lit: list[str]
) -> None:
    choose(chapter, "rule_term", term)
    rule, j = chapter.latex[0].value, given_to(chapter, "microscope")["chosen"]
    a, y = row(chapter, "a")[j], row(chapter, "y")[j]
    found = re.findall(r"\\colorbox\{[^}]*\}\{\$(.*?)\$\}", rule)
    assert found == [part.format(a=a, y=y) for part in lit]
    assert given_to(chapter, "microscope")["term"] == term


def test_both_heads_are_filled_with_the_numbers_of_the_class(chapter: AppTest) -> None:
    z = row(chapter, "z")[given_to(chapter, "microscope")["chosen"]]
    softmax, sigmoid = (latex.value for latex in chapter.latex[-2:])
    assert f"{np.exp(z) / np.exp(row(chapter, 'z')).sum():.4f}" in softmax
    assert f"{1 / (1 + np.exp(-z)):.4f}" in sigmoid
