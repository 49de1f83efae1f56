"""Peak memory of one contender: ``python -m benchmarks.memory NAME`` prints it in bytes.

Its own process imports only what the contender needs, loads MNIST, makes the copy that the
contender trains on, and trains briefly (memory does not grow with the number of steps).
"""

from __future__ import annotations

import sys

from benchmarks.measure import peak_memory_bytes

STEPS = 50


def main(name: str) -> None:
    """Train a contender briefly, and print."""
    if name in ("saga", "lbfgs", "estimator"):
        from benchmarks import sklearn_solvers

        sklearn_solvers.fit(name, 1e-4, 2, 0, "float32")  # type: ignore[arg-type]
    else:
        from benchmarks import torch_loops

        recipe = torch_loops.Recipe(128, 0.4, 0.9, True)
        getattr(torch_loops, name)(recipe, STEPS, 0)
    print(peak_memory_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
