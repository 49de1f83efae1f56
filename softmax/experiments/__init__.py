"""Experiments: a sweep of learning rates, a race of optimizers, the search for the optimum, and a
convolutional network beside softmax regression."""

from softmax.experiments.experiment import Experiment
from softmax.experiments.network import Network
from softmax.experiments.network_comparison import (
    ComparisonProgress,
    Mistakes,
    NetworkComparison,
    mistakes,
)
from softmax.experiments.optimum import Optimum, OptimumProgress, measured_optimum, objective_at
from softmax.experiments.race import PRESETS, Preset, Race, Track, progress_share
from softmax.experiments.sweep import Sweep, SweepProgress, spread

__all__ = [
    "PRESETS",
    "ComparisonProgress",
    "Experiment",
    "Mistakes",
    "Network",
    "NetworkComparison",
    "Optimum",
    "OptimumProgress",
    "Preset",
    "Race",
    "Sweep",
    "SweepProgress",
    "Track",
    "measured_optimum",
    "mistakes",
    "objective_at",
    "progress_share",
    "spread",
]
