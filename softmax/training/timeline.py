"""The weights of a run over time, stacked, so that one matrix product evaluates all of them.

K moments, h classes, m features.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from softmax.data import Split
from softmax.maths import (
    Head,
    activation,
    binary_cross_entropy,
    cross_entropy,
    one_hot,
)
from softmax.training.history import Snapshot, thin
from softmax.training.run import Run

MAX_MOMENTS = 72
MOST_IN_FLOAT32 = 1e30


@dataclass(frozen=True, eq=False)
class Timeline:
    """Snapshots stacked: ``steps`` (K,), ``W`` (K, h, m) and ``b`` (K, h), float32."""

    steps: np.ndarray
    W: np.ndarray
    b: np.ndarray
    head: Head

    @classmethod
    def of(cls, snapshots: Sequence[Snapshot], head: Head) -> Timeline:
        """The snapshots, in order."""
        return cls(
            steps=np.array([snapshot.step for snapshot in snapshots]),
            W=np.stack([snapshot.W for snapshot in snapshots]),
            b=np.stack([snapshot.b for snapshot in snapshots]),
            head=head,
        )

    def __len__(self) -> int:
        return len(self.steps)

    def logits(self, X: ArrayLike) -> np.ndarray:
        """X (N, m), scaled to 0..1 -> (K, N, h): float32, or float64 if the weights are so large
        that float32 would overflow."""
        K, h, m = self.W.shape
        kind = np.float32 if np.abs(self.W).max() < MOST_IN_FLOAT32 else np.float64
        Z = np.asarray(X, dtype=kind) @ self.W.reshape(K * h, m).T.astype(kind, copy=False)
        stacked: np.ndarray = Z.reshape(-1, K, h).transpose(1, 0, 2) + self.b[:, None]
        return stacked

    def probabilities(self, x: ArrayLike) -> np.ndarray:
        """The outputs of each moment's model for one image x (m,): (K, h)."""
        return activation(self.logits(np.asarray(x)[None])[:, 0], self.head)

    def losses(self, split: Split, known: Mapping[int, float]) -> np.ndarray:
        """The mean loss on all images of a split at each moment, (K,).

        Args:
            known: losses already measured on that split, by step.
        """
        found = {step: known[step] for step in self.steps.tolist() if step in known}
        missing = [k for k, step in enumerate(self.steps.tolist()) if step not in found]
        if missing:
            unmeasured = Timeline(self.steps[missing], self.W[missing], self.b[missing], self.head)
            found |= zip(unmeasured.steps.tolist(), unmeasured._measure(split), strict=True)
        return np.array([found[step] for step in self.steps.tolist()])

    def _measure(self, split: Split) -> list[float]:
        loss = cross_entropy if self.head == "softmax" else binary_cross_entropy
        X = split.rows.astype(np.float32) / np.float32(255)
        Y = one_hot(split.labels, self.W.shape[1])
        return [loss(Z, Y) for Z in self.logits(X)]


def moments(run: Run, limit: int = MAX_MOMENTS) -> Timeline:
    """At most ``limit`` of a run's snapshots, with the first and the latest, spread evenly over
    log(1 + step), because half of the change happens in the first hundred steps."""
    latest = run.progress.weights
    known = {s.step: s for s in (*run.first_snapshots, *run.snapshots) if s.step < latest.step}
    chosen = [*(known[step] for step in sorted(known)), latest]
    thin(chosen, limit, lambda snapshot: math.log1p(snapshot.step))
    return Timeline.of(chosen, run.config.head)
