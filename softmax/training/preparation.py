"""The images of a run: as they are, or deskewed if its config says so."""

import dataclasses
import threading
import weakref

import numpy as np

from softmax.data import Dataset, Split
from softmax.drawing import deskew
from softmax.training.config import Config

# Images deskewed at a time: 6 MB of floats; all of them would take 220.
CHUNK = 2_000

# A cache that lives as long as the original images, and takes as much memory.
_deskewed: weakref.WeakKeyDictionary[Dataset, Dataset] = weakref.WeakKeyDictionary()
_deskewing = threading.Lock()


def prepared(dataset: Dataset, config: Config) -> Dataset:
    """The images as a run of this config sees them. Deskewing takes a second or two the first
    time; concurrent callers wait for the same result."""
    if not config.deskew:
        return dataset
    if dataset.base is not None and dataset.own is not None:
        base = prepared(dataset.base, config)
        return dataclasses.replace(
            dataset,
            train=base.train,
            validation=base.validation,
            test=base.test,
            base=base,
            own=_straightened(dataset.own),
        )
    with _deskewing:
        if dataset not in _deskewed:
            _deskewed[dataset] = dataclasses.replace(
                dataset,
                train=_straightened(dataset.train),
                validation=_straightened(dataset.validation),
                test=_straightened(dataset.test),
            )
        return _deskewed[dataset]


def is_prepared(dataset: Dataset, config: Config) -> bool:
    """Whether ``prepared`` has nothing left to compute."""
    return not config.deskew or (dataset.base or dataset) in _deskewed


def _straightened(split: Split) -> Split:
    images = np.empty_like(split.images)
    for start in range(0, len(split), CHUNK):
        part = slice(start, start + CHUNK)
        images[part] = deskew(split.images[part]).round()
    images.flags.writeable = False
    return Split(images, split.labels)
