"""The curves as CSV: what a reader of CSV finds in it is what the run measured."""

from __future__ import annotations

import csv
import io

from softmax.data import Dataset
from softmax.export import to_csv
from softmax.training import Config, Run


def test_every_number_comes_back(small: Dataset) -> None:
    run = Run(Config(train_size=1_000, batch_size=50, learning_rate=0.01), small)
    run.play()
    run.advance()
    points = run.progress.points
    rows = list(csv.DictReader(io.StringIO(to_csv(points))))
    assert len(rows) == len(points) > 10
    for row, point in zip(rows, points, strict=True):
        assert int(row["step"]) == point.step
        assert int(row["samples"]) == point.samples == point.step * 50
        for split in ("train", "validation"):
            measured = getattr(point, split)
            assert float(row[f"{split}_loss"]) == measured.loss
            assert float(row[f"{split}_accuracy"]) == measured.accuracy
