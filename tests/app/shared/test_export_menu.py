"""Take away: what it offers in each state of the run, and a model that is brought in."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pytest

from pages.learn import chapters
from pages.shared.layout import export_menu
from pages.shared.state import resources
from pages.shared.state.run_handle import RunHandle
from softmax import export
from softmax.maths import Model
from softmax.scheduling import shared
from softmax.training import (
    Config,
    Run,
    SavedModel,
    State,
)
from tests.app.conftest import TINY, Visitor

PAGES = ("start", "train", "weights", "draw")
EVERY_PAGE = (
    *PAGES,
    "mistakes",
    "runs",
    *(chapter.url_path for chapter in chapters.all_chapters()),
)


def opened(visitor: Visitor, page: str = "train") -> Visitor:
    """With the popover open, as after a click on it."""
    visitor.open(page)
    visitor.at.session_state["takeaway-open"] = True
    return visitor.look()


def downloads(visitor: Visitor) -> set[str]:
    return {button.proto.label for button in visitor.at.download_button}


def texts(visitor: Visitor) -> str:
    return "\n".join(element.value for element in (*visitor.at.markdown, *visitor.at.text))


def upload(visitor: Visitor, name: str, content: bytes) -> Visitor:
    visitor.at.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return visitor.look()


@functools.cache
def foreign(head: str = "softmax") -> SavedModel:
    """A model of another run, on the same data."""
    run = Run(Config(train_size=200, batch_size=50, seed=3, head=head), resources.dataset())
    run.play(9)
    run.advance()
    return run.saved()


# -- what it offers ---------------------------------------------------------------------------


def test_nothing_is_made_while_it_is_closed(visitor: Visitor) -> None:
    visitor.open("train").bring_to(State.FINISHED).look()
    assert downloads(visitor) == set()
    assert not visitor.at.file_uploader


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("page", PAGES)
def test_each_state_on_each_page(page: str, state: State, visitor: Visitor) -> None:
    opened(visitor.open("train").bring_to(state), page)
    begun = visitor.run.progress.step > 0
    files = {".npz", ".safetensors", ".onnx", "Curves .csv", "Pictures .png"}
    if state is not State.RUNNING:  # which may take its first step while the page is drawn
        assert downloads(visitor) == (files if begun else set())
        assert ("show_code" in visitor.buttons) == begun
    assert len(visitor.at.file_uploader) == 1
    assert len(visitor.shown("link")) == 1


def test_each_file_is_that_of_the_run(visitor: Visitor) -> None:
    """What the buttons make at a click."""
    mine = visitor.open("train").bring_to(State.FINISHED)
    session = RunHandle("", mine.run, shared())
    for ending in (".npz", ".safetensors"):
        found = export.unpack(f"m{ending}", export_menu._model(session, ending))
        assert np.array_equal(found.model.W, mine.run.progress.weights.W)
        assert found.config == TINY
    csv = export_menu._curves(session).decode().splitlines()
    assert len(csv) == 1 + len(mine.run.progress.points)
    assert export_menu._pictures(session, "dark").startswith(b"\x89PNG")


def test_the_code_is_that_of_the_run_in_either_library(visitor: Visitor) -> None:
    opened(visitor.open("train").bring_to(State.FINISHED)).click("show_code")
    assert not visitor.at.session_state["takeaway-open"]
    assert [code.value for code in visitor.at.code] == [expected(visitor, "numpy")]
    visitor.at.session_state["code_wanted"] = True  # a dialog stays open by its fragment alone
    visitor.at.segmented_control(key="code_library").set_value("PyTorch")
    visitor.look()
    assert [code.value for code in visitor.at.code] == [expected(visitor, "torch")]


def expected(visitor: Visitor, library: export.Library) -> str:
    """The script, without the line end that Streamlit takes off."""
    return export.script(visitor.run.saved(), library).strip()


# -- a model that is brought in -----------------------------------------------------------------


@pytest.mark.parametrize("ending", [".npz", ".safetensors"])
def test_an_uploaded_model_is_a_finished_run_and_ones_own_comes_back(
    visitor: Visitor, ending: str
) -> None:
    opened(visitor.open("train").bring_to(State.PAUSED))
    own = visitor.run
    upload(visitor, f"mine{ending}", export.pack(f"m{ending}", foreign()))
    assert visitor.run is not own
    assert visitor.run.state is State.FINISHED
    assert np.array_equal(visitor.run.progress.weights.W, foreign().model.W)
    assert visitor.run.progress.step == 9
    assert visitor.run.progress.test is not None
    assert f"A model from a file: mine{ending}." in texts(visitor)
    assert "another data set" not in texts(visitor)
    for page in ("start", "learn", "train", "weights", "draw", "mistakes"):
        visitor.open(page)
        assert "put_back" in visitor.buttons

    token = visitor.token
    visitor.click("put_back")
    assert visitor.run is own
    assert own.state is State.PAUSED
    assert "put_back" not in visitor.buttons
    assert shared().get(token) is None


def test_a_run_that_has_not_begun_is_not_missed(visitor: Visitor) -> None:
    opened(visitor)
    upload(visitor, "m.npz", export.pack("m.npz", foreign()))
    assert "A model from a file: m.npz." in texts(visitor)
    assert "put_back" not in visitor.buttons
    visitor.click("reset")
    assert "from a file" not in texts(visitor)


def test_a_running_run_is_paused_and_set_aside(visitor: Visitor) -> None:
    opened(visitor.open("train").bring_to(State.RUNNING))
    own = visitor.run
    upload(visitor, "m.npz", export.pack("m.npz", foreign()))
    assert own.state in (State.PAUSED, State.READY)
    assert visitor.click("put_back").run is own


def test_a_second_file_takes_the_place_of_the_first_not_of_the_run(visitor: Visitor) -> None:
    opened(visitor.open("train").bring_to(State.PAUSED))
    own = visitor.run
    for head in ("softmax", "sigmoid"):
        upload(opened(visitor), f"{head}.npz", export.pack("m.npz", foreign(head)))
        assert visitor.run.config.head == head
    assert visitor.click("put_back").run is own


def test_one_can_train_from_there_and_still_come_back(visitor: Visitor) -> None:
    opened(visitor.open("train").bring_to(State.PAUSED))
    own = visitor.run
    upload(visitor, "m.npz", export.pack("m.npz", foreign()))
    visitor.click("reset")
    assert visitor.run.state is State.READY
    assert "An earlier run of yours is set aside." in texts(visitor)
    assert visitor.click("put_back").run is own


def test_a_model_of_other_data_says_so(visitor: Visitor) -> None:
    other = dataclasses.replace(foreign(), data_sha256="00" * 32)
    upload(opened(visitor), "m.npz", export.pack("m.npz", other))
    assert "It was trained on another data set than the one here." in texts(visitor)


def too_large(saved: SavedModel) -> SavedModel:
    W = np.full((10, 784), 3e38, np.float32)
    W[::2] *= -1
    return dataclasses.replace(saved, model=Model(W, saved.model.b, "softmax"))


def too_many_images(saved: SavedModel) -> SavedModel:
    return dataclasses.replace(saved, config=saved.config.replace(train_size=60_000))


BAD = {
    "nothing": (lambda _: b"", "not an .npz file"),
    "a pickle": (lambda _: b"\x80\x04N.", "not an .npz file"),
    "too large a file": (lambda _: bytes(1_000_001), "is over 1,000,000 bytes"),
    "weights too large": (
        lambda saved: export.pack("m.npz", too_large(saved)), "W holds values beyond 1e+35",
    ),
    "more images than there are": (
        lambda saved: export.pack("m.npz", too_many_images(saved)), "train_size must be",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_a_word_and_takes_nothing_away(visitor: Visitor, case: str) -> None:
    opened(visitor.open("train").bring_to(State.PAUSED))
    own, step = visitor.run, visitor.run.progress.step
    make, reason = BAD[case]
    upload(visitor, "**x** <b>.npz", make(foreign()))
    assert visitor.run is own
    assert (own.state, own.progress.step) == (State.PAUSED, step)
    (said,) = [text.value for text in visitor.at.text]  # not markdown: the name is a stranger's
    assert said.startswith("**x** <b>.npz: ")
    assert reason in said
    assert "your run is as it was" in texts(visitor)
    assert "put_back" not in visitor.buttons


def extreme(name: str) -> SavedModel:
    """A model that is a valid file, and none that was ever learned."""
    one = foreign()
    W, b = np.zeros_like(one.model.W), np.zeros_like(one.model.b)
    if name == "huge where no image has ink":
        blank = ~resources.dataset().train.rows.any(axis=0)
        W[3, blank], W[8, blank] = 1e35, -1e35
        W[:, ~blank] = one.model.W[:, ~blank]
    elif name == "tiny":
        W[:], b[:] = 1e-45, -1e-45
    return dataclasses.replace(one, model=Model(W, b, "softmax"))


@pytest.mark.parametrize("name", ["huge where no image has ink", "tiny", "all zero"])
def test_a_model_of_any_numbers_can_be_looked_at_on_every_page(name: str, visitor: Visitor) -> None:
    upload(opened(visitor), "m.npz", export.pack("m.npz", extreme(name)))
    assert visitor.run.restored_from is not None
    for page in EVERY_PAGE:
        visitor.open(page)
        assert not visitor.at.exception, page
    visitor.open("draw").draw()
    assert not visitor.at.exception
    visitor.open("weights").at.session_state["weights_asked"] = (3, 0)
    assert not visitor.look().at.exception
