"""The mini-batch of a moment of a run, computed for whoever looks at it."""

from __future__ import annotations

import functools

import numpy as np
import torch

from softmax.data import Dataset, Split
from softmax.training.config import Config
from softmax.training.engine import Engine
from softmax.training.history import Snapshot

# Of a larger mini-batch only the first images are shown.
MAX_SHOWN = 128
# Of a larger mini-batch no gradient is previewed.
MAX_PREVIEWED = 2_048


class BatchView:
    """The mini-batch of the step after ``step`` steps, or the last one at the end of the run.

    Each part is computed when it is first read, because it costs as much as a step.

    Args:
        dataset: the images, prepared as the config says.
        weights: those of the moment.
    """

    def __init__(self, config: Config, dataset: Dataset, weights: Snapshot, step: int) -> None:
        self._config, self._dataset, self._weights = config, dataset, weights
        self._index = min(step, config.total_steps - 1)

    @functools.cached_property
    def rows(self) -> np.ndarray:
        """Positions in the training split and, after it, of own images, (n,); at most 128."""
        rows: np.ndarray = self._engine().batch(self._index)[:MAX_SHOWN].numpy().copy()
        return rows

    @functools.cached_property
    def labels(self) -> np.ndarray:
        """The classes of these images, (n,)."""
        return self._images.labels

    @functools.cached_property
    def predicted(self) -> np.ndarray:
        """The classes that the weights predict, (n,)."""
        shown = torch.from_numpy(self._images.rows).float()
        predicted: np.ndarray = self._engine().logits(shown).argmax(0).numpy()
        return predicted

    @property
    def _images(self) -> Split:
        return self._dataset.training_images(self.rows)

    @property
    def misclassified(self) -> np.ndarray:
        """Whether each image is misclassified, (n,) bool."""
        differs: np.ndarray = self.predicted != self.labels
        return differs

    @functools.cached_property
    def gradient(self) -> np.ndarray | None:
        """dL/dW (h, m) on the whole batch, or None if the batch is too large to preview."""
        if self._config.batch_size > MAX_PREVIEWED:
            return None
        engine = self._engine()
        engine.compute_gradient(self._index)
        gradient: np.ndarray = engine.grad_W.numpy()
        return gradient

    def _engine(self) -> Engine:
        """One with these weights. Not kept: progress is kept for long, for example in Runs."""
        engine = Engine(self._config.replace(init="zeros"), self._dataset)
        engine.W.copy_(torch.tensor(self._weights.W))
        engine.b.copy_(torch.tensor(self._weights.b))
        return engine
