"""One run against what people would write instead: ``python -m benchmarks.training``.

Measured, each as the median over rounds that visit every contender in turn:

* **throughput**: an epoch of steps (for the PIL loop 100 steps);
* **time to an accuracy** of 90, 92 and 92.4 % on the test images: a whole run of the shortest
  schedule whose final weights reach it, median over seeds (how it is found, and how each
  contender's recipe is tuned, is told in benchmarks/tuning.py). The clock covers making the
  model and training it, with a new seed each time; it covers neither reading MNIST nor
  turning it into the tensors or arrays that the contender takes, nor evaluation, nor tuning.
  The PIL loop takes the steps of the DataLoader loop, so its time is computed from its
  throughput;
* **peak memory** of a process that does nothing but import what the contender needs, load
  the data and train briefly.

Ours runs on one thread. A loop with torch, lbfgs and SoftmaxRegression have one thread or the
default number of torch and the BLAS, whichever was faster just before; what has fit(X, y) gets
float32 or float64, likewise.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.measure import Cost, Key, interleaved, machine, median_cost, say, table, timed
from benchmarks.sklearn_solvers import Solver, fit
from benchmarks.torch_loops import (
    Recipe,
    Weights,
    dataloader,
    in_memory,
    mnist,
    ours,
    pictures,
)
from benchmarks.tuning import EPOCH, GOALS, Plan, saved_plans

PICTURE_STEPS = 100
# A contender that is faster than this has several runs in a round.
TURN_S = 0.5
MET = {True: "yes", False: "**no**"}

Train = Callable[[Recipe, int, int], Weights]
AnyPlan = Plan[Any]


@dataclass(frozen=True)
class Contender:
    """Something that trains, and the plans it was found to need for the goals."""

    name: str
    program: str  # as benchmarks.memory knows it
    run: Callable[[AnyPlan, int], Weights]  # plan, seed
    plans: Mapping[float, AnyPlan]
    epoch: AnyPlan | None  # what the throughput is measured on
    samples_per_step: int

    @property
    def scaled(self) -> bool:
        return self.program == "pictures"


def run_loop(train: Train, threads: int, plan: Plan[Recipe], seed: int) -> Weights:
    """Ours or a loop, with so many threads of torch."""
    torch.set_num_threads(threads)
    return train(plan.recipe, plan.steps, seed)


def run_solver(
    solver: Solver, dtype: str, threads: int | None, plan: Plan[float], seed: int
) -> Weights:
    """scikit-learn or our estimator, with so many threads of the BLAS; None is the default."""
    torch.set_num_threads(threads or os.cpu_count() or 1)
    limits = threadpool_limits(threads) if threads else contextlib.nullcontext()
    with limits:
        return Weights(*fit(solver, plan.recipe, plan.steps, seed, dtype))


def fastest(options: Mapping[Key, Callable[[int], object]], what: str) -> Key:
    """The option with the least median wall time of three."""
    runs = interleaved(options, 3)
    best = min(options, key=lambda option: median_cost(runs[option]).wall_s)
    say(f"{what}: {best}")
    return best


def fastest_threads(train: Train) -> int:
    """How many threads of torch suit a loop."""
    plan = Plan(Recipe(128, 0.1, 0.9, linear=True), PICTURE_STEPS)
    options = {n: partial(run_loop, train, n, plan) for n in (1, os.cpu_count() or 1)}
    return fastest(options, f"threads of {train.__name__}")


def torch_contenders() -> list[Contender]:
    """Ours and the loops."""
    threads: dict[Train, int] = {ours: 1}
    for train in (in_memory, dataloader, pictures):
        threads[train] = fastest_threads(train)
    plans = saved_plans()

    def contender(name: str, train: Train, batch_size: int, plan: str) -> Contender:
        run = partial(run_loop, train, threads[train])
        steps = PICTURE_STEPS if train is pictures else EPOCH // batch_size
        epoch = Plan(Recipe(batch_size, 0.1, 0.9, linear=True), steps)
        return Contender(name, train.__name__, run, plans[plan], epoch, batch_size)

    loop = "DataLoader, batch "
    return [
        contender("**ours**, batch 128", ours, 128, "ours"),
        contender("tensor in RAM, batch 128, falling rate", in_memory, 128, "loop 128 falling"),
        contender(loop + "128, falling rate", dataloader, 128, "loop 128 falling"),
        contender(loop + "64, falling rate", dataloader, 64, "loop 64 falling"),
        contender(loop + "128, constant rate", dataloader, 128, "loop 128 constant"),
        contender(loop + "64, constant rate", dataloader, 64, "loop 64 constant"),
        contender(loop + "64, untuned (SGD, rate 0.01)", dataloader, 64, "loop 64 untuned"),
        contender("PIL images, batch 128, falling rate †", pictures, 128, "loop 128 falling"),
    ]


def estimator_contender(solver: Solver, trial: int) -> Contender:
    """A solver of scikit-learn, or our estimator, with what suits it in a trial of this length."""
    # saga runs on one thread in any case.
    threads = (None,) if solver == "saga" else (1, None)
    options = {
        (dtype, n): partial(run_solver, solver, dtype, n, Plan(1e-4, trial))
        for dtype in ("float32", "float64")
        for n in threads
    }
    dtype, n = fastest(options, solver)
    epoch = Plan(1e-4, 2) if solver == "saga" else None  # L-BFGS has no samples per second
    run = partial(run_solver, solver, dtype, n)
    name = "SoftmaxRegression" if solver == "estimator" else f"scikit-learn {solver}"
    return Contender(f"{name} ({dtype})", solver, run, saved_plans()[solver], epoch, EPOCH)


def test_accuracy(weights: Weights) -> float:
    """The test accuracy of the weights."""
    test = mnist().test
    scores = test.rows.astype(np.float32) @ (weights.W.T / 255) + weights.b
    return float((scores.argmax(axis=1) == test.labels).mean())


@dataclass(frozen=True)
class Outcome:
    """The median cost of a plan's runs, and the median test accuracy that they ended with."""

    cost: Cost
    accuracy: float


def measure_throughput(contenders: Sequence[Contender], rounds: int) -> dict[str, Cost]:
    """Seconds per sample of each contender that works sample by sample."""
    measured = [(c, c.epoch) for c in contenders if c.epoch]
    runs = interleaved({c.name: partial(c.run, epoch) for c, epoch in measured}, rounds, TURN_S)
    costs = {}
    for c, epoch in measured:
        cost, samples = median_cost(runs[c.name]), epoch.steps * c.samples_per_step
        costs[c.name] = Cost(cost.wall_s / samples, cost.cpu_s / samples)
    return costs


def run_unseen(contender: Contender, plan: AnyPlan, call: int) -> Weights:
    """One run of a plan, from a seed that it was not found with."""
    return contender.run(plan, 1_000 + call)


def measure_goals(
    contenders: Sequence[Contender],
    goals: Sequence[float],
    per_sample: Mapping[str, Cost],
    rounds: int,
) -> dict[tuple[str, float], Outcome]:
    """Every contender's plan for every goal, by name and goal."""
    plans = {
        (c.name, goal): (c, c.plans[goal]) for c in contenders for goal in goals if goal in c.plans
    }
    actions = {k: partial(run_unseen, c, plan) for k, (c, plan) in plans.items() if not c.scaled}
    outcomes = {
        key: Outcome(
            median_cost(runs), statistics.median(test_accuracy(run.result) for run in runs)
        )
        for key, runs in interleaved(actions, rounds, TURN_S).items()
    }
    for key, (c, plan) in plans.items():
        if c.scaled:
            samples, cost = plan.steps * c.samples_per_step, per_sample[c.name]
            computed = Cost(cost.wall_s * samples, cost.cpu_s * samples)
            outcomes[key] = Outcome(computed, math.nan)
    return outcomes


def peak_memory_mb(program: str) -> float:
    """See benchmarks/memory.py."""
    command = [sys.executable, "-m", "benchmarks.memory", program]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(output) / 1e6


def seconds(value: float) -> str:
    """In the unit that reads best."""
    return f"{value * 1e3:,.0f} ms" if value < 1 else f"{value:,.1f} s"


def times(value: float) -> str:
    """A ratio."""
    return f"{value:.1f}x" if value < 20 else f"{value:,.0f}x"


def ratios(cost: Cost, own: Cost) -> str:
    """How many times ours, on the clock and in processor time."""
    return f"{times(cost.wall_s / own.wall_s)} ({times(cost.cpu_s / own.cpu_s)})"


def report(
    contenders: Sequence[Contender],
    goals: Sequence[float],
    per_sample: Mapping[str, Cost],
    outcomes: Mapping[tuple[str, float], Outcome],
) -> None:
    """The three tables."""
    first = contenders[0].name
    rows = []
    programs = {c.program: peak_memory_mb(c.program) for c in contenders}
    for c in contenders:
        cost = per_sample.get(c.name)
        speed = ["", "", ""]
        if cost:
            speed = [
                f"{1 / cost.wall_s:,.0f}",
                f"{cost.cpu_s * 1e6:.1f} µs",
                ratios(cost, per_sample[first]),
            ]
        # A falling rate costs nothing: one line for each program and batch size is enough.
        if "constant" not in c.name and "untuned" not in c.name:
            name = c.name.replace(", falling rate", "")
            rows.append([name, *speed, f"{programs[c.program]:,.0f} MB"])
    print("\n### Throughput and memory\n")
    print(
        table(["", "samples/s", "CPU per sample", "wall (CPU) against ours", "peak memory"], rows)
    )

    print("\n### Time to a test accuracy: wall (CPU), and how many times ours\n")
    rows = []
    for c in contenders:
        row = [c.name]
        for goal in goals:
            outcome, own = outcomes.get((c.name, goal)), outcomes.get((first, goal))
            if outcome is None or own is None:
                row.append("not reached")
                continue
            cost = outcome.cost
            ratio = "" if c.name == first else f", **{ratios(cost, own.cost)}**"
            row.append(f"{seconds(cost.wall_s)} ({seconds(cost.cpu_s)}){ratio}")
        rows.append(row)
    print(table(["", *(f"{goal:.1%}" for goal in goals)], rows))

    print("\n### What was run for that, and the test accuracy of the timed runs (median)\n")
    rows = []
    for c in contenders:
        for goal, plan in c.plans.items():
            if (c.name, goal) not in outcomes:
                continue
            outcome = outcomes[c.name, goal]
            if isinstance(plan.recipe, Recipe):
                length, recipe = f"{plan.steps * c.samples_per_step:,} samples", str(plan.recipe)
            else:
                unit = "passes" if c.program == "saga" else "iterations"
                length, recipe = f"{plan.steps} {unit}", f"l2 {plan.recipe:.1e}"
            accuracy = "" if c.scaled else f"{outcome.accuracy:.2%}"
            rows.append([c.name, f"{goal:.1%}", recipe, length, accuracy])
    print(table(["", "goal", "recipe", "length", "reached"], rows, text_columns=3))
    print(
        f"\n† Measured on {PICTURE_STEPS * 128:,} images; its times to an accuracy are its time "
        "per sample multiplied up."
    )


def verdict(cost: Cost, own: Cost, least: float) -> str:
    """Whether a cost is that many times ours, by the clock and by processor time."""
    wall, cpu = cost.wall_s >= least * own.wall_s, cost.cpu_s >= least * own.cpu_s
    return MET[wall] if wall == cpu else f"wall {MET[wall]}, CPU {MET[cpu]}"


def report_targets(
    contenders: Sequence[Contender],
    per_sample: Mapping[str, Cost],
    outcomes: Mapping[tuple[str, float], Outcome],
) -> None:
    """Print the targets beside the measurements."""
    first = contenders[0].name
    own = outcomes[first, 0.92].cost
    rows = []

    def row(what: str, target: str, measured: str, met: str) -> None:
        rows.append([what, target, measured, met])

    for c in contenders:
        if c.name == "DataLoader, batch 128, falling rate":
            cost, base = per_sample[c.name], per_sample[first]
            what = "throughput against DataLoader, batch 128"
            row(what, ">= 6x", ratios(cost, base), verdict(cost, base, 6))
    row("CPU time to 92.0 %", "<= 120 ms", seconds(own.cpu_s), MET[own.cpu_s <= 0.12])
    for c in contenders[1:]:
        least = 30 if "saga" in c.name else 50 if c.name.startswith("DataLoader, ") else None
        outcome = outcomes.get((c.name, 0.92))
        if least and outcome:
            both, met = ratios(outcome.cost, own), verdict(outcome.cost, own, least)
            row(f"time to 92.0 % against {c.name}", f">= {least}x", both, met)
    print("\n### Targets: wall (CPU)\n")
    print(table(["", "target", "measured", "met"], rows))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="2 rounds, and up to 92.0 %%")
    arguments = parser.parse_args()
    rounds: int = arguments.rounds
    goals: tuple[float, ...] = GOALS
    if arguments.quick:
        rounds, goals = min(rounds, 2), GOALS[:2]

    contenders = [
        *torch_contenders(),
        estimator_contender("saga", trial=2),
        estimator_contender("lbfgs", trial=10),
        estimator_contender("estimator", trial=10),
    ]
    per_sample = measure_throughput(contenders, rounds)
    outcomes = measure_goals(contenders, goals, per_sample, rounds)
    print(f"## Training\n\n{machine()}. Medians over {rounds} interleaved rounds.")
    report(contenders, goals, per_sample, outcomes)
    report_targets(contenders, per_sample, outcomes)


if __name__ == "__main__":
    say(f"started: {timed(main).cost.wall_s:,.0f} s in all")
