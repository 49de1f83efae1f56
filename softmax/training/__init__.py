"""Training: the settings, the config, the engine and a run with its history."""

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
from softmax.training.history import Point, Snapshot
from softmax.training.preparation import is_prepared, prepared
from softmax.training.run import BatchView, Progress, Run, State
from softmax.training.saved import SavedModel
from softmax.training.timeline import Timeline, moments

__all__ = [
    "SUGGESTED_RATE",
    "BatchView",
    "Bounds",
    "Choice",
    "Config",
    "Engine",
    "Metrics",
    "Point",
    "Progress",
    "Range",
    "Run",
    "SavedModel",
    "Snapshot",
    "State",
    "Switch",
    "Timeline",
    "bounds",
    "default_for",
    "is_prepared",
    "moments",
    "prepared",
]
