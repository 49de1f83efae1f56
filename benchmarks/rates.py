"""The best learning rate of each optimizer: ``python -m benchmarks.rates``.

The default config with each optimizer and base rate, two seeds each, evaluated on the validation
split at the end of the run. The best rate has the least mean loss; a suggestion is right if it is
within 1 % of that loss, which is about the difference between seeds.

Finally 50 steps of full-batch gradient descent, as in the race: all rates of a schedule at once in
a Sweep, with one seed, because nothing is random.
"""

from __future__ import annotations

import math
import statistics
from typing import get_args

from benchmarks.measure import machine, say, table
from softmax.data import Dataset, load
from softmax.experiments.race import FULL_BATCH_RATE, preset_config
from softmax.experiments.sweep import Sweep
from softmax.training import SUGGESTED_RATE, Config, Engine, Metrics
from softmax.training.images import evaluation_set
from softmax.training.settings import Optimizer, Schedule

GRID: dict[Optimizer, tuple[float, ...]] = {
    "sgd": (0.1, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0),
    "momentum": (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5),
    "nesterov": (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 1.0, 1.5),
    "adam": (0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.04),
}
FULL_BATCH_GRID = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)
SEEDS = (0, 1)
FLAT = 1.01


def train(config: Config, dataset: Dataset) -> Metrics:
    """Validation loss and accuracy at the end of a run."""
    engine = Engine(config, dataset)
    for step in range(config.total_steps):
        engine.step(step, config.rate_at(step))
    return engine.evaluate(evaluation_set(dataset.validation, len(dataset.validation)))


def main() -> None:
    """Measure and print."""
    dataset = load()
    print(
        f"## Learning rates\n\n{machine()}. {Config().epochs} epochs, batch 128, linear schedule."
    )
    for optimizer in get_args(Optimizer):
        losses, accuracies, spread = {}, {}, {}
        for rate in GRID[optimizer]:
            found = [
                train(Config(optimizer=optimizer, learning_rate=rate, seed=seed), dataset)
                for seed in SEEDS
            ]
            losses[rate] = statistics.mean(metrics.loss for metrics in found)
            accuracies[rate] = statistics.mean(metrics.accuracy for metrics in found)
            spread[rate] = abs(found[0].loss - found[-1].loss)
            say(f"{optimizer} {rate:g}: {losses[rate]:.4f}")
        best = min(losses, key=lambda rate: losses[rate] if math.isfinite(losses[rate]) else 1e9)
        flat = [rate for rate in losses if losses[rate] <= FLAT * losses[best]]
        suggested = SUGGESTED_RATE[optimizer]

        rows = []
        for rate in GRID[optimizer]:
            marks = ["best"] * (rate == best) + ["suggested"] * (rate == suggested)
            rows.append(
                [
                    f"{rate:g}",
                    f"{losses[rate]:.4f}",
                    f"{spread[rate]:.4f}",
                    f"{accuracies[rate]:.2%}",
                    " ".join(marks) + ("" if rate not in flat else " (flat)"),
                ]
            )
        print(f"\n### {optimizer}\n")
        print(table(["rate", "validation loss", "seeds differ by", "accuracy", ""], rows))
        verdict = "is right" if min(flat) <= suggested <= max(flat) else "SHOULD CHANGE"
        print(f"\nSuggested {suggested:g} {verdict}: flat from {min(flat):g} to {max(flat):g}.")
    full_batch(dataset)


def full_batch(dataset: Dataset) -> None:
    """Measure and print the rates of full-batch gradient descent."""
    losses = {}
    for schedule in get_args(Schedule):
        config = preset_config("gradient_descent", Config()).replace(schedule=schedule)
        sweep = Sweep(config, dataset, FULL_BATCH_GRID)
        sweep.play()
        sweep.advance()
        losses[schedule] = sweep.progress.losses
        say(f"full batch, {schedule}: {losses[schedule].min():.4f}")
    header = ["rate", *(f"validation loss, {schedule}" for schedule in losses)]
    rows = [
        [f"{rate:g}", *(f"{found[i]:.4f}" for found in losses.values())]
        for i, rate in enumerate(FULL_BATCH_GRID)
    ]
    print(f"\n### Full-batch gradient descent, {config.total_steps} steps\n")
    print(table(header, rows))
    print(f"\nThe race uses {FULL_BATCH_RATE:g}, linear.")


if __name__ == "__main__":
    main()
