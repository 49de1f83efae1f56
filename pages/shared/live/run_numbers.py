"""The numbers of a run as the status bar shows them."""

from pages.shared.live.stamp import stamp
from softmax.numbers import loss, percent
from softmax.training import Progress, State

TITLES = {
    State.READY: "Ready",
    State.RUNNING: "Training",
    State.PAUSED: "Paused",
    State.FINISHED: "Finished",
    State.DIVERGED: "Diverged",
}
# Log-sum-exp keeps the loss finite at any learning rate; so many times the first loss counts as
# too large a step.
FAR_ABOVE = 3
# Short enough for one line on a phone, which has its room below the bar.
TOO_LARGE = "The step is too large: try a smaller rate."
FULL = "The room is full: you are number {place}. Your run begins by itself."
FAILED = "A step failed; the server's log says why. Reset begins anew."


def describe(
    progress: Progress,
    presented: bool = False,
    queue_position: int = 0,
    timed_out: bool = False,
    failed: bool = False,
) -> dict[str, object]:
    """The data of <ten-strip>.

    Args:
        presented: for a projector, with fewer numbers.
        queue_position: the run's number among those that wait for capacity; 0 if it does not.
        timed_out: the run was paused because it had trained for the longest time allowed.
        failed: the run was paused because a step raised an exception.
    """
    latest, config = progress.latest, progress.config
    final = (
        {"value": percent(progress.test.accuracy), "label": "test accuracy"}
        if progress.test
        else {"value": _speed(progress.samples_per_s), "label": "samples per second"}
    )
    seen = {"value": f"{progress.samples:,}", "label": "samples seen"}
    return stamp(progress) | {
        "state": "waiting" if queue_position else progress.state,
        "title": "Waiting" if queue_position else TITLES[progress.state],
        "note": _note(progress, queue_position, timed_out, failed),
        "done": progress.step / progress.total_steps,
        "cells": [
            {"value": f"{progress.epoch:.1f}", "of": f"of {config.epochs}", "label": "epoch"},
            *([] if presented else [seen]),
            {"value": loss(latest.train.loss), "label": "training loss"},
            {
                "value": percent(latest.validation.accuracy),
                "label": "validation accuracy",
                "key": True,
            },
            *([] if presented and not progress.test else [final]),
        ],
    }


def _speed(samples_per_s: float | None) -> str:
    return "–" if samples_per_s is None else f"{samples_per_s:,.0f}"


def _note(progress: Progress, queue_position: int, timed_out: bool, failed: bool) -> str:
    """What is not as one would expect."""
    if queue_position:
        return FULL.format(place=queue_position)
    if failed:
        return FAILED
    if timed_out:
        return "Paused, to make room for others: it had played for long. Play goes on."
    return TOO_LARGE if _too_large(progress) else ""


def _too_large(progress: Progress) -> bool:
    first, latest = progress.points[0].train.loss, progress.latest.train.loss
    return progress.state is not State.DIVERGED and latest > FAR_ABOVE * first
