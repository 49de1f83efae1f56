"""Training: the config, the engine, a run and the pool that advances it; sweeps and races."""

from softmax.training.config import (
    SUGGESTED_RATE,
    Bounds,
    Choice,
    Config,
    Range,
    Switch,
    bounds,
    default_for,
)
from softmax.training.engine import Engine, Metrics
from softmax.training.experiment import Experiment
from softmax.training.history import Point, Snapshot
from softmax.training.optimum import Optimum, OptimumProgress, measured_optimum, objective_at
from softmax.training.pool import Pool, Trainable, shared
from softmax.training.preparation import is_prepared, prepared
from softmax.training.race import PRESETS, Preset, Race, Track, progress_share
from softmax.training.run import BatchView, Progress, Run, State
from softmax.training.saved import SavedModel
from softmax.training.sweep import Sweep, SweepProgress, spread
from softmax.training.timeline import Timeline, moments

__all__ = [
    "PRESETS",
    "SUGGESTED_RATE",
    "BatchView",
    "Bounds",
    "Choice",
    "Config",
    "Engine",
    "Experiment",
    "Metrics",
    "Optimum",
    "OptimumProgress",
    "Point",
    "Pool",
    "Preset",
    "Progress",
    "Race",
    "Range",
    "Run",
    "SavedModel",
    "Snapshot",
    "State",
    "Sweep",
    "SweepProgress",
    "Switch",
    "Timeline",
    "Track",
    "Trainable",
    "bounds",
    "default_for",
    "is_prepared",
    "measured_optimum",
    "moments",
    "objective_at",
    "prepared",
    "progress_share",
    "shared",
    "spread",
]
