"""Chapter 9: two heads on the same batches, their outputs for odd images, the page in each state."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.learn.together import questions as questions_page
from pages.learn.together import side_by_side, two_runs
from pages.shared.state import resources
from softmax.data import Dataset
from softmax.lesson.together import differing, means, questions
from softmax.scheduling import shared
from softmax.training import Config, Run, State

from .conftest import given_to

PATIENCE_S = 90


def test_softmax_is_confident_about_two_digits_and_the_sigmoids_are_not(mnist: Dataset) -> None:
    two = questions(mnist.test, *differing(mnist.test, 300))["two"]
    sigmoid = means(resources.sigmoid_model().model, two)
    softmax = means(resources.default_model().model, two)
    assert sigmoid.total < 0.7
    assert sigmoid.largest < 0.55
    assert softmax.total == pytest.approx(1)
    assert softmax.largest > 0.7


def test_both_heads_see_the_same_batches_from_the_same_start(small: Dataset) -> None:
    config = Config(train_size=3_000, epochs=1)
    first, second = (Run(config.replace(head=head), small) for head in two_runs.HEADS)
    assert not first.progress.weights.W.any()
    assert not second.progress.weights.W.any()
    for _ in range(5):
        np.testing.assert_array_equal(first.progress.batch.rows, second.progress.batch.rows)
        for run in (first, second):
            run.play(1)
            run.advance()
    assert first.progress.step == second.progress.step == 5
    assert (first.progress.weights.W != second.progress.weights.W).any()


# -- the page -------------------------------------------------------------------------------------


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, chapter: AppTest) -> Iterator[AppTest]:
    """At full speed."""
    monkeypatch.setattr(two_runs, "STEPS_PER_S", None)
    yield chapter
    for token in tokens(chapter):
        shared().remove(token)


def tokens(app: AppTest) -> list[str]:
    state = app.session_state
    return list(state["together_tokens"]) if "together_tokens" in state else []


def runs(app: AppTest) -> list[Run]:
    found = [shared().get(token) for token in tokens(app)]
    return [run for run in found if run]


def wait(app: AppTest, state: State) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while any(run.state is not state for run in runs(app)):
        assert time.monotonic() < deadline
        for token in tokens(app):
            shared().heartbeat(token)
        time.sleep(0.02)


def test_a_visitor_has_two_runs_only_after_play(page: AppTest) -> None:
    page.run()
    assert not tokens(page), "no runs before Play"
    page.button(key="together_play").click().run()
    before = tokens(page)
    page.run()
    assert tokens(page) == before
    assert [run.config.head for run in runs(page)] == ["sigmoid", "softmax"]
    assert runs(page)[0].config.replace(head="softmax") == runs(page)[1].config


def test_if_one_run_was_dropped_the_other_is_removed_from_the_pool(page: AppTest) -> None:
    page.button(key="together_play").click().run()
    first, second = tokens(page)
    shared().remove(first)
    page.run()
    assert not page.exception
    assert shared().get(second) is None
    page.button(key="together_play").click().run()
    assert len(runs(page)) == 2


def test_at_the_end_both_accuracies_exceed_91_percent_and_the_chapter_is_done(
    page: AppTest,
) -> None:
    page.button(key="together_play").click().run()
    assert not page.exception
    wait(page, State.FINISHED)
    page.run()
    assert not page.exception
    assert "together" in page.session_state["lesson"].done
    sigmoid, softmax = (run.progress for run in runs(page))
    assert sigmoid.test is not None
    assert softmax.test is not None
    assert 0.91 < sigmoid.test.accuracy < softmax.test.accuracy
    assert softmax.model.predict_proba(np.zeros(784)).sum() == pytest.approx(1)
    assert abs(sigmoid.model.predict_proba(np.zeros(784)).sum() - 1) > 0.1

    before = tokens(page)
    page.button(key="together_again").click().run()
    assert not page.exception
    assert tokens(page) == before
    assert [run.config.seed for run in runs(page)] == [1, 1]


def test_pause_and_go_on(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(two_runs, "STEPS_PER_S", 5)
    page.button(key="together_play").click().run()
    page.button(key="together_pause").click().run()
    assert not page.exception
    steps = [run.progress.step for run in runs(page)]
    assert all(run.state in (State.PAUSED, State.READY) for run in runs(page))
    page.run()
    assert [run.progress.step for run in runs(page)] == steps
    page.button(key="together_play").click().run()
    assert not page.exception
    assert all(run.state is State.RUNNING for run in runs(page))


def test_other_images_are_other_images(page: AppTest) -> None:
    def said() -> str:
        return " ".join(str(m.value) for m in page.markdown)

    before = questions_page.START
    page.button(key="together_other").click().run()
    assert not page.exception
    assert page.session_state["together_number"] == before + 1
    assert f"{len(differing(resources.dataset().test, 300)[0])} such test images" in said()


def test_the_question_and_the_ways_onward(page: AppTest) -> None:
    question = page.radio(key="predict_together")
    question.set_value(question.options[1]).run()
    assert "**Yes.**" in " ".join(str(m.value) for m in page.markdown)
    linked = {link.proto.page for link in page.get("page_link")}
    assert {"train", "weights", "draw"} <= linked


def test_the_axis_contains_all_points_and_zooms_in_at_the_end(
    page: AppTest,
) -> None:
    first = given_to(page, "race")
    assert (first["low"], first["high"]) == (0, 1)
    assert all(first["low"] < run["points"][0][1] < first["high"] for run in first["runs"])
    page.button(key="together_play").click().run()
    wait(page, State.FINISHED)
    page.run()
    last = given_to(page, "race")
    assert last["low"] == side_by_side.ACCURACY_FLOOR == min(last["ticks"])
    assert all(last["low"] < run["points"][-1][1] < last["high"] for run in last["runs"])


def test_the_rule_contains_both_outputs_for_the_digit(page: AppTest) -> None:
    """With all weights 0, a sigmoid is 1/2 and softmax 1/10."""
    (rule,) = (latex.value for latex in page.latex)
    assert re.findall(r"\$(0\.\d\d)\$", rule) == ["0.50", "0.10"]
