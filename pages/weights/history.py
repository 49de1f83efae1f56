"""The weights of a run over time, packed once for the browser."""

import weakref
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pages.shared.components import encoding
from pages.shared.components.encoding import Signed
from pages.shared.state.run_handle import RunHandle
from softmax.charts import symmetric_limit
from softmax.training import Progress, Timeline, moments

LEAST_LOSS = 1e-6


@dataclass(frozen=True, eq=False)
class History:
    """What the page can show: many snapshots of a standing run, the current one of a live run.

    ``weights`` has all rows of all snapshots on one scale, from -limit to limit of the latest.
    ``losses`` are validation losses at ``loss_steps``; of a standing run, one per snapshot.
    """

    live: bool
    timeline: Timeline
    limit: float
    weights: Signed
    loss_steps: list[int]
    losses: list[float]

    @property
    def id(self) -> int:
        """A checksum of the latest weights, by which the browser tells two histories apart."""
        return 0 if self.live else zlib.crc32(self.timeline.W[-1].tobytes())


# A standing run publishes no new Progress, so its history is computed once.
_histories: weakref.WeakKeyDictionary[Progress, History] = weakref.WeakKeyDictionary()


def of(mine: RunHandle) -> History:
    """The history of the visitor's run."""
    progress = mine.progress
    measured = {point.step: point.validation.loss for point in progress.points}
    if mine.running:
        timeline = Timeline.of((progress.weights,), progress.config.head)
        return _packed(True, timeline, list(measured), list(measured.values()))
    if progress not in _histories:
        timeline = moments(mine.run)
        losses = timeline.losses(mine.run.dataset.validation, measured)
        _histories[progress] = _packed(False, timeline, timeline.steps.tolist(), losses)
    return _histories[progress]


def _packed(
    live: bool, timeline: Timeline, loss_steps: list[int], losses: Sequence[float] | np.ndarray
) -> History:
    limit = symmetric_limit(timeline.W[-1])
    weights = encoding.signed(timeline.W, limit)
    # Their axis is logarithmic, and on images of a single label the loss reaches 0.
    shown = np.maximum(losses, LEAST_LOSS).tolist()
    return History(live, timeline, limit, weights, loss_steps, shown)
