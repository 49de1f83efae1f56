"""Experiments: a sweep of learning rates, a race of optimizers, the search for the optimum."""

from softmax.experiments.experiment import Experiment
from softmax.experiments.optimum import Optimum, OptimumProgress, measured_optimum, objective_at
from softmax.experiments.race import PRESETS, Preset, Race, Track, progress_share
from softmax.experiments.sweep import Sweep, SweepProgress, spread

__all__ = [
    "PRESETS",
    "Experiment",
    "Optimum",
    "OptimumProgress",
    "Preset",
    "Race",
    "Sweep",
    "SweepProgress",
    "Track",
    "measured_optimum",
    "objective_at",
    "progress_share",
    "spread",
]
