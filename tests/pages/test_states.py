"""Every page in every state of the run: it is drawn, and says what the state is."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test

from pages.ui import frame, loading
from softmax.charts import PALETTES, symmetric_limit
from softmax.training import State

from .conftest import APP, Visitor, all_elements

PAGES = ("start", "learn", "train", "weights", "draw", "mistakes", "runs")
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)


STRIP_BUTTONS = {State.RUNNING: {"strip_pause"}, State.PAUSED: {"strip_play"}}


@pytest.mark.parametrize("state", State)
@EVERY_PAGE
def test_a_page_in_a_state(page: str, state: State, visitor: Visitor) -> None:
    visitor.open("train").bring_to(state).open(page)
    assert visitor.run.state is state
    if page == "train" or state is not State.READY:
        (strip,) = visitor.shown("strip")
        assert (strip["state"], strip["title"]) == (state, frame.TITLES[state])
        done = visitor.run.progress.step / visitor.run.config.total_steps
        assert strip["done"] == pytest.approx(done, abs=0.05)
    else:
        assert visitor.shown("strip") == []  # nothing has begun, and nothing is said of it
    expected = set() if page == "train" else STRIP_BUTTONS.get(state, set())
    assert {key for key in visitor.buttons if key.startswith("strip_")} == expected
    assert bool(visitor.at.error) == (page == "train" and state is State.DIVERGED)
    assert not visitor.at.warning


@EVERY_PAGE
def test_a_page_in_the_dark(page: str) -> None:
    visitor = Visitor("dark").open("train")
    try:
        visitor.bring_to(State.PAUSED).open(page)
        for figure in visitor.charts():
            assert figure["layout"]["paper_bgcolor"] == PALETTES["dark"].page
    finally:
        visitor.leave()


# -- Start ------------------------------------------------------------------------------------


def test_start_shows_ten_real_pictures_and_invites(visitor: Visitor) -> None:
    visitor.look()  # app.py itself opens on Start
    assert visitor.at.title[0].value == "Ten pictures that read."
    assert "55,000 examples" in visitor.at.markdown[0].value
    assert visitor.at.button(key="watch").label == "Watch it learn"
    (hero,) = visitor.shown("pictures")
    assert hero["weights"]["limit"] == symmetric_limit(loading.early_model().weights.W)
    assert f"after {loading.EARLY_STEPS} steps" in hero["note"]


def test_the_button_on_start_leads_to_a_run_that_plays(visitor: Visitor) -> None:
    visitor.look().click("watch")
    assert visitor.run.state is State.RUNNING
    assert "pause" in visitor.buttons  # the Train page
    visitor.open("start")
    assert visitor.at.button(key="watch").label == "Back to the training"
    visitor.run.pause()
    visitor.wait_for(State.PAUSED)
    visitor.look().click("watch")
    assert visitor.run.state is State.PAUSED  # going back does not play it
    assert "play" in visitor.buttons


# -- Train ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_train_is_live_while_it_runs_and_a_figure_when_it_stands(
    visitor: Visitor, state: State
) -> None:
    visitor.open("train").bring_to(state)
    before = len(visitor.run.progress.points)
    visitor.look()
    live, still = visitor.shown("curves"), visitor.charts()
    if state in (State.READY, State.RUNNING):  # a running one may gain a point at any moment
        after = len(visitor.run.progress.points)
        assert before <= len(live[-1]["points"]) <= after
    elif state is not State.DIVERGED:  # which may have no second point
        assert len(still) == 1
        assert len(still[0]["data"]) == 4
    (pictures,) = visitor.shown("pictures")
    assert len(pictures["biases"]) == 10
    (batch,) = visitor.shown("batch")
    assert batch["size"] == visitor.run.config.batch_size


def test_a_diverged_run_says_at_what_rate(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.DIVERGED).look()
    (message,) = [error.value for error in visitor.at.error]
    assert "learning rate of 1e+06 is too large" in message
    assert f"step {visitor.run.progress.step:,}" in message
    assert visitor.at.button(key="play").label == "Train again"


def test_a_finished_run_gives_its_test_accuracy(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.FINISHED).look()
    (strip,) = visitor.shown("strip")
    test = visitor.run.progress.test
    assert test is not None
    assert f"{100 * test.accuracy:.1f} %" in [cell["value"] for cell in strip["cells"]]
    assert visitor.at.button(key="play").label == "Train again"


def test_the_page_notices_the_end_of_a_run_that_it_showed_live(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.RUNNING).look()
    assert not visitor.charts()
    visitor.run.pause()
    visitor.bring_to(State.FINISHED).look()
    assert "pause" not in visitor.buttons
    assert len(visitor.charts()) == 1


# -- where the data is not MNIST --------------------------------------------------------------


@EVERY_PAGE
@pytest.mark.parametrize("trouble", ["missing", "broken"])
def test_data_that_cannot_be_read_is_explained(
    page: str,
    trouble: str,
    data_from: Callable[[Path], None],
    write_set: Callable[..., Path],
    tmp_path: Path,
) -> None:
    visitor = Visitor()
    folder = tmp_path / "nowhere" if trouble == "missing" else tmp_path
    if trouble == "broken":
        write_set({"t10k-images-idx3-ubyte": b"no images"})
    data_from(folder)
    visitor.open(page)
    if page == "learn":
        return  # its words can be read without the images
    assert [error.value for error in visitor.at.error] == ["The images cannot be read."]
    (reason,) = [text.value for text in visitor.at.text]
    assert str(folder) in reason
    assert ("no such file" if trouble == "missing" else "wrong magic number") in reason
    assert "SOFTMAX_DATA_DIR" in visitor.at.info[0].value
    assert "token" not in visitor.at.session_state


def test_the_page_recovers_once_the_data_is_mended(
    data_from: Callable[[Path], None], write_set: Callable[..., Path], visitor: Visitor
) -> None:
    data_from(write_set({"t10k-images-idx3-ubyte": b"no images"}))
    assert visitor.open("train").at.error
    write_set()
    assert not visitor.look().at.error
    assert "play" in visitor.buttons


@EVERY_PAGE
def test_a_small_set_is_as_good(
    page: str,
    data_from: Callable[[Path], None],
    write_set: Callable[..., Path],
    visitor: Visitor,
) -> None:
    """5,010 images leave 10 to train on: fewer than the default batch."""
    data_from(write_set())
    visitor.open("train").click("play")
    visitor.wait_for(State.FINISHED)
    visitor.open(page)
    assert not visitor.at.error
    assert visitor.run.config.train_size == visitor.run.config.batch_size == 10


# -- the frame --------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_page_is_the_first_thing_that_a_server_sees(
    page: str, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit then runs the page bare; it has to find its frame by itself."""
    visitor.look()
    monkeypatch.setattr(app_test, "PagesManager", PagesManager)
    monkeypatch.setattr(frame, "_opened", False)
    visitor.open(page)
    installed = [n for n in all_elements(visitor.at._tree) if n.type == "bidi_component"]
    assert "install_elements" in [node.proto.component_name for node in installed]


def test_two_visitors_have_two_runs(visitor: Visitor) -> None:
    other = Visitor().open("train")
    try:
        visitor.open("train").click("step_1")
        assert visitor.run is not other.run
        visitor.wait_for(State.PAUSED)
        assert (visitor.run.progress.step, other.run.progress.step) == (1, 0)
    finally:
        other.leave()


def test_a_run_that_was_dropped_is_replaced(visitor: Visitor) -> None:
    visitor.open("train").click("step_1")
    visitor.leave()
    visitor.look()
    assert visitor.run.state is State.READY


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_and_the_palette_agree(theme: str) -> None:
    config = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text())
    colours, palette = config["theme"][theme], PALETTES[theme]
    assert colours["backgroundColor"] == palette.page
    assert colours["secondaryBackgroundColor"] == palette.panel
    assert colours["textColor"] == palette.ink
    assert colours["borderColor"] == palette.rule
    assert colours["linkColor"] == palette.positive
