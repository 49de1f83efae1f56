"""Every page in every state of the run: it is drawn, and says what the state is."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import softmax
from pages.learn import chapters
from pages.learn.many import two_digits
from pages.learn.together import questions
from pages.shared.layout import frame
from pages.shared.live import run_numbers
from pages.shared.state import resources
from pages.shared.state.visitor import DROPPED
from softmax.charts import PALETTES, symmetric_limit
from softmax.data import Split
from softmax.scheduling import shared
from softmax.training import Config, Run, State
from tests.app.conftest import APP, HOPELESS, Visitor, all_elements, wait_until

PAGES = ("start", "learn", "train", "weights", "draw", "mistakes", "runs")
CHAPTERS = [chapter.url_path for chapter in chapters.all_chapters()]
EVERY_PAGE = pytest.mark.parametrize("page", PAGES)


STRIP_BUTTONS = {State.RUNNING: {"strip_pause"}, State.PAUSED: {"strip_play"}}


@pytest.mark.parametrize("state", State)
@EVERY_PAGE
def test_a_page_in_a_state(page: str, state: State, visitor: Visitor) -> None:
    visitor.open("train").bring_to(state).open(page)
    assert visitor.run.state is state
    if page == "train" or state is not State.READY:
        (strip,) = visitor.shown("strip")
        assert (strip["state"], strip["title"]) == (state, run_numbers.TITLES[state])
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
    assert hero["weights"]["limit"] == symmetric_limit(resources.early_model().weights.W)
    assert f"after {resources.EARLY_STEPS} steps" in hero["note"]


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
        assert not still
        visitor.at.button(key="look_closely").click()
        visitor.look()
        (figure,) = visitor.charts()
        assert len(figure["data"]) == 4
    (pictures,) = visitor.shown("pictures")
    assert len(pictures["biases"]) == 10
    (batch,) = visitor.shown("batch")
    assert batch["size"] == visitor.run.config.batch_size


def test_a_diverged_run_says_at_what_rate(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.DIVERGED).look()
    (message,) = [error.value for error in visitor.at.error]
    assert "learning rate of 1,000,000 is too large" in message
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
    assert "look_closely" not in visitor.buttons
    visitor.run.pause()
    visitor.bring_to(State.FINISHED).look()
    assert "pause" not in visitor.buttons
    assert "look_closely" in visitor.buttons


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
    assert str(folder) not in reason, "strangers see it"
    assert ("no such file" if trouble == "missing" else "wrong magic number") in reason
    assert "SOFTMAX_DATA_DIR" in visitor.at.info[0].value
    assert "visitor" not in visitor.at.session_state


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


@pytest.mark.parametrize("labels", ["one test image", "one label"])
def test_the_smallest_sets_are_as_good(
    labels: str,
    data_from: Callable[[Path], None],
    write_set: Callable[..., Path],
    visitor: Visitor,
) -> None:
    """Without two different digits to put side by side, and with a loss that reaches 0."""
    replaced: dict[str, np.ndarray] = {}
    if labels == "one test image":
        replaced["t10k-images-idx3-ubyte"] = np.full((1, 28, 28), 77)
        replaced["t10k-labels-idx1-ubyte"] = np.full(1, 7)
    else:
        replaced["train-labels-idx1-ubyte"] = np.full(5_010, 3)
        replaced["t10k-labels-idx1-ubyte"] = np.full(20, 3)
    caches = (questions._positions, questions._many_images, two_digits._verdicts)
    data_from(write_set(replaced))
    for cache in caches:
        cache.cache_clear()
    try:
        visitor.open("train").click("play")
        visitor.wait_for(State.FINISHED)
        for page in (*PAGES, *CHAPTERS):
            visitor.open(page)
            assert not visitor.at.error
            for markdown in visitor.at.markdown:
                assert "nan" not in markdown.value.split()
        (machine,) = visitor.open("weights").shown("time")
        assert min(machine["losses"]) > 0
    finally:
        for cache in caches:
            cache.cache_clear()


# -- the frame --------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_a_page_is_the_first_thing_that_a_server_sees(
    page: str, visitor: Visitor
) -> None:
    """The page is drawn in its frame."""
    visitor.open(page)
    installed = [n for n in all_elements(visitor.at._tree) if n.type == "bidi_component"]
    assert "ten_tab" in [node.proto.component_name for node in installed]


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
    config = tomllib.loads((APP.parents[1] / ".streamlit" / "config.toml").read_text())
    colours, palette = config["theme"][theme], PALETTES[theme]
    assert colours["backgroundColor"] == palette.page
    assert colours["secondaryBackgroundColor"] == palette.panel
    assert colours["textColor"] == palette.ink
    assert colours["borderColor"] == palette.rule
    assert colours["linkColor"] == palette.positive


# -- numbers that are too large, or too alike ---------------------------------------------------


def train_to_the_end(visitor: Visitor, config: Config) -> dict:
    """The strip of the Train page after a run of this config."""
    visitor.open("train")
    visitor.run.reset(config)
    pool, token = shared(), visitor.token
    pool.set_step_rate(token, None)
    pool.play(token)
    wait_until(lambda: visitor.run.state is not State.RUNNING, "the end of the run")
    (strip,) = visitor.look().shown("strip")
    return strip


@pytest.mark.parametrize("rate", [1e3, 1e6])
def test_a_step_that_is_too_large_is_named_and_the_run_goes_on(
    visitor: Visitor, rate: float
) -> None:
    config = Config(
        train_size=100, batch_size=10, epochs=1, learning_rate=rate, schedule="constant", l2=0
    )
    strip = train_to_the_end(visitor, config)
    assert strip["state"] == State.FINISHED
    assert strip["note"] == run_numbers.TOO_LARGE
    assert "nan" not in json.dumps(visitor.shown("curves") + visitor.shown("strip")).lower()
    assert not visitor.at.error


def test_a_run_that_failed_says_so_until_it_is_reset(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(index: int) -> None:
        raise RuntimeError("broken on purpose")

    visitor.open("train")
    visitor.click("step_1")
    monkeypatch.setattr(visitor.run._trainer.engine, "compute_gradient", fail)
    visitor.click("step_1")
    (strip,) = visitor.shown("strip")
    assert (strip["state"], strip["note"]) == (State.PAUSED, run_numbers.FAILED)
    visitor.click("reset")
    (strip,) = visitor.shown("strip")
    assert (strip["state"], strip["note"]) == (State.READY, "")


def test_a_rate_that_learns_is_not_called_too_large(visitor: Visitor) -> None:
    strip = train_to_the_end(visitor, Config(train_size=100, batch_size=10, epochs=1))
    assert strip["note"] == ""


def test_what_is_no_number_any_more_has_diverged_and_nothing_of_it_is_drawn(
    visitor: Visitor,
) -> None:
    strip = train_to_the_end(visitor, HOPELESS)
    assert (strip["state"], strip["note"]) == (State.DIVERGED, "")
    assert "learning rate of 1,000,000 is too large" in visitor.at.error[0].value
    for page in PAGES:
        visitor.open(page)
        for element in ("strip", "curves", "pictures", "batch"):
            # A JSON that a browser can read: json.dumps writes NaN and Infinity without complaint.
            text = json.dumps(visitor.shown(element))
            assert "NaN" not in text
            assert "Infinity" not in text


def test_a_rate_that_no_number_could_be_is_refused() -> None:
    with pytest.raises(ValueError, match="learning_rate must be a number from 1e-06 to 1e\\+06"):
        Config(learning_rate=1e38)


def test_training_images_of_one_class_only(visitor: Visitor) -> None:
    ones = np.flatnonzero(resources.dataset().train.labels == 1)[:100]
    split = Split(resources.dataset().train.images[ones], resources.dataset().train.labels[ones])
    only = dataclasses.replace(resources.dataset(), train=split)
    visitor.open("train")
    config = Config(train_size=100, batch_size=10, epochs=2)
    token = shared().add(Run(config, only))
    visitor.state.token = token
    shared().play(token)
    wait_until(lambda: visitor.run.state is State.FINISHED, "the end of the run")
    for page in PAGES:
        visitor.open(page)
    progress = visitor.run.progress
    assert progress.latest.train.accuracy == 1, "it says 1 to everything"
    assert progress.test is not None
    assert 0.1 < progress.test.accuracy < 0.13


# -- the room, and what became of a run ---------------------------------------------------------


def test_where_the_room_is_full_one_waits_and_sees_ones_number(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared()._queue, "capacity", 1)
    other = Visitor().open("train").bring_to(State.RUNNING)
    try:
        visitor.open("train").click("play")
        (strip,) = visitor.look().shown("strip")
        assert (strip["state"], strip["title"]) == ("waiting", "Waiting")
        assert "you are number 1" in strip["note"]
        assert "pause" in visitor.buttons
        assert visitor.run.progress.step == 0
        shared().pause(other.token)
        wait_until(lambda: visitor.run.progress.step > 0, "the run to begin by itself")
        visitor.click("pause")
    finally:
        other.leave()


@pytest.mark.parametrize("page", ["learn_9_together", "runs"])
def test_what_waits_for_room_elsewhere_says_so_too(
    page: str, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared()._queue, "capacity", 1)
    other = Visitor().open("train").bring_to(State.RUNNING)
    begin, end = "together_play", "together_pause"
    try:
        visitor.open(page)
        if page == "runs":
            visitor.at.segmented_control(key="runs_view").set_value("Learning rate")
            begin, end = "sweep_begin", "sweep_cancel"
        visitor.look().click(begin).look()
        assert "you are number 1" in " ".join(text.value for text in visitor.at.text)
        visitor.click(end)
    finally:
        other.leave()


def test_who_only_looks_has_no_run(visitor: Visitor) -> None:
    before = set(shared()._entries)
    for page in (*PAGES, *CHAPTERS):
        visitor.open(page)
    assert not visitor.state.token
    assert set(shared()._entries) <= before
    visitor.open("train").click("step_1")
    assert visitor.run.progress.step == 1


def test_one_thing_of_a_visitors_plays_at_a_time(visitor: Visitor) -> None:
    """The run, an experiment, and the two runs of chapter 9: each ends what played before."""

    before = set(shared()._entries)

    def playing() -> int:
        entries = shared()._entries.items()
        return sum(
            entry.run.state is State.RUNNING for token, entry in entries if token not in before
        )

    visitor.open("train").click("play")
    assert (playing(), visitor.run.state) == (1, State.RUNNING)
    visitor.open("runs").at.segmented_control(key="runs_view").set_value("Learning rate")
    visitor.look().click("sweep_begin")
    assert (playing(), visitor.run.state) == (1, State.PAUSED)
    visitor.open("learn_9_together").click("together_play")
    assert playing() == 2
    visitor.open("weights").click("strip_play")
    assert (playing(), visitor.run.state) == (1, State.RUNNING)
    visitor.open("learn_9_together").click("together_play")
    assert (playing(), visitor.run.state) == (2, State.PAUSED)
    visitor.click("together_pause")
    assert playing() == 0


@pytest.mark.parametrize(
    ("page", "begin", "pause"),
    [
        ("train", "play", "pause"),
        ("weights", "strip_play", "strip_pause"),
        ("learn_9_together", "together_play", "together_pause"),
        ("runs", "sweep_begin", "sweep_pause"),
    ],
)
def test_after_pause_the_page_is_drawn_once(
    page: str, begin: str, pause: str, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open("train").bring_to(State.PAUSED).open(page)
    if page == "runs":
        visitor.at.segmented_control(key="runs_view").set_value("Learning rate")
        visitor.look()
    visitor.click(begin)
    drawn = []
    draw = frame.open_page
    monkeypatch.setattr(frame, "open_page", lambda page: (drawn.append(page), draw(page)))
    visitor.click(pause)
    assert len(drawn) == 1


def test_a_run_that_was_dropped_is_said_to_be_until_the_next_one_begins(visitor: Visitor) -> None:
    visitor.open("train").click("step_1")
    shared().remove(visitor.token)
    visitor.look()
    assert [text.value for text in visitor.at.text] == [DROPPED]
    visitor.open("draw")
    assert DROPPED in [text.value for text in visitor.at.text]
    visitor.open("train").click("step_1")
    assert not visitor.at.text
    assert visitor.run.progress.step == 1


def test_the_version_stands_on_the_first_page(visitor: Visitor) -> None:
    visitor.open("start")
    assert f"Ten Pictures {softmax.__version__}" in [c.value for c in visitor.at.caption]


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("", False),
        ("https://example.org/ten-pictures", True),
        ("javascript:alert(1)", False),
        ("https://example.org/](https://elsewhere.org", False),
    ],
)
def test_about_says_what_runs_here_and_links_to_a_source_if_one_is_set(
    address: str, linked: bool, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOFTMAX_SOURCE_URL", address)
    said = "\n".join(m.value for m in visitor.open("start").at.markdown)
    for name in ("torch", "streamlit"):
        assert f"{importlib.metadata.version(name)}" in said
    assert "MNIST, by Yann LeCun" in said
    assert "MIT licence" in said
    assert ("**Source.**" in said) == linked
