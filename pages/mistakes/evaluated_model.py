"""Which model the Mistakes page judges, and what it reads of the images.

Each state of the weights reads the test images once (4 ms), whoever looks at it, and what it
read is forgotten together with the weights.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass

from pages.shared.state import current_model, resources
from pages.shared.state.visitor import Session
from softmax.data import Dataset
from softmax.evaluation import Predictions, predict
from softmax.training import Progress, Snapshot, prepared

Readings = weakref.WeakKeyDictionary[Snapshot, Predictions]

_on_test: Readings = weakref.WeakKeyDictionary()
_on_validation: Readings = weakref.WeakKeyDictionary()


@dataclass(frozen=True)
class Judged:
    """A model at one moment, the images that it belongs to, and what it is called."""

    progress: Progress
    dataset: Dataset
    name: str

    @property
    def test(self) -> Predictions:
        if self.progress.weights not in _on_test:
            _on_test[self.progress.weights] = predict(self.progress.model, self.dataset.test)
        return _on_test[self.progress.weights]

    @property
    def validation(self) -> Predictions:
        weights = self.progress.weights
        if weights not in _on_validation:
            _on_validation[weights] = predict(self.progress.model, self.dataset.validation)
        return _on_validation[weights]


def current(session: Session) -> Judged:
    """The model that answers the visitor."""
    progress, name = current_model.model(session)
    return Judged(progress, prepared(resources.dataset(), progress.config), name)
