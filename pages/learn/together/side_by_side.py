"""The accuracy and the weights of both runs, live."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from pages.learn import gallery
from pages.learn.together.two_runs import NAMES, Pair, interval, keep_alive
from pages.shared.components import elements, encoding
from pages.shared.live import ticks
from softmax.charts import symmetric_limit
from softmax.charts.curves import Axis, accuracy_axis
from softmax.training import Progress

TICK_S = 0.15
# The axis begins here once both curves are above it, for they lie close together.
ACCURACY_FLOOR = 0.86


def comparison(pair: Pair) -> None:
    """Both accuracy curves, and both weight matrices on one scale."""
    st.fragment(_live, run_every=interval(pair, TICK_S), key="together-race")(pair)


def _live(pair: Pair) -> None:
    ticks.waiting(pair.queue_position)
    elements.show("race", key="together-curves", data=_curves(pair))
    W = np.stack([side.progress.weights.W for side in pair.sides])
    limit = symmetric_limit(W)
    elements.show(
        "heads",
        key="together-weights",
        data={
            "labels": gallery.DIGITS,
            "rows": [
                {"kind": "pictures", "symbol": "W", "name": name, "of": name,
                 "values": encoding.signed(weights, limit)["values"]}
                for name, weights in zip(NAMES, W, strict=True)
            ],
        },
    )  # fmt: skip
    elements.show(
        "legend", key="together-legend", data={"limit": limit, "note": "One scale for both."}
    )
    keep_alive(pair)


def _curves(pair: Pair) -> dict[str, object]:
    """The data of <ten-race>."""
    both = [side.progress for side in pair.sides]
    axis = _axis(both)
    config = both[0].config
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
            for name, progress in zip(NAMES, both, strict=True)
        ],
        "epochs": config.epochs,
        "low": axis.low,
        "high": axis.high,
        "ticks": axis.ticks,
        "note": f"step {max(each.step for each in both):,} of {config.total_steps:,}",
    }


def _axis(both: Sequence[Progress]) -> Axis:
    """The whole axis, until both curves are above the floor."""
    upper = accuracy_axis(*(each.points for each in both))
    best = min(max(p.validation.accuracy for p in each.points) for each in both)
    if upper.low == 0 or best < ACCURACY_FLOOR:
        return Axis(0.0, 1.0, tuple(t / 100 for t in range(0, 101, 20)))
    return Axis(ACCURACY_FLOOR, upper.high, tuple(t for t in upper.ticks if t >= ACCURACY_FLOOR))
