"""Chapter 8: one step on one image, by hand and by autograd, and the page in each state."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from pages.ui import loading, session
from pages.ui.lesson import rule as page
from softmax.data import Dataset
from softmax.lesson.rule import MOST_STEPS, Bench, accuracy, doubtful, look, slope
from softmax.maths import Head, Model
from softmax.training import shared
from tests.conftest import own_run

APP = str(Path(__file__).parents[2] / "app.py")
HEADS: tuple[Head, ...] = ("softmax", "sigmoid")

# Three classes, two pixels, z = (0, 0, 0).
BLANK = Model(np.zeros((3, 2)), np.zeros(3))
X = np.array([1.0, 0.5])


def random_model(seed: int) -> Model:
    random = np.random.default_rng(seed)
    return Model(random.normal(size=(4, 6)), random.normal(size=4))


# -- what is computed -----------------------------------------------------------------------------


def test_a_step_by_hand() -> None:
    now = look(BLANK, X, 1, "softmax")
    assert now.a == pytest.approx([1 / 3] * 3)
    assert now.error == pytest.approx([1 / 3, -2 / 3, 1 / 3])
    assert now.gradient == pytest.approx(
        np.array([[1 / 3, 1 / 6], [-2 / 3, -1 / 3], [1 / 3, 1 / 6]])
    )
    assert now.loss == pytest.approx(np.log(3))
    after = Bench.of(BLANK).step(X, now.y, 0.3, "softmax").model
    assert pytest.approx(np.array([[-0.1, -0.05], [0.2, 0.1], [-0.1, -0.05]])) == after.W
    assert after.b == pytest.approx([-0.1, 0.2, -0.1])


def test_the_same_step_by_hand_under_the_sigmoid_head() -> None:
    now = look(BLANK, X, 1, "sigmoid")
    assert now.error == pytest.approx([1 / 2, -1 / 2, 1 / 2])
    assert now.loss == pytest.approx(3 * np.log(2))
    after = Bench.of(BLANK).step(X, now.y, 0.2, "sigmoid").model
    assert pytest.approx(np.array([[-0.1, -0.05], [0.1, 0.05], [-0.1, -0.05]])) == after.W


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("seed", range(4))
def test_the_step_is_what_autograd_would_do(head: Head, seed: int) -> None:
    model, x = random_model(seed), np.random.default_rng(seed + 100).random(6)
    W, b = (torch.tensor(v, requires_grad=True) for v in (model.W, model.b))
    z, y = W @ torch.tensor(x) + b, torch.eye(4, dtype=torch.float64)[2]
    loss = (
        -(y * z.log_softmax(0)).sum()
        if head == "softmax"
        else torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum")
    )
    loss.backward()
    now = look(model, x, 2, head)
    assert now.loss == pytest.approx(loss.item())
    assert now.gradient == pytest.approx(W.grad.numpy())
    after = Bench.of(model).step(x, now.y, 0.7, head).model
    assert pytest.approx((W - 0.7 * W.grad).detach().numpy()) == after.W
    assert after.b == pytest.approx((b - 0.7 * b.grad).detach().numpy())


@pytest.mark.parametrize("head", HEADS)
def test_the_measured_slope_is_the_error_under_both_heads(head: Head) -> None:
    now = look(random_model(1), np.random.default_rng(2).random(6), 0, head)
    assert [slope(now, head, j) for j in range(4)] == pytest.approx(now.error, abs=1e-9)


def test_undo_start_over_and_the_untouched_model() -> None:
    model = Model(np.ones((3, 2), np.float32), np.zeros(3, np.float32))
    start = Bench.of(model)
    y = np.array([0.0, 1.0, 0.0])
    once = start.step(X, y, 10, "softmax")
    twice = once.step(X, y, 10, "softmax")
    assert (start.steps, once.steps, twice.steps) == (0, 1, 2)
    assert twice.undo().model is once.model
    assert twice.restart().model is start.model
    assert start.undo() is start
    assert (model.W == 1).all()
    assert (model.b == 0).all()


def test_a_long_past_is_kept_short_but_its_beginning_stays() -> None:
    bench = start = Bench.of(BLANK)
    for _ in range(MOST_STEPS + 20):
        bench = bench.step(X, np.array([0.0, 1.0, 0.0]), 0.1, "softmax")
    assert bench.steps == MOST_STEPS
    assert bench.restart().model is start.model


def test_doubtful_images_are_misread_and_nearly_right(mnist: Dataset) -> None:
    model = loading.early_model().model
    rows, labels = mnist.train.rows[:2_000] / 255, mnist.train.labels[:2_000]
    found = doubtful(model, rows, labels)
    a = model.predict_proba(rows[found])
    assert len(found) == len(set(found)) > 3
    assert (a.argmax(axis=1) != labels[found]).all()
    own = a[np.arange(len(found)), labels[found]]
    assert ((own >= 0.15) & (own <= 0.45)).all()
    assert doubtful(model, rows[:1], model.predict(rows[:1])) == [0]


def test_rate_10_drives_this_loss_to_nothing_and_spoils_the_others(mnist: Dataset) -> None:
    bench = Bench.of(loading.early_model().model)
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


@pytest.fixture
def app() -> AppTest:
    entered = AppTest.from_file(APP, default_timeout=120).run()
    return sound(entered.switch_page("pages/learn_8_rule.py").run())


def sound(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0]
    return app


def press(app: AppTest, key: str) -> AppTest:
    return sound(app.button(key=key).click().run())


def choose(app: AppTest, key: str, value: str) -> AppTest:
    return sound(app.segmented_control(key=key).set_value(value).run())


def shown(app: AppTest, element: str) -> dict[str, Any]:
    protos = [node.proto for node in app.get("bidi_component")]
    (found,) = [p for p in protos if p.component_name == f"ten_{element}"]
    return json.loads(found.bytes)


def row(app: AppTest, symbol: str) -> list[float]:
    return next(r["values"] for r in shown(app, "microscope")["rows"] if r["symbol"] == symbol)


def losses(app: AppTest) -> list[float]:
    return [bar["value"] for bar in shown(app, "losses")["bars"]]


def test_the_rows_follow_from_each_other(app: AppTest) -> None:
    z, a, y = (np.array(row(app, symbol)) for symbol in "zay")
    assert a == pytest.approx(np.exp(z) / np.exp(z).sum())
    assert y.sum() == 1
    assert row(app, "a − y") == pytest.approx(a - y)
    assert losses(app)[0] == pytest.approx(-np.log(a[y.argmax()]))


def test_one_step_lowers_the_loss_and_undo_brings_it_back(app: AppTest) -> None:
    before, z = losses(app)[0], row(app, "z")
    assert app.button(key="rule_undo").disabled
    press(app, "rule_step")
    assert losses(app)[0] == before
    assert losses(app)[1] < before
    assert "rule" in app.session_state["lesson_done"]
    press(press(app, "rule_step"), "rule_undo")
    press(app, "rule_undo")
    assert row(app, "z") == z
    press(press(app, "rule_step"), "rule_restart")
    assert row(app, "z") == z
    assert loading.early_model().model.W.dtype == np.float32


@pytest.mark.parametrize("head", ["Softmax", "Sigmoid"])
@pytest.mark.parametrize("rate", page.RATES)
def test_every_rate_under_both_heads_many_times_over(app: AppTest, head: str, rate: str) -> None:
    choose(choose(app, "rule_head", head), "rule_rate", rate)
    for _ in range(3):
        press(app, "rule_step")
    assert np.isfinite(losses(app)).all()
    press(app, "rule_another")
    assert np.isfinite(row(app, "z")).all()


def test_the_head_changes_the_probabilities_but_not_the_rule(app: AppTest) -> None:
    z, a = row(app, "z"), row(app, "a")
    choose(app, "rule_head", "Sigmoid")
    assert row(app, "z") == z
    assert row(app, "a") == pytest.approx(1 / (1 + np.exp(-np.array(z))))
    assert row(app, "a") != a
    assert row(app, "a − y") == pytest.approx(np.array(row(app, "a")) - row(app, "y"))
    *_, error, measured = shown(app, "table")["rows"]
    assert error["values"] == measured["values"]


def test_another_image_is_another_and_any_column_can_be_lit(app: AppTest) -> None:
    first = shown(app, "microscope")["x"]
    press(app, "rule_another")
    assert shown(app, "microscope")["x"] != first
    app.session_state["rule_chosen"] = 0
    sound(app.run())
    assert any("w_0" in latex.value for latex in app.latex)


def test_ones_own_run_is_copied_and_never_changed(app: AppTest) -> None:
    pool, token = shared(), own_run(app)
    pool.step(token, 5, wait_s=60)
    run = pool.get(token)
    assert run is not None
    own = run.progress.model.W.copy()
    choose(sound(app.run()), "rule_source", page.MINE)
    press(app, "rule_step")
    assert (own == run.progress.model.W).all()
    assert (own == app.session_state["rule_bench"].models[0].W).all()
    choose(app, "rule_source", page.EARLY)
    assert (app.session_state["rule_bench"].model.W == loading.early_model().model.W).all()


def test_after_a_reset_the_early_model_is_back_and_ones_own_waits(app: AppTest) -> None:
    pool, token = shared(), own_run(app)
    assert app.segmented_control(key="rule_source").disabled
    pool.step(token, 5, wait_s=60)
    choose(sound(app.run()), "rule_source", page.MINE)
    run = pool.get(token)
    assert run is not None
    run.reset(run.config)
    sound(app.run())
    source = app.segmented_control(key="rule_source")
    assert (source.value, source.disabled) == (page.EARLY, True)
    assert (app.session_state["rule_bench"].model.W == loading.early_model().model.W).all()
    pool.step(token, 3, wait_s=60)
    choose(sound(app.run()), "rule_source", page.MINE)
    assert (app.session_state["rule_bench"].model.W == run.progress.model.W).all()


def test_the_copy_of_ones_own_run_is_of_its_present_step(app: AppTest) -> None:
    pool, token = shared(), own_run(app)
    pool.step(token, 5, wait_s=60)
    choose(sound(app.run()), "rule_source", page.MINE)
    press(app, "rule_step")
    assert app.session_state["rule_bench"].steps == 1
    pool.step(token, 2, wait_s=60)
    sound(app.run())
    run = pool.get(token)
    assert run is not None
    assert app.session_state["rule_bench"].steps == 0
    assert (app.session_state["rule_bench"].model.W == run.progress.model.W).all()


def test_the_choices_are_still_there_after_a_visit_elsewhere(app: AppTest) -> None:
    shared().step(own_run(app), 5, wait_s=60)
    choose(sound(app.run()), "rule_source", page.MINE)
    choose(choose(app, "rule_head", "Sigmoid"), "rule_rate", "0.1")
    z = row(app, "z")
    sound(app.switch_page("pages/learn_7_gradient.py").run())
    sound(app.switch_page("pages/learn_8_rule.py").run())
    assert app.segmented_control(key="rule_source").value == page.MINE
    assert app.segmented_control(key="rule_head").value == "Sigmoid"
    assert app.segmented_control(key="rule_rate").value == "0.1"
    assert row(app, "z") == z


def test_the_browser_can_only_choose_a_column(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"rule-microscope": {"chosen": [7, 1_700]}}
    monkeypatch.setattr(page.st, "session_state", state)
    page._choose()
    assert state["rule_chosen"] == 7
    for nonsense in ([10, 1_700], [-1, 1_700], ["x"], 7, None):
        state["rule-microscope"] = {"chosen": nonsense}
        page._choose()
        assert state["rule_chosen"] == 7


def test_words_for_who_gains_and_who_loses() -> None:
    error = np.array([0.3, 0.2, 0, 0.06, 0, -0.56, 0, 0, 0, 0])
    assert page._said(error) == (
        "The step subtracts these: 0, 1 and 3 lose this shape, 5 gains it."
    )
    assert "next to nothing" in page._said(np.zeros(10))
    assert "7 more" in page._said(np.full(10, 0.5))


def test_the_question_reveals_its_answer(app: AppTest) -> None:
    options = app.radio(key="predict_rule").options
    sound(app.radio(key="predict_rule").set_value(options[1]).run())
    assert any(m.value.startswith("**Yes.**") for m in app.markdown)


def test_a_run_that_is_not_finite_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        step = 3

        @property
        def model(self) -> Model:
            return Model(np.full((10, 784), np.nan), np.zeros(10))

    class Mine:
        progress = Broken()

    monkeypatch.setattr(session, "current", Mine)
    assert page._own_model() is None
