"""The model that the Mistakes page evaluates, and its predictions."""

import weakref
from dataclasses import dataclass
from typing import Literal

from pages.shared.state import current_model, resources
from pages.shared.state.run_handle import RunHandle
from softmax.data import Dataset
from softmax.evaluation import Predictions, predict
from softmax.training import Progress, Snapshot, prepared

# A cache for all visitors, by split: 4 ms for the test images. Entries go with their weights.
_cache: weakref.WeakKeyDictionary[Snapshot, dict[str, Predictions]] = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class EvaluatedModel:
    """A model at one step, the dataset prepared as for its training, and its name."""

    progress: Progress
    dataset: Dataset
    name: str

    @property
    def test(self) -> Predictions:
        """The predictions on the test images."""
        return self._predictions("test")

    @property
    def validation(self) -> Predictions:
        """The predictions on the validation images."""
        return self._predictions("validation")

    def _predictions(self, split: Literal["test", "validation"]) -> Predictions:
        found = _cache.setdefault(self.progress.weights, {})
        if split not in found:
            found[split] = predict(self.progress.model, getattr(self.dataset, split))
        return found[split]


def current(mine: RunHandle) -> EvaluatedModel:
    """The model that answers the visitor."""
    progress, name = current_model.model(mine)
    return EvaluatedModel(progress, prepared(resources.dataset(), progress.config), name)
