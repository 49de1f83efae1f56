"""The transport, the pace and the settings: what each control does to the run."""

from __future__ import annotations

import weakref

import pytest

from pages.shared.state.run_handle import RunHandle
from pages.shared.state.step_rate import STEP_RATES
from softmax.scheduling import shared
from softmax.training import (
    SUGGESTED_RATE,
    Config,
    State,
    is_prepared,
    preparation,
    prepared,
)
from tests.app.conftest import TINY, Visitor, wait_until


@pytest.fixture
def train(visitor: Visitor) -> Visitor:
    return visitor.open("train")


def choose(visitor: Visitor, field: str, value: object) -> Visitor:
    """Set a control of the sidebar."""
    kind = {"learning_rate": "select_slider", "epochs": "number_input", "seed": "number_input"}
    getattr(visitor.at, kind.get(field, "selectbox"))(key=f"set_{field}").set_value(value)
    return visitor.look()


def set_pace(visitor: Visitor, label: str) -> Visitor:
    visitor.at.segmented_control(key="pace_control").set_value(label)
    return visitor.look()


def settings_of(visitor: Visitor) -> Config:
    config: Config = visitor.state.settings
    return config


# -- the transport ----------------------------------------------------------------------------


def test_a_run_that_ends_while_the_page_is_drawn_is_not_left_as_training(
    train: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    train.bring_to(State.RUNNING)
    asked = 0

    def running(mine: RunHandle) -> bool:
        nonlocal asked
        asked += 1
        if asked == ends_at:
            mine.pause()
            wait_until(lambda: mine.run.state is State.PAUSED, "the pause")
        return mine.run.state is State.RUNNING

    monkeypatch.setattr(RunHandle, "running", property(running))
    for ends_at in range(1, 100):
        asked = 0
        train.run.play()
        train.look()
        if asked < ends_at:
            break
        # The last frame says that the run is over, and has the page drawn again.
        watched = train.shown("frames")[0]["run"] == train.token
        right = "pause" not in train.buttons and train.shown("strip")[0]["state"] == "paused"
        assert watched or right, f"ended at question {ends_at}"
    assert ends_at > 3


def test_play_and_pause(train: Visitor) -> None:
    set_pace(train, "1 step/s").click("play")
    assert train.run.state is State.RUNNING
    assert "pause" in train.buttons
    assert "play" not in train.buttons
    wait_until(lambda: train.run.progress.step > 0, "the first step")
    train.click("pause")
    assert train.run.state is State.PAUSED
    assert "play" in train.buttons
    step = train.run.progress.step
    train.click("play")
    assert train.run.state is State.RUNNING
    assert train.run.progress.step >= step  # it goes on, and does not begin again


@pytest.mark.parametrize(("button", "steps"), [("step_1", 1), ("step_10", 10), ("step_epoch", 429)])
def test_stepping(train: Visitor, button: str, steps: int) -> None:
    train.click(button)
    train.wait_for(State.PAUSED)
    assert train.run.progress.step == steps
    (strip,) = train.look().shown("strip")
    assert strip["title"] == "Paused"


def test_a_step_while_it_plays_pauses_it(train: Visitor) -> None:
    set_pace(train, "1 step/s").click("play")
    before = train.run.progress.step
    train.click("step_10")
    train.wait_for(State.PAUSED)
    assert train.run.progress.step >= before + 10


def test_reset_goes_back_to_the_beginning(train: Visitor) -> None:
    train.click("step_10")
    train.wait_for(State.PAUSED)
    train.click("reset")
    progress = train.run.progress
    assert (progress.state, progress.step) == (State.READY, 0)
    assert not progress.weights.W.any()
    assert len(progress.points) == 1


def test_reset_while_it_plays_stops_it(train: Visitor) -> None:
    train.click("play").click("reset")
    assert train.run.state is State.READY
    assert "play" in train.buttons


def test_a_finished_run_can_be_trained_again(train: Visitor) -> None:
    train.bring_to(State.FINISHED).look()
    set_pace(train, "1 step/s").click("play")
    assert train.run.state is State.RUNNING
    assert train.run.config == settings_of(train) != TINY


def test_the_strip_pauses_and_plays_from_other_pages(train: Visitor) -> None:
    set_pace(train, "1 step/s").click("play")
    wait_until(lambda: train.run.progress.step > 0, "the first step")
    for page in ("start", "weights", "draw"):
        train.open(page).click("strip_pause")
        assert train.run.state is State.PAUSED
        train.click("strip_play")
        assert train.run.state is State.RUNNING


# -- the pace ---------------------------------------------------------------------------------


@pytest.mark.parametrize("label", STEP_RATES)
def test_the_pace_reaches_the_pool_at_once(train: Visitor, label: str) -> None:
    token = train.token
    set_pace(train, label)
    assert shared().step_rate(token) == STEP_RATES[label]
    assert train.state.step_rate == label


def test_the_pace_is_kept_from_page_to_page(train: Visitor) -> None:
    set_pace(train, "10").open("draw").open("train")
    assert train.at.segmented_control(key="pace_control").value == "10"
    train.click("play")
    assert shared().step_rate(train.token) == 10


# -- what the run on screen does not have --------------------------------------------------------


def note(visitor: Visitor) -> str:
    """What the sidebar says of settings that were changed since the run."""
    return next((m.value for m in visitor.at.markdown if "Changed since" in m.value), "")


def test_the_sidebar_names_the_settings_that_the_run_does_not_have(train: Visitor) -> None:
    choose(train, "batch_size", 32)
    assert not note(train)  # before the first step a change takes effect at once
    choose(train, "batch_size", 128).click("step_1")
    train.wait_for(State.PAUSED)
    choose(train, "batch_size", 32)
    choose(train, "l2", 1e-2)
    choose(train, "learning_rate", 0.1)  # in effect already
    assert note(train) == "**Changed since this run:** batch size, L2 penalty."

    config = train.run.config
    train.click("undo_settings")
    assert settings_of(train) == config
    assert train.at.selectbox(key="set_batch_size").value == 128
    assert not note(train)
    assert train.run.progress.step == 1

    choose(train, "batch_size", 32).click("use_settings")
    assert train.run.config.batch_size == 32
    assert train.run.progress.step == 0
    assert not note(train)


def test_a_run_that_is_over_is_trained_again_with_the_settings(train: Visitor) -> None:
    train.bring_to(State.FINISHED)
    train.state.settings = train.run.config
    train.look()
    choose(train, "learning_rate", 0.1)
    assert train.run.config.learning_rate == TINY.learning_rate  # no step was taken with it
    assert note(train) == "**Changed since this run:** learning rate."
    train.click("use_settings")
    train.wait_for(State.FINISHED)
    assert train.run.config == TINY.replace(learning_rate=0.1)


def test_an_optimizer_says_that_it_set_the_learning_rate(train: Visitor) -> None:
    def said() -> list[str]:
        return [c.value for c in train.at.caption if "learning rate" in c.value]

    choose(train, "optimizer", "adam")
    assert said() == ["This also set the learning rate, to 0.015."]
    choose(train, "learning_rate", 0.1)
    assert said() == []
    choose(train, "optimizer", "nesterov")
    choose(train, "optimizer", "momentum")  # the rate stays as it is
    assert said() == []


# -- the settings -----------------------------------------------------------------------------

CHANGES = {
    "head": "sigmoid",
    "l2": 1e-2,
    "optimizer": "adam",
    "learning_rate": 0.1,
    "schedule": "constant",
    "batch_size": 32,
    "epochs": 7,
    "train_size": 1_000,
    "init": "normal",
    "seed": 42,
}


def test_the_controls_show_the_default_run(train: Visitor) -> None:
    config = settings_of(train)
    assert config == Config()
    for field in CHANGES:
        kind = {"learning_rate": "select_slider", "epochs": "number_input", "seed": "number_input"}
        control = getattr(train.at, kind.get(field, "selectbox"))(key=f"set_{field}")
        assert control.value == getattr(config, field)


@pytest.mark.parametrize("field", CHANGES)
def test_before_the_first_step_a_change_acts_at_once(train: Visitor, field: str) -> None:
    choose(train, field, CHANGES[field])
    assert getattr(train.run.config, field) == CHANGES[field]
    assert train.run.config == settings_of(train)
    assert train.run.state is State.READY


@pytest.mark.parametrize("field", sorted(CHANGES.keys() - {"learning_rate", "optimizer"}))
def test_later_a_change_waits_for_reset(train: Visitor, field: str) -> None:
    train.click("step_10")
    train.wait_for(State.PAUSED)
    choose(train, field, CHANGES[field])
    assert train.run.config == Config()
    assert train.run.progress.step == 10
    train.click("reset")
    assert getattr(train.run.config, field) == CHANGES[field]


def test_the_rate_acts_at_once_on_a_run_that_plays(train: Visitor) -> None:
    set_pace(train, "1 step/s").click("play")
    wait_until(lambda: train.run.progress.step > 0, "the first step")
    choose(train, "learning_rate", 0.1)
    assert train.run.config == Config(learning_rate=0.1)
    assert train.run.state is State.RUNNING
    assert train.run.rates[-1][1] == 0.1


@pytest.mark.parametrize("optimizer", SUGGESTED_RATE)
def test_another_optimizer_brings_its_rate(train: Visitor, optimizer: str) -> None:
    choose(train, "optimizer", optimizer)
    assert settings_of(train).learning_rate == SUGGESTED_RATE[optimizer]
    assert train.at.select_slider(key="set_learning_rate").value == SUGGESTED_RATE[optimizer]


def test_the_rate_of_another_optimizer_waits_for_it(train: Visitor) -> None:
    set_pace(train, "1 step/s").click("play")
    wait_until(lambda: train.run.progress.step > 0, "the first step")
    choose(train, "optimizer", "adam")
    assert train.run.config == Config(), "Adam's rate would wreck a run with momentum"
    train.click("reset")
    assert train.run.config == Config(optimizer="adam", learning_rate=SUGGESTED_RATE["adam"])


@pytest.mark.parametrize(
    ("first", "value", "second", "with_it"),
    [("optimizer", "adam", "learning_rate", 2.0), ("train_size", 1_000, "batch_size", 4_096)],
)
def test_two_controls_changed_in_one_answer(
    train: Visitor, first: str, value: object, second: str, with_it: object
) -> None:
    """As where the server was busy. What the one brings with it holds, and both show it."""
    train.at.selectbox(key=f"set_{first}").set_value(value)
    choose(train, second, with_it)
    settings = settings_of(train)
    assert getattr(settings, first) == value
    expected = {"learning_rate": SUGGESTED_RATE["adam"], "batch_size": 1_000}[second]
    assert getattr(settings, second) == expected
    assert train.at.session_state[f"set_{second}"] == expected


@pytest.mark.parametrize("button", ["play", "step_1", "reset"])
def test_a_button_pressed_after_the_run_was_dropped_acts_on_a_new_one(
    train: Visitor, button: str
) -> None:
    shared().remove(train.token)  # as after an hour without a heartbeat
    train.click(button)
    assert train.run.state in (State.RUNNING, State.PAUSED, State.READY)


def test_fewer_images_clip_the_batch(train: Visitor) -> None:
    choose(train, "batch_size", 4_096)
    choose(train, "train_size", 1_000)
    assert (settings_of(train).train_size, settings_of(train).batch_size) == (1_000, 1_000)
    assert train.at.selectbox(key="set_batch_size").value == 1_000
    assert (
        max(int(o.replace(",", "")) for o in train.at.selectbox(key="set_batch_size").options)
        == 1_000
    )
    train.click("step_1")
    train.wait_for(State.PAUSED)
    assert train.run.progress.samples == 1_000


def test_the_smallest_run_that_the_controls_allow(train: Visitor) -> None:
    for field, value in (("train_size", 100), ("batch_size", 1), ("epochs", 1)):
        choose(train, field, value)
    set_pace(train, "Full").click("play")
    train.wait_for(State.FINISHED)
    assert train.look().run.progress.step == 100


def test_full_batch_descent_can_be_chosen(train: Visitor) -> None:
    choose(train, "batch_size", 55_000)
    assert train.run.config.steps_per_epoch == 1


def test_the_settings_are_kept_from_page_to_page(train: Visitor) -> None:
    choose(train, "epochs", 9)
    choose(train, "optimizer", "adam")
    before = settings_of(train)
    for page in ("weights", "draw", "train"):
        train.open(page)
    assert settings_of(train) == before
    assert train.at.number_input(key="set_epochs").value == 9
    assert train.at.selectbox(key="set_optimizer").value == "adam"


def test_an_emptied_number_changes_nothing(train: Visitor) -> None:
    choose(train, "epochs", None)
    assert settings_of(train) == Config()


def test_settings_from_elsewhere_are_shown(visitor: Visitor) -> None:
    """Values that are not among the usual ones are options all the same."""
    unusual = Config(
        head="sigmoid", optimizer="nesterov", learning_rate=0.123, schedule="constant",
        momentum=0.5, batch_size=77, epochs=13, l2=0.0123, init="normal", train_size=12_345,
        seed=99,
    )  # fmt: skip
    visitor.look()
    visitor.state.settings = unusual
    visitor.open("train")
    assert settings_of(visitor) == unusual
    assert visitor.at.selectbox(key="set_train_size").value == 12_345
    assert visitor.at.select_slider(key="set_learning_rate").value == 0.123


def test_deskew_is_a_setting_like_the_others(train: Visitor) -> None:
    """Where nothing has been learned it acts at once; later with the next Reset."""
    raw = train.run.dataset
    train.at.toggle(key="set_deskew").set_value(True)
    train.look()
    assert settings_of(train).deskew is train.run.config.deskew is True
    straight = train.run.dataset
    assert straight is prepared(raw, Config(deskew=True)) is not raw
    train.click("step_1")
    train.wait_for(State.PAUSED)
    train.at.toggle(key="set_deskew").set_value(False)
    train.look()
    assert (train.run.config.deskew, settings_of(train).deskew) == (True, False)
    assert train.run.dataset is straight
    train.click("reset")
    assert train.run.config.deskew is False
    assert train.run.dataset is raw


def test_only_the_first_who_asks_for_straightened_digits_waits(
    train: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a run goes on as it is: then Reset need not wait any more."""
    monkeypatch.setattr(preparation, "_deskewed", weakref.WeakKeyDictionary())
    train.click("step_1")
    train.wait_for(State.PAUSED)
    raw = train.run.dataset
    assert not is_prepared(raw, Config(deskew=True))
    train.at.toggle(key="set_deskew").set_value(True)
    train.look()
    assert is_prepared(raw, Config(deskew=True))
    assert train.run.dataset is raw
