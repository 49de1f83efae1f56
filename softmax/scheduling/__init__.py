"""When steps happen: a pool of worker threads that all runs of the process share."""

from softmax.scheduling.pool import Pool, Trainable, shared

__all__ = ["Pool", "Trainable", "shared"]
