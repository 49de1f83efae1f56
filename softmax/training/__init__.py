"""Training: the settings, the config, the engine and a run with its history."""

from softmax.training.batch_view import BatchView
from softmax.training.config import Config, default_for, differences, name_of
from softmax.training.engine import Engine, Metrics
from softmax.training.history import Point, Snapshot
from softmax.training.preparation import is_prepared, prepared
from softmax.training.progress import Progress, State
from softmax.training.run import Run
from softmax.training.saved import SavedModel
from softmax.training.settings import SETTINGS, SUGGESTED_RATE, Choice, Range, Setting, Switch
from softmax.training.timeline import Timeline, moments

__all__ = [
    "SETTINGS",
    "SUGGESTED_RATE",
    "BatchView",
    "Choice",
    "Config",
    "Engine",
    "Metrics",
    "Point",
    "Progress",
    "Range",
    "Run",
    "SavedModel",
    "Setting",
    "Snapshot",
    "State",
    "Switch",
    "Timeline",
    "default_for",
    "differences",
    "is_prepared",
    "moments",
    "name_of",
    "prepared",
]
