"""A run that open pages watch: what has changed since what each was sent, encoded once for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pages.shared.components import encoding
from pages.shared.live import frame, run_data, run_numbers
from pages.shared.live.frame import Part
from pages.shared.live.stamp import stamp
from pages.shared.state.run_handle import RunHandle
from softmax.charts import symmetric_limit
from softmax.charts.step_axis import step_axis
from softmax.training import Point, Progress, State

# At step rates too fast to follow, the mini-batch changes once a second.
BATCH_S = 1.0


@dataclass(frozen=True)
class Moment:
    """A run at one moment."""

    progress: Progress
    queue_position: int
    timed_out: bool
    failed: bool
    followed: bool

    @classmethod
    def of(cls, run: RunHandle) -> Moment:
        followed = run_data.followed(run)
        return cls(run.progress, run.queue_position, run.timed_out, run.failed, followed)


@dataclass
class Viewer:
    """One page: the elements it has, by tag, and what it was sent for each; at which
    moment it saw the run last."""

    wants: Sequence[str]
    presented: bool = False
    sent: dict[str, object] = field(default_factory=dict)
    points: Sequence[Point] = ()
    seen: Moment | None = None


class Watched:
    """Frames of one run.

    Args:
        clock: monotonic seconds.
    """

    def __init__(self, run: RunHandle, clock: Callable[[], float] = time.monotonic) -> None:
        self.run = run
        self._clock = clock
        self._cached: dict[str, tuple[object, Part]] = {}
        self._batch: Progress | None = None  # whose mini-batch is shown
        self._batch_at = 0.0
        self._parts = {
            "strip": self._strip,
            "curves": self._curves,
            "pictures": self._pictures,
            "batch": self._mini_batch,
        }

    def message(self, viewer: Viewer) -> tuple[bytes | None, bool]:
        """What has changed since the viewer's last message.

        Returns:
            The message, or None if nothing has changed; and whether it is the last one, because
            the run does not train.
        """
        now = Moment.of(self.run)
        last = now.progress.state is not State.RUNNING
        if now == viewer.seen and not last:
            return None, False
        viewer.seen = now
        parts = {
            tag: part
            for tag in viewer.wants
            if tag in self._parts and (part := self._parts[tag](now, viewer))
        }
        return (frame.encoded(now.progress.state, parts) if parts or last else None), last

    def _changed(
        self, tag: str, viewer: Viewer, key: object, make: Callable[[], Part]
    ) -> Part | None:
        """The part with this key, unless the viewer has it; made once for all viewers."""
        if viewer.sent.get(tag) == key:
            return None
        viewer.sent[tag] = key
        if tag not in self._cached or self._cached[tag][0] != key:
            self._cached[tag] = (key, make())
        return self._cached[tag][1]

    def _strip(self, now: Moment, viewer: Viewer) -> Part | None:
        shown = (viewer.presented, now.queue_position, now.timed_out, now.failed)
        return self._changed(
            "strip", viewer, (now.progress.version, *shown),
            lambda: frame.part(run_numbers.describe(now.progress, *shown)),
        )  # fmt: skip

    def _curves(self, now: Moment, viewer: Viewer) -> Part | None:
        """The axes, and the points that the viewer does not have."""
        progress, points = now.progress, now.progress.points
        axis = step_axis(progress.step, progress.config)
        # Where the run stops, its last point is measured again on all images.
        shown = (progress.training, len(points), points[-1].step, points[-1].estimated, axis.high)
        if viewer.sent.get("curves") == shown:
            return None
        first = _common(viewer.points if "curves" in viewer.sent else (), points)
        viewer.points, viewer.sent["curves"] = points, shown
        key = (first, *shown)
        if "curves" not in self._cached or self._cached["curves"][0] != key:
            data = run_data.axes(progress)
            added = {"first": first, "points": run_data.rows(points[first:])}
            self._cached["curves"] = (key, frame.part(data | added))
        return self._cached["curves"][1]

    def _pictures(self, now: Moment, viewer: Viewer) -> Part | None:
        progress = now.progress
        key = (progress.training, progress.step, now.followed)
        return self._changed("pictures", viewer, key, lambda: _pictures(progress, now.followed))

    def _mini_batch(self, now: Moment, viewer: Viewer) -> Part | None:
        """At a step rate too fast to follow it changes once in BATCH_S."""
        if now.followed or self._batch is None or self._clock() - self._batch_at >= BATCH_S:
            self._batch, self._batch_at = now.progress, self._clock()
        progress = self._batch
        key = (progress.training, progress.step)
        return self._changed("batch", viewer, key, lambda: _batch(progress))


def _common(sent: Sequence[Point], points: Sequence[Point]) -> int:
    """How many points the viewer has already: all it was sent, or none if the run was reset or has
    thinned its points out."""
    n = len(sent)
    return n if n and n <= len(points) and points[n - 1] is sent[-1] else 0


def _pictures(progress: Progress, followed: bool) -> Part:
    data = stamp(progress) | {"biases": progress.weights.b.tolist(), "gradient": None}
    arrays: dict[tuple[str, ...], bytes] = {}
    shown = {"weights": progress.weights.W}
    if followed and progress.batch.gradient is not None:
        shown["gradient"] = -progress.batch.gradient
    for name, values in shown.items():
        limit = symmetric_limit(values)
        data[name] = {"limit": limit}
        arrays[name, "values"] = encoding.signed_bytes(values, limit).tobytes()
    return frame.part(data, arrays)


def _batch(progress: Progress) -> Part:
    sprite = run_data.batch_png(progress)
    return frame.part(run_data.batch_caption(progress), {("sprite",): sprite})
