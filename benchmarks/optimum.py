"""The optimum of this model: ``python -m benchmarks.optimum``, or with ``--deskew``.

The optimum of softmax regression on the 55,000 training images for several l2, by full-batch
L-BFGS (torch, float64, strong Wolfe line search), each started at the optimum of the next
stronger penalty. The objective is convex, so the remaining gradient bounds the distance to the
optimum. l2 is chosen on the validation split.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from benchmarks.measure import machine, say, table
from softmax.data import CLASSES, PIXELS, load
from softmax.data.mnist import Split
from softmax.training import Config, prepared

L2 = (1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5)
GRADIENT_TOLERANCE = 1e-6
MAX_ITERATIONS = 3_000


@dataclass(frozen=True)
class Optimum:
    """The metrics of the optimum for one ``l2``."""

    l2: float
    objective: float
    gradient: float  # its largest component
    train: tuple[float, float]  # loss, accuracy
    validation: tuple[float, float]
    test: tuple[float, float]


class Problem:
    """A split in float64: X (N, 784) in 0..1 and labels (N,)."""

    def __init__(self, split: Split) -> None:
        self.X = torch.from_numpy(split.rows / 255.0)
        self.labels = torch.from_numpy(split.labels.astype(np.int64))

    def loss(self, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        return cross_entropy(self.X @ W.T + b, self.labels)

    def measure(self, W: torch.Tensor, b: torch.Tensor) -> tuple[float, float]:
        with torch.no_grad():
            Z = self.X @ W.T + b
            correct = (Z.argmax(dim=1) == self.labels).double().mean()
            return cross_entropy(Z, self.labels).item(), correct.item()


def minimise(problem: Problem, W: torch.Tensor, b: torch.Tensor, l2: float) -> tuple[float, float]:
    """Move W and b to the optimum; returns the objective and the largest gradient component."""
    optimizer = torch.optim.LBFGS(
        [W, b],
        max_iter=MAX_ITERATIONS,
        max_eval=2 * MAX_ITERATIONS,
        tolerance_grad=GRADIENT_TOLERANCE,
        tolerance_change=0.0,
        history_size=30,
        line_search_fn="strong_wolfe",
    )

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        objective = problem.loss(W, b) + l2 / 2 * W.square().sum()
        objective.backward()  # type: ignore[no-untyped-call]
        return objective

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    objective = closure().item()
    assert W.grad is not None
    assert b.grad is not None
    return objective, max(W.grad.abs().max().item(), b.grad.abs().max().item())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description="The lowest loss of softmax regression, and its accuracy."
    )
    parser.add_argument("--deskew", action="store_true", help="on deskewed digits")
    deskew = parser.parse_args().deskew
    dataset = prepared(load(), Config(deskew=deskew))
    train, validation, test = map(Problem, (dataset.train, dataset.validation, dataset.test))
    W = torch.zeros(CLASSES, PIXELS, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(CLASSES, dtype=torch.float64, requires_grad=True)
    optima = []
    for l2 in L2:
        started = time.perf_counter()
        objective, gradient = minimise(train, W, b, l2)
        measured = [problem.measure(W, b) for problem in (train, validation, test)]
        optima.append(Optimum(l2, objective, gradient, *measured))
        say(f"l2 {l2:g}: {objective:.5f} in {time.perf_counter() - started:.0f} s")

    by_loss = min(optima, key=lambda optimum: optimum.validation[0])
    by_accuracy = max(optima, key=lambda optimum: optimum.validation[1])
    rows = [
        [
            f"{o.l2:g}" + (" **chosen**" if o is by_loss else ""),
            f"{o.objective:.5f}",
            f"{o.gradient:.0e}",
            *(f"{loss:.4f} / {accuracy:.2%}" for loss, accuracy in (o.train, o.validation, o.test)),
        ]
        for o in optima
    ]
    print(
        f"## The optimum\n\n{machine()}. 55,000 training images{', deskewed' if deskew else ''}.\n"
    )
    header = ["l2", "objective", "gradient", "train loss / accuracy", "validation", "test"]
    print(table(header, rows))
    for chosen, how in ((by_loss, "loss"), (by_accuracy, "accuracy")):
        print(
            f"\nBest validation {how} at l2 {chosen.l2:g}: **validation "
            f"{chosen.validation[1]:.2%} (loss {chosen.validation[0]:.4f}), test "
            f"{chosen.test[1]:.2%} (loss {chosen.test[0]:.4f})**."
        )


if __name__ == "__main__":
    main()
