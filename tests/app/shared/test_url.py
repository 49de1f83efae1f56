"""The settings in the address: what is written is read again, and no text breaks a page."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.state import url
from pages.shared.state.step_rate import DEFAULT as DEFAULT_RATE
from pages.shared.state.step_rate import STEP_RATES
from pages.shared.state.url import Link, format_settings, parse_settings
from pages.shared.state.view_options import View
from softmax.training import SETTINGS, SUGGESTED_RATE, Choice, Config
from tests.app.conftest import Visitor

IMAGES = 55_000
DEFAULT = Config()
# A value of each thing that a link can say of the run, other than the default, and of none.
GOOD = {
    "head": "sigmoid", "l2": "0.5", "optimizer": "adam", "learning_rate": "0.3",
    "schedule": "constant", "momentum": "0.5", "batch_size": "7", "epochs": "8",
    "train_size": "99", "deskew": "True", "init": "normal", "own_share": "0.5", "seed": "4", "pace": "full",
}  # fmt: skip
BAD = {
    "blank": "", "negative": "-1", "huge": "9" * 10_000, "endless": "inf", "no number": "nan",
    "long": "x" * 10_000, "names": "pace,step," * 1_000, "markup": "**bold** <b>",
}  # fmt: skip


def through_an_address(config: Config, pace: str, default: Config = DEFAULT) -> Link:
    text = urlencode(format_settings(config, pace, default))
    return parse_settings(parse_qs(text, keep_blank_values=True), default, IMAGES)


def values(name: str) -> st.SearchStrategy[Any]:
    """Any value of a field, within its bounds."""
    limits, kind = SETTINGS[name].bounds, type(getattr(DEFAULT, name))
    if kind is bool:
        return st.booleans()
    if isinstance(limits, Choice):
        return st.sampled_from(limits.options)
    if kind is int:
        high = min(limits.high, IMAGES) if name == "train_size" else limits.high
        return st.integers(int(limits.low), int(high))
    return st.floats(limits.low, limits.high)


@st.composite
def configs(draw: st.DrawFn) -> Config:
    """Any config; most fields keep their default, as they do in life."""
    names = [field.name for field in dataclasses.fields(Config)]
    chosen = draw(st.lists(st.sampled_from(names), unique=True))
    fields = {name: draw(values(name)) for name in chosen}
    size = fields.get("train_size", DEFAULT.train_size)
    fields["batch_size"] = min(fields.get("batch_size", DEFAULT.batch_size), size)
    return Config(**fields)


# -- what is written is read again ------------------------------------------------------------


@given(configs(), st.sampled_from(list(STEP_RATES)))
def test_any_settings_come_back(config: Config, pace: str) -> None:
    assert through_an_address(config, pace) == Link(config, pace)


@given(configs())
def test_they_come_back_where_the_data_set_is_a_small_one(config: Config) -> None:
    default = Config(train_size=60, batch_size=60)
    assert through_an_address(config, "10", default) == Link(config, "10")


def test_the_default_needs_no_words() -> None:
    assert format_settings(DEFAULT, DEFAULT_RATE, DEFAULT) == {}
    assert parse_settings({}, DEFAULT, IMAGES) == Link(DEFAULT, DEFAULT_RATE)


def test_only_differences_are_written_by_the_names_of_the_fields() -> None:
    config = Config(seed=7, l2=0.0, head="sigmoid")
    assert format_settings(config, "Full", DEFAULT) == {
        "head": "sigmoid", "l2": "0.0", "seed": "7", "pace": "full",
    }  # fmt: skip


@pytest.mark.parametrize("optimizer", SUGGESTED_RATE)
def test_an_optimizer_alone_comes_with_its_suggested_rate(optimizer: Any) -> None:
    config = parse_settings({"optimizer": [optimizer]}, DEFAULT, IMAGES).config
    assert config == Config(optimizer=optimizer, learning_rate=SUGGESTED_RATE[optimizer])
    assert format_settings(config, "100", DEFAULT).keys() <= {"optimizer"}


def test_few_images_alone_come_with_a_batch_that_fits() -> None:
    config = parse_settings({"train_size": ["50"]}, DEFAULT, IMAGES).config
    assert config == Config(train_size=50, batch_size=50)


# -- what cannot be used ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seed", "-1"), ("seed", "1.5"), ("seed", "9" * 10_000), ("seed", ""), ("seed", "１２"),
        ("seed", "1_000"), ("seed", "0x10"), ("epochs", "101"), ("epochs", "nan"),
        ("learning_rate", "nan"), ("learning_rate", "inf"), ("learning_rate", "1e400"),
        ("learning_rate", "-1"), ("learning_rate", "0"), ("learning_rate", "fast"),
        ("l2", "-0.1"), ("momentum", "1"), ("head", "tanh"), ("head", "x" * 10_000),
        ("head", "**bold** <b>"), ("optimizer", "SGD"), ("batch_size", "0"),
        ("train_size", "55001"), ("train_size", "9"), ("pace", "7"), ("pace", "Full"),
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_a_bad_value_is_left_out_with_a_word_that_names_its_field(name: str, text: str) -> None:
    link = parse_settings({name: [text], "init": ["normal"]}, DEFAULT, IMAGES)
    assert (link.config, link.step_rate) == (Config(init="normal"), DEFAULT_RATE)
    (word,) = link.left_out
    assert word.startswith(f"{name}, ")
    assert len(word) < 120
    assert "bold" not in word


def test_a_batch_larger_than_the_images_is_left_out() -> None:
    link = parse_settings({"train_size": ["1000"], "batch_size": ["1001"]}, DEFAULT, IMAGES)
    assert link.config == Config(train_size=1_000)
    assert link.left_out == ("batch_size, which must not be over train_size (1,000)",)


@pytest.mark.parametrize("name", GOOD)
def test_what_is_given_twice_is_left_out(name: str) -> None:
    alone, twice = (parse_settings({name: [GOOD[name]] * n}, DEFAULT, IMAGES) for n in (1, 2))
    assert (alone.config, alone.step_rate) != (DEFAULT, DEFAULT_RATE)
    assert (twice.config, twice.step_rate) == (DEFAULT, DEFAULT_RATE)
    (word,) = twice.left_out
    assert word.startswith(f"{name}, ")


@pytest.mark.parametrize(
    "name",
    ["utm_source", "utm_medium", "utm_campaign", "fbclid", "gclid", "msclkid", "mc_eid", "_ga",
     "ref", "source", "lang", "page", "id", "s", "embed", "theme", "<b>", "x" * 10_000],
    ids=lambda name: name[:12],
)  # fmt: skip
def test_what_services_add_to_a_link_is_none_of_our_business(name: str) -> None:
    assert parse_settings({name: ["x" * 10_000]}, DEFAULT, IMAGES) == Link(DEFAULT, DEFAULT_RATE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("learning_rte", "learning_rate"), ("batchsize", "batch_size"), ("Batch-Size", "batch_size"),
     ("epoch", "epochs"), ("optimiser", "optimizer"), ("L2", "l2"), ("trainsize", "train_size"),
     ("momentun", "momentum"), ("Seed", "seed"), ("deskewed", "deskew"), ("hides", "hide")],
)  # fmt: skip
def test_a_misspelt_name_is_reported_by_its_right_one(typed: str, meant: str) -> None:
    link = parse_settings({typed: ["1"]}, DEFAULT, IMAGES)
    assert link == Link(DEFAULT, DEFAULT_RATE, (f"{meant}, which is misspelt there",))


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_no_field_takes_what_is_no_value_of_it(name: str, text: str) -> None:
    link = parse_settings({name: [text]}, DEFAULT, IMAGES)
    assert (link.config, link.step_rate) == (DEFAULT, DEFAULT_RATE)
    (word,) = link.left_out
    assert word.startswith(f"{name}, ")


def test_every_parameter_of_a_run_is_tried_above() -> None:
    assert GOOD.keys() == {*SETTINGS, url.PACE}


keys = st.sampled_from([*SETTINGS, url.PACE]) | st.text(max_size=8)
texts = st.text(max_size=30) | st.integers().map(str) | st.floats().map(str)


@given(st.dictionaries(keys, st.lists(texts, max_size=3), max_size=8))
def test_no_junk_raises_and_what_is_made_of_it_is_a_config(given: dict[str, list[str]]) -> None:
    link = parse_settings(given, DEFAULT, IMAGES)
    assert link.config.train_size <= IMAGES
    assert link.step_rate in STEP_RATES
    assert through_an_address(link.config, link.step_rate) == Link(link.config, link.step_rate)
    assert sum(map(len, link.left_out)) < 120 * (1 + len(link.left_out))


# -- on the pages -----------------------------------------------------------------------------


def words_of(visitor: Visitor) -> list[str]:
    return [m.value for m in visitor.at.markdown if m.value.startswith("Not used from the link")]


def come_by(visitor: Visitor, **parameters: str | list[str]) -> Visitor:
    visitor.at.query_params = dict(parameters)
    return visitor.look()


def test_a_link_makes_the_first_run(visitor: Visitor) -> None:
    come_by(visitor, head="sigmoid", seed="5", pace="10")
    assert visitor.run.config == Config(head="sigmoid", seed=5)
    assert visitor.state.step_rate == "10"
    assert words_of(visitor) == []
    visitor.open("train")
    assert visitor.at.selectbox(key="set_head").value == "sigmoid"
    assert visitor.at.number_input(key="set_seed").value == 5
    assert visitor.at.segmented_control(key="pace_control").value == "10"


def test_the_address_follows_the_settings_on_every_page(visitor: Visitor) -> None:
    visitor.open("train")
    assert visitor.at.query_params == {}
    visitor.at.number_input(key="set_seed").set_value(8)
    visitor.look()
    assert visitor.at.query_params == {"seed": "8"}
    visitor.at.segmented_control(key="pace_control").set_value("Full")
    visitor.look()
    assert visitor.at.query_params == {"seed": "8", "pace": "full"}
    visitor.at.query_params = {}  # as Streamlit empties it on the way to another page
    visitor.open("draw")
    assert visitor.at.query_params == {"seed": "8", "pace": "full"}
    visitor.open("train")
    visitor.at.number_input(key="set_seed").set_value(0)
    visitor.look()
    assert visitor.at.query_params == {"pace": "full"}


def test_a_later_address_changes_nothing(visitor: Visitor) -> None:
    come_by(visitor, seed="5")
    come_by(visitor, seed="6")
    assert visitor.run.config.seed == 5
    assert visitor.at.query_params == {"seed": "5"}


def test_what_others_keep_in_the_address_stays_there(visitor: Visitor) -> None:
    come_by(visitor, view="present", hide="pace", epochs="4")
    assert words_of(visitor) == []
    visitor.open("train")
    visitor.at.number_input(key="set_epochs").set_value(3)
    visitor.look()
    assert visitor.at.query_params.keys() == {"view", "hide"}


def test_a_bad_link_opens_the_page_with_a_word_that_goes_with_it(visitor: Visitor) -> None:
    come_by(
        visitor, seed=["1", "2"], learning_rate="nan", head="x" * 10_000, batchsize="8", epochs="2",
        utm_source="post",
    )  # fmt: skip
    assert visitor.run.config == Config(epochs=2)
    (word,) = words_of(visitor)
    for name in ("seed", "learning_rate", "head", "batch_size, which is misspelt"):
        assert name in word
    assert "xx" not in word
    assert "utm" not in word
    assert words_of(visitor.look()) == [word]
    assert words_of(visitor.open("train")) == []
    assert visitor.at.query_params == {"epochs": "2"}


def expect_the_usual(visitor: Visitor, *hidden: str) -> None:
    """The default run, and every parameter of it named in the one word on the page."""
    assert visitor.run.config == DEFAULT
    assert visitor.state.step_rate == DEFAULT_RATE
    (word,) = words_of(visitor)
    assert all(f"{name}, which" in word for name in GOOD)
    assert len(word) < 100 * len(GOOD)
    assert visitor.at.session_state["view"] == View(False, frozenset(hidden))
    assert visitor.at.query_params.keys() == ({"hide"} if hidden else set())


@pytest.mark.parametrize("form", BAD)
def test_a_link_without_one_usable_value_opens_the_page_as_ever(
    visitor: Visitor, form: str
) -> None:
    come_by(visitor, **dict.fromkeys([*GOOD, *url.VIEW_PARAMETERS], BAD[form]))
    expect_the_usual(visitor, *(("pace", "step") if form == "names" else ()))
    assert bool(visitor.at.info) is (form != "blank")  # a blank view is none, and all is well


def test_a_link_that_says_all_twice_opens_the_page_as_ever(visitor: Visitor) -> None:
    good = GOOD | {"view": "present", "hide": "pace"}
    come_by(visitor, **{name: [text, text] for name, text in good.items()})
    expect_the_usual(visitor)
    (word,) = visitor.at.info
    assert "ignored" in word.value


def test_a_share_of_digits_that_are_not_there_is_told_and_trains_on_mnist(
    visitor: Visitor,
) -> None:
    come_by(visitor, own_share="0.25").open("train").click("step_1")
    assert "no digits of yours" in visitor.state.notice
    assert [text.value for text in visitor.at.text] == [visitor.state.notice]
    assert visitor.run.config == Config()
