"""How long a contender must train for an accuracy, and by which recipe.

    python -m benchmarks.tuning        finds that out, and writes benchmarks/plans.json

It takes some minutes and measures no time: the same seeds give the same plans on any machine
(to rounding), so the plans are kept, and ``benchmarks.training`` times them.

The *shortest schedule* for a test accuracy is found the same way for every contender: go
through a fixed grid of lengths, each a quarter longer than the one before; at each length take
the recipe with the best mean validation accuracy over the seeds; stop at the first length
where that recipe's final weights have at least that accuracy on the test images, as the
median over the seeds. A falling rate is a new run for each length; a constant rate is one
run, looked at on its way. Recipes are thus chosen on validation only, and the test images
decide nothing but when the goal is reached.

The loops with autograd are rehearsed by the engine: from nn.Linear's initial weights and
without the penalty it takes the same steps to rounding, several times faster.
"""

from __future__ import annotations

import dataclasses
import json
import statistics
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import torch
from torch import nn

from benchmarks import sklearn_solvers
from benchmarks.measure import say
from benchmarks.sklearn_solvers import Solver
from benchmarks.torch_loops import Recipe, make_engine, mnist
from softmax.data import CLASSES, PIXELS
from softmax.data.mnist import Split
from softmax.training import Engine
from softmax.training.images import evaluation_set

PLANS_FILE = Path(__file__).with_name("plans.json")
GOALS = (0.90, 0.92, 0.924)
SEEDS = 5
EPOCH = 55_000
SHORTEST_SAMPLES = 4_000
LENGTH_RATIO = 1.25
LINEAR_RATES = {0.9: (0.1, 0.2, 0.3, 0.4, 0.6), 0.0: (1.0, 2.0, 3.0)}
CONSTANT_RATES = {0.9: (0.005, 0.01, 0.02, 0.05, 0.1), 0.0: (0.05, 0.1, 0.2, 0.5, 1.0)}
UNTUNED = Recipe(64, 0.01, 0.0, linear=False)
LONGEST_LINEAR = 6 * EPOCH
LONGEST_CONSTANT = 12 * EPOCH
LONGEST_UNTUNED = 60 * EPOCH
SAGA_PASSES = (1, 2, 3, 4, 5, 6, 8, 10)
SAGA_SEEDS = 3
LBFGS_ITERATIONS = (8, 10, 13, 16, 20, 25, 30, 40, 50, 65, 80, 100)
SKLEARN_L2 = (1e-3, 1e-4, 1 / 55_000)  # the last is scikit-learn's default, C = 1

Found = TypeVar("Found", bound=Hashable)


@dataclass(frozen=True)
class Plan(Generic[Found]):
    """The shortest way to an accuracy: so many steps (or iterations) by this recipe."""

    recipe: Found
    steps: int


def recipes(batch_size: int, linear: bool) -> list[Recipe]:
    """The grid that a recipe is chosen from."""
    rates = LINEAR_RATES if linear else CONSTANT_RATES
    return [
        Recipe(batch_size, rate, momentum, linear)
        for momentum, grid in rates.items()
        for rate in grid
    ]


def lengths(longest: int) -> list[int]:
    """The grid of lengths, in samples."""
    grid = [SHORTEST_SAMPLES]
    while grid[-1] * LENGTH_RATIO <= longest:
        grid.append(round(grid[-1] * LENGTH_RATIO))
    return grid


class _Rehearsal:
    """One run of the engine that can be looked at on its way."""

    def __init__(self, recipe: Recipe, seed: int, as_loop: bool) -> None:
        self.recipe, self.step = recipe, 0
        self.engine = make_engine(recipe, seed)
        if as_loop:
            torch.manual_seed(seed)
            model = nn.Linear(PIXELS, CLASSES)
            self.engine = Engine(self.engine.config.replace(l2=0.0), mnist())
            self.engine.W.copy_(model.weight.detach())
            self.engine.b.copy_(model.bias.detach())

    def accuracies(self, steps: int) -> tuple[float, float]:
        """On validation and on test, after so many steps of a schedule of that length."""
        while self.step < steps:
            self.engine.step(self.step, self.recipe.rate_at(self.step, steps))
            self.step += 1
        validation, test = mnist().validation, mnist().test
        return self._accuracy(validation), self._accuracy(test)

    def _accuracy(self, split: Split) -> float:
        return self.engine.evaluate(evaluation_set(split, len(split))).accuracy


def shortest_schedules(
    grid: Sequence[Recipe], longest: int, as_loop: bool
) -> dict[float, Plan[Recipe]]:
    """For each goal (a test accuracy, 0..1) its plan; a goal not reached has none."""
    torch.set_num_threads(1)
    under_way: dict[tuple[Recipe, int], _Rehearsal] = {}

    def accuracies(recipe: Recipe, seed: int, steps: int) -> tuple[float, float]:
        if recipe.linear or (recipe, seed) not in under_way:
            under_way[recipe, seed] = _Rehearsal(recipe, seed, as_loop)
        return under_way[recipe, seed].accuracies(steps)

    steps = [samples // grid[0].batch_size for samples in lengths(longest)]
    return _first_to_reach(grid, range(SEEDS), steps, accuracies)


def shortest_fits(
    solver: Solver, seeds: int, iterations: Sequence[int]
) -> dict[float, Plan[float]]:
    """The same for what has fit(X, y), whose length is max_iter and whose recipe is the l2.

    Each length is a fit from scratch, as it offers no other way to stop on the way. To keep
    this affordable the l2 is chosen once, on validation, in the middle of the lengths.
    """

    def accuracies(l2: float, seed: int, max_iter: int) -> tuple[float, float]:
        W, b = sklearn_solvers.fit(solver, l2, max_iter, seed, "float32")
        both = (sklearn_solvers.mnist().validation, sklearn_solvers.mnist().test)
        validation, test = (
            float(((split.rows @ W.T / 255 + b).argmax(axis=1) == split.labels).mean())
            for split in both
        )
        return validation, test

    middle = iterations[len(iterations) // 2]
    l2 = max(SKLEARN_L2, key=lambda l2: accuracies(l2, 0, middle)[0])
    return _first_to_reach([l2], range(seeds), iterations, accuracies)


def _first_to_reach(
    grid: Sequence[Found],
    seeds: Sequence[int],
    steps: Sequence[int],
    accuracies: Callable[[Found, int, int], tuple[float, float]],
) -> dict[float, Plan[Found]]:
    found: dict[float, Plan[Found]] = {}
    for length in steps:
        outcomes = {recipe: [accuracies(recipe, seed, length) for seed in seeds] for recipe in grid}
        best = max(grid, key=lambda r: statistics.mean(val for val, _ in outcomes[r]))
        reached = statistics.median(test for _, test in outcomes[best])
        for goal in GOALS:
            if goal not in found and reached >= goal:
                found[goal] = Plan(best, length)
                say(f"  {goal:.1%} after {length} steps: {best}")
        if len(found) == len(GOALS):
            break
    return found


def saved_plans() -> dict[str, dict[float, Plan[Any]]]:
    """What was found, by contender and goal."""

    def plan(saved: dict[str, Any]) -> Plan[Any]:
        recipe = saved["recipe"]
        return Plan(Recipe(**recipe) if isinstance(recipe, dict) else recipe, saved["steps"])

    contenders = json.loads(PLANS_FILE.read_text())
    return {
        name: {float(goal): plan(saved) for goal, saved in goals.items()}
        for name, goals in contenders.items()
    }


def main() -> None:
    """Find the plans of all contenders, and keep them."""

    def tune(batch_size: int, linear: bool, as_loop: bool = True) -> dict[float, Plan[Recipe]]:
        say(f"batch {batch_size}, {linear=}, {as_loop=}")
        longest = LONGEST_LINEAR if linear else LONGEST_CONSTANT
        return shortest_schedules(recipes(batch_size, linear), longest, as_loop)

    plans: dict[str, dict[float, Plan[Any]]] = {
        "ours": tune(128, linear=True, as_loop=False),
        "loop 128 falling": tune(128, linear=True),
        "loop 64 falling": tune(64, linear=True),
        "loop 128 constant": tune(128, linear=False),
        "loop 64 constant": tune(64, linear=False),
        "loop 64 untuned": shortest_schedules([UNTUNED], LONGEST_UNTUNED, as_loop=True),
        "saga": shortest_fits("saga", SAGA_SEEDS, SAGA_PASSES),
        # L-BFGS begins at zero and draws no random numbers: one seed says it all.
        "lbfgs": shortest_fits("lbfgs", 1, LBFGS_ITERATIONS),
        "estimator": shortest_fits("estimator", 1, LBFGS_ITERATIONS),
    }
    PLANS_FILE.write_text(to_json(plans))


def to_json(plans: dict[str, dict[float, Plan[Any]]]) -> str:
    """As ``saved_plans`` reads them."""
    contenders = {
        name: {str(goal): dataclasses.asdict(plan) for goal, plan in goals.items()}
        for name, goals in plans.items()
    }
    return json.dumps(contenders, indent=2) + "\n"


if __name__ == "__main__":
    main()
