"""The parts of chapter 9: two heads trained side by side on the same batches, and both asked."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.learn import chapters, gallery
from pages.learn import formula as tex
from pages.learn.chapters import Chapter
from pages.shared.components import elements, encoding
from pages.shared.live import refresh
from pages.shared.state import resources, view_options
from pages.shared.state.visitor import Session, only
from softmax.charts import symmetric_limit
from softmax.charts.curves import Axis, accuracy_axis
from softmax.lesson.together import ASKED, Images, differing, means, questions
from softmax.maths import Head
from softmax.scheduling import shared
from softmax.training import Progress, Run, State

HEADS: tuple[Head, Head] = ("sigmoid", "softmax")
NAMES = ("ten sigmoids", "softmax")
# Steps a second: slow enough to watch, and over in a quarter of a minute.
PACE: float | None = 100
VIEW_S = 0.15
ASK_S = 0.5
AVERAGED = 300
# Once both have been above it, accuracy is drawn from here up: the two lines lie close together.
ACCURACY_FLOOR = 0.86
# A pair at which the two heads part: every sigmoid says no, and softmax is sure.
START = 26
TITLES = {"one": "One digit", "blank": "An empty page", "two": "Two at once"}


# -- the two runs ----------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """The visitor's two runs, ten sigmoids and a softmax, and the commands to both."""

    sides: tuple[Session, Session]

    @property
    def running(self) -> bool:
        return any(side.running for side in self.sides)

    @property
    def started(self) -> bool:
        return any(side.started for side in self.sides)

    @property
    def finished(self) -> bool:
        return all(side.run.state is State.FINISHED for side in self.sides)

    def heartbeat(self) -> None:
        for side in self.sides:
            side.heartbeat()

    def owned(self) -> Pair:
        """The same with runs of the visitor's own."""
        if all(side.token for side in self.sides):
            return self
        pool = shared()
        runs = [Run(side.run.config, resources.dataset()) for side in self.sides]
        tokens = st.session_state["together_tokens"] = [pool.add(run, PACE) for run in runs]
        return _pair(tokens, runs)

    def play(self) -> None:
        """Go on; two runs that are over begin again, on batches in another order."""
        mine = self.owned()
        if mine.finished:
            seed = mine.sides[0].run.config.seed + 1
            for side in mine.sides:
                side.run.reseed(seed)
        only(*(side.token for side in mine.sides))
        for side in mine.sides:
            side.pool.set_step_rate(side.token, PACE)
            side.pool.play(side.token)

    def pause(self) -> None:
        for side in self.sides:
            side.pause()


def _pair(tokens: Sequence[str], runs: Sequence[Run]) -> Pair:
    first, second = (Session(token, run, shared()) for token, run in zip(tokens, runs, strict=True))
    return Pair((first, second))


def current() -> Pair:
    """The visitor's pair; before it is first played, and where one of the two was dropped, with
    two runs that all share."""
    pool = shared()
    tokens: list[str] = st.session_state.get("together_tokens", [])
    runs = [run for run in map(pool.get, tokens) if run]
    if len(runs) < len(HEADS):
        for token in st.session_state.pop("together_tokens", ()):
            pool.remove(token)
        tokens = [""] * len(HEADS)
        config = resources.default_config()
        runs = [resources.blank(config.replace(head=head)) for head in HEADS]
    pair = _pair(tokens, runs)
    pair.heartbeat()
    if pair.finished:
        chapters.done("together")
    return pair


def play() -> None:
    """Play the visitor's pair, whichever it is when the button is pressed."""
    current().play()


def pause() -> None:
    """Pause it."""
    current().pause()


def transport(chapter: Chapter, pair: Pair) -> None:
    """The one button, which has the presenter's key to play, and what happens at each step."""
    refresh.note_running("together", pair.running)
    space = view_options.key("play") if view_options.presents() else None
    with st.container(key="together-transport", horizontal=True, vertical_alignment="center"):
        if pair.running:
            st.button("Pause", key="together_pause", on_click=pause, shortcut=space)
        elif pair.finished:
            label = "Train again, other batches"
            st.button(label, key="together_again", on_click=play, shortcut=space)
        else:
            label = "Go on" if pair.started else "Train both"
            st.button(label, key="together_play", type="primary", on_click=play, shortcut=space)
    config = pair.sides[0].run.config
    step = chapter.text.sections["Step"]
    st.caption(step.format(n=config.batch_size, all=f"{config.train_size:,}"))


def interval(pair: Pair, fastest_s: float) -> float | None:
    """Seconds between two repaints while one of the runs plays."""
    live_one = next((side for side in pair.sides if side.running), pair.sides[0])
    return refresh.interval(live_one, fastest_s)


def keep_alive(pair: Pair) -> None:
    """At each tick: the viewer is here."""
    pair.heartbeat()
    refresh.redraw_if_over("together", pair.running)


# -- side by side ----------------------------------------------------------------


def race(pair: Pair) -> None:
    """The accuracy of both, and their weights, live while they train."""
    st.fragment(_race, run_every=interval(pair, VIEW_S), key="together-race")(pair)


def _race(pair: Pair) -> None:
    refresh.waiting(min(filter(None, (side.place for side in pair.sides)), default=0))
    elements.show("race", key="together-curves", data=curves(pair))
    packed, limit = weights(pair)
    elements.show(
        "heads",
        key="together-weights",
        data={
            "labels": gallery.DIGITS,
            "rows": [
                {"kind": "pictures", "symbol": "W", "name": name, "of": name, "values": values}
                for name, values in zip(NAMES, packed, strict=True)
            ],
        },
    )
    elements.show(
        "legend", key="together-legend", data={"limit": limit, "note": "One scale for both."}
    )
    keep_alive(pair)


def weights(pair: Pair) -> tuple[list[str], float]:
    """The rows of both W as bytes for the browser, on one scale, and its end."""
    both = np.stack([side.progress.weights.W for side in pair.sides])
    limit = symmetric_limit(both)
    return [encoding.signed(W, limit)["values"] for W in both], limit


def curves(pair: Pair) -> dict[str, object]:
    """The data of <ten-race>."""
    seen = [side.progress for side in pair.sides]
    axis = _axis(seen)
    ahead = max(progress.step for progress in seen)
    config = seen[0].config
    return {
        "runs": [
            {
                "name": name,
                "step": progress.step,
                "test": progress.test.accuracy if progress.test else None,
                "points": [
                    [round(p.step / config.steps_per_epoch, 4), round(p.validation.accuracy, 4)]
                    for p in progress.points
                ],
            }
            for name, progress in zip(NAMES, seen, strict=True)
        ],
        "epochs": config.epochs,
        "low": axis.low,
        "high": axis.high,
        "ticks": axis.ticks,
        "note": f"step {ahead:,} of {config.total_steps:,}",
    }


def _axis(seen: Sequence[Progress]) -> Axis:
    """The whole of it, until both have been above the floor."""
    upper = accuracy_axis(*(one.points for one in seen))
    best = min(max(p.validation.accuracy for p in one.points) for one in seen)
    if upper.low == 0 or best < ACCURACY_FLOOR:
        return Axis(0.0, 1.0, tuple(t / 100 for t in range(0, 101, 20)))
    return Axis(ACCURACY_FLOOR, upper.high, tuple(t for t in upper.ticks if t >= ACCURACY_FLOOR))


def errors(chapter: Chapter, pair: Pair) -> None:
    """The rule with the numbers of both heads, live, for the digit they are asked about."""
    st.fragment(_errors, run_every=interval(pair, ASK_S), key="together-errors")(chapter, pair)


def _errors(chapter: Chapter, pair: Pair) -> None:
    (digit,) = _shown()["one"]
    outputs = [side.progress.model.predict_proba(images()["one"][0]) for side in pair.sides]
    lines = [
        rf"\text{{{name}:}} && ({tex.lit(f'{a[digit]:.2f}', True)} - 1)\, x"
        for name, a in zip(NAMES, outputs, strict=True)
    ]
    with st.container(key="together-rule"):
        chapter.prose("Rule", digit=digit)
        rows = r" \\[4pt] ".join(lines)
        st.latex(rf"\begin{{aligned}} {rows} \end{{aligned}}")


# -- both are asked ----------------------------------------------------------------


def ask(chapter: Chapter, pair: Pair) -> None:
    """One digit, an empty page and two digits at once: what each head says, live."""
    with st.container(key="together-ask"):
        with st.container(key="together-ask-head", horizontal=True, vertical_alignment="center"):
            st.markdown("## Ask both")
            st.button("Other images", key="together_other", on_click=_other)
        chapter.prose("Ask")
        st.fragment(_answers, run_every=interval(pair, ASK_S), key="together-answers")(
            chapter, pair
        )


def _answers(chapter: Chapter, pair: Pair) -> None:
    asked, names = images(), captions()
    for column, kind in zip(st.columns(len(ASKED), gap="large"), ASKED, strict=True):
        with column:
            st.markdown(f"### {TITLES[kind]}")
            gallery.ink(
                f"together-{kind}", asked[kind][0], 112, alt=names[kind], caption=names[kind]
            )
            _bars(kind, asked[kind][0], _shown()[kind], pair)
    with st.container(key="together-means"):
        words, table = st.columns([0.32, 0.68], gap="large")
        with words:
            st.markdown(chapter.text.sections["Blank"])
            st.markdown(chapter.text.sections["Mean"].format(n=len(_places()[0])))
        with table:
            elements.show("table", key="together-table", data=averages(pair))


def _bars(kind: str, x: np.ndarray, shown: list[int], pair: Pair) -> None:
    outputs = [side.progress.model.predict_proba(x) for side in pair.sides]
    elements.show(
        "heads",
        key=f"together-bars-{kind}",
        data={
            "labels": gallery.DIGITS,
            "strong": shown,
            "rows": [
                {"kind": "bars", "symbol": "a", "name": name, "values": a.round(4).tolist(),
                 "half": True, "high": 72, "sum": f"{a.sum():.2f}"}
                for name, a in zip(NAMES, outputs, strict=True)
            ],
        },
    )  # fmt: skip


def averages(pair: Pair) -> dict[str, object]:
    """The data of <ten-table>: what stands above holds on average too."""
    of = {
        name: [means(side.progress.model, _many()[kind]) for kind in ASKED]
        for name, side in zip(NAMES, pair.sides, strict=True)
    }
    return {
        "head": [TITLES[kind].lower() for kind in ASKED],
        "rows": [
            {
                "name": f"{what}, {name}",
                "values": [tex.number(getattr(m, field)) for m in found],
            }
            for what, field in (("sum", "total"), ("largest", "largest"))
            for name, found in of.items()
        ],
    }


@functools.cache
def _places() -> tuple[np.ndarray, np.ndarray]:
    return differing(resources.dataset().test, AVERAGED)


@functools.cache
def _many() -> Mapping[str, Images]:
    return questions(resources.dataset().test, *_places())


def _place() -> tuple[np.ndarray, np.ndarray]:
    """Positions of the two images on the page, both (1,)."""
    first, second = _places()
    number = st.session_state.get("together_number", START) % len(first)
    return first[number : number + 1], second[number : number + 1]


def images() -> Mapping[str, Images]:
    """The three images on the page, each (1, 784)."""
    return questions(resources.dataset().test, *_place())


def _shown() -> dict[str, list[int]]:
    """Which digits are on them."""
    (first,), (second,) = (resources.dataset().test.labels[place] for place in _place())
    return {"one": [int(first)], "blank": [], "two": [int(first), int(second)]}


def captions() -> dict[str, str]:
    """What they show."""
    names = {
        kind: " and ".join(f"an {digit}" if digit == 8 else f"a {digit}" for digit in digits)
        for kind, digits in _shown().items()
    }
    return names | {"blank": "784 zeros"}


def _other() -> None:
    st.session_state["together_number"] = st.session_state.get("together_number", START) + 1


def onward(chapter: Chapter) -> None:
    """Where all this is at hand."""
    with st.container(key="together-onward"):
        chapter.prose("Onward")
        with st.container(key="together-links", horizontal=True):
            st.page_link("train/page.py", label="Train a model")
            st.page_link("weights/page.py", label="Look at its weights")
            st.page_link("draw/page.py", label="Draw a digit")
