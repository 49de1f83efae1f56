"""Scheduling: which run takes its next steps, and when."""

from softmax.scheduling.pool import Pool
from softmax.scheduling.pool_entry import Trainable
from softmax.scheduling.shared_pool import shared

__all__ = ["Pool", "Trainable", "shared"]
