"""Training: the config, the engine, a run and the pool that advances it."""

from softmax.training.config import SUGGESTED_RATE, Bounds, Choice, Config, Range, Switch, bounds
from softmax.training.engine import Engine, Metrics
from softmax.training.history import Point, Snapshot
from softmax.training.pool import Pool, shared
from softmax.training.preparation import is_prepared, prepared
from softmax.training.run import BatchView, Progress, Run, State
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
    "Pool",
    "Progress",
    "Range",
    "Run",
    "Snapshot",
    "State",
    "Switch",
    "Timeline",
    "bounds",
    "is_prepared",
    "moments",
    "prepared",
    "shared",
]
