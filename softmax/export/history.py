"""The points of a run's curves as CSV."""

import csv
import io
from collections.abc import Sequence

from softmax.training import Point

COLUMNS = (
    "step", "samples", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
)  # fmt: skip


def to_csv(points: Sequence[Point]) -> str:
    """A header line, and a line per point: losses in nats per image, accuracies from 0 to 1, in
    full precision."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for point in points:
        measured = (point.train, point.validation)
        numbers = [number for m in measured for number in (m.loss, m.accuracy)]
        writer.writerow([point.step, point.samples, *numbers])
    return file.getvalue()
