"""The images that the curves are measured on: all, or few that stand for them."""

import functools

import numpy as np
import torch

from softmax.data import Dataset, Split
from softmax.training.config import default_for
from softmax.training.engine import Engine
from softmax.training.images import EvaluationSet, evaluation_set, tensors

# The curves are measured on the whole validation split and on this many training images.
TRAIN_SIZE = 2_000
# Where many runs share the machine, points are measured on this many, which cost as much as eight
# steps instead of forty.
FEW_TRAIN, FEW_VALIDATION = 500, 1_000
# Steps of the model that tells easy images from hard ones.
STEPS = 150

Pair = tuple[EvaluationSet, EvaluationSet]


@functools.lru_cache(maxsize=8)
def all_images(dataset: Dataset, train_size: int) -> Pair:
    """The training and the validation images of an exact point."""
    return (
        evaluation_set(dataset.train, min(TRAIN_SIZE, train_size)),
        evaluation_set(dataset.validation, len(dataset.validation)),
    )


@functools.lru_cache(maxsize=8)
def few_images(dataset: Dataset, train_size: int) -> Pair:
    """A fixed part of ``all_images`` that is as hard: sorted by their loss under a model that was
    trained briefly, every fourth or fifth image. The first ones would be off by 15 % of the loss,
    these by 3 % on average."""
    config = default_for(min(train_size, len(dataset.train)))
    engine = Engine(config, dataset)
    for index in range(min(STEPS, config.total_steps)):
        engine.step(index, config.rate_at(index))
    return (
        _as_hard(engine, dataset.train, min(TRAIN_SIZE, train_size), FEW_TRAIN),
        _as_hard(engine, dataset.validation, len(dataset.validation), FEW_VALIDATION),
    )


def _as_hard(engine: Engine, split: Split, size: int, few: int) -> EvaluationSet:
    """At most ``few`` of the first ``size`` images, as hard as all of them."""
    if size <= few:
        return evaluation_set(split, size)
    source = tensors(split)
    losses = torch.nn.functional.cross_entropy(
        engine.logits(source.pixels[:size].float()).T, source.labels[:size], reduction="none"
    )
    middles = (np.arange(few) + 0.5) * size / few
    chosen = np.sort(losses.argsort().numpy()[middles.astype(int)])
    # As floats, which takes 5 MB for all few images, and a fifth off a point.
    return EvaluationSet.of(source.pixels[chosen].float(), source.labels[chosen])
