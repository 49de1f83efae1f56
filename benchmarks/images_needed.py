"""The accuracy by number of training images: ``python -m benchmarks.images_needed``.

The optimum on the first n training images, l2 chosen on the validation split, for growing n. A
training that has seen fewer images than a goal needs here will hardly reach it, so this bounds
what any optimizer can save.
"""

from __future__ import annotations

import torch

from benchmarks.measure import machine, say, table
from benchmarks.optimum import Problem, minimise
from softmax.data import CLASSES, PIXELS, load
from softmax.data.mnist import Split

COUNTS = (10_000, 20_000, 25_000, 30_000, 35_000, 40_000, 55_000)
L2 = (1e-2, 3e-3, 1e-3, 3e-4)


def best_fit(split: Split, validation: Problem, test: Problem) -> tuple[float, float, float]:
    """The l2 with the best validation accuracy, and its accuracies on validation and test."""
    train = Problem(split)
    W = torch.zeros(CLASSES, PIXELS, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(CLASSES, dtype=torch.float64, requires_grad=True)
    fits = []
    for l2 in L2:  # each starts at the optimum of the stronger penalty
        minimise(train, W, b, l2)
        fits.append((l2, validation.measure(W, b)[1], test.measure(W, b)[1]))
    return max(fits, key=lambda fit: fit[1])


def main() -> None:
    """Measure and print."""
    dataset = load()
    validation, test = Problem(dataset.validation), Problem(dataset.test)
    rows = []
    for n in COUNTS:
        first = Split(dataset.train.images[:n], dataset.train.labels[:n])
        l2, on_validation, on_test = best_fit(first, validation, test)
        rows.append([f"{n:,}", f"{l2:g}", f"{on_validation:.2%}", f"{on_test:.2%}"])
        say(" ".join(rows[-1]))
    print(f"## The best fit to the first images\n\n{machine()}\n")
    print(table(["images", "l2", "validation", "test"], rows))


if __name__ == "__main__":
    main()
