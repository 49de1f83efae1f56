"""Multi-label classification: images of two digits, and training on them."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from softmax.data import CLASSES, PIXELS, Split
from softmax.maths import Head, Model, one_hot

Images = NDArray[np.float64]

PAIR_STEPS = 200
PAIR_BATCH = 128
PAIR_RATE = 0.3
PAIR_MOMENTUM = 0.9


@dataclass(frozen=True, eq=False)
class Pairs:
    """Images of two digits side by side: ``X`` (N, 784) in 0..1, ``Y`` (N, 10) with a 1 for each
    digit that occurs."""

    X: Images
    Y: Images


@dataclass(frozen=True)
class Verdicts:
    """A model's outputs on many pairs: the ``share`` where both digits get more than one half,
    and the mean ``total`` of its ten outputs."""

    share: float
    total: float


def position(split: Split, digit: int, number: int) -> int:
    """The position in the split of the image with this number among those of a digit, modulo
    their count; any image if the split has no such digit."""
    found = np.flatnonzero(split.labels == digit)
    return int(found[number % len(found)]) if len(found) else number % len(split)


def side_by_side(left: np.ndarray, right: np.ndarray) -> Images:
    """Two images (..., 28, 28) as one, each squeezed to half its width by averaging columns."""
    halves = [(np.float64(1) * image[..., ::2] + image[..., 1::2]) / 2 for image in (left, right)]
    return np.concatenate(halves, axis=-1)


def overlaid(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Two images (..., 28, 28) overlaid: the darker ink at each pixel."""
    darker: np.ndarray = np.maximum(left, right)
    return darker


def pairs(split: Split, left: np.ndarray, right: np.ndarray) -> Pairs:
    """The images at positions ``left`` and ``right``, both (N,), side by side."""
    images = split.images[:, 0]
    X = side_by_side(images[left], images[right]).reshape(len(left), PIXELS) / 255
    both = one_hot(split.labels[left], CLASSES) + one_hot(split.labels[right], CLASSES)
    return Pairs(X, np.minimum(both, 1))


def random_pairs(split: Split, n: int, random: np.random.Generator) -> Pairs:
    """``n`` pairs of images drawn at random."""
    left, right = random.integers(0, len(split), (2, n))
    return pairs(split, left, right)


def target(Y: Images, head: Head) -> Images:
    """Training targets for labels Y (N, h) with several 1s in a row: Y itself for sigmoids; for
    softmax, whose outputs add up to 1, an equal share for each."""
    return Y if head == "sigmoid" else Y / Y.sum(axis=1, keepdims=True)


def train_on_pairs(split: Split, head: Head, steps: int = PAIR_STEPS, seed: int = 0) -> Model:
    """Train with dL/dW = (A - Y)^T X / N on pairs, by momentum with a rate that falls linearly
    to zero. In torch rather than NumPy, because it uses a single thread here."""
    random = np.random.default_rng(seed)
    W, b = torch.zeros(CLASSES, PIXELS), torch.zeros(CLASSES)
    W_velocity, b_velocity = torch.zeros_like(W), torch.zeros_like(b)
    for step in range(steps):
        batch = random_pairs(split, PAIR_BATCH, random)
        X = torch.from_numpy(batch.X.astype(np.float32))
        Y = torch.from_numpy(target(batch.Y, head).astype(np.float32))
        Z = torch.addmm(b, X, W.T)
        error = (torch.softmax(Z, dim=1) if head == "softmax" else torch.sigmoid(Z)) - Y
        W_velocity.mul_(PAIR_MOMENTUM).addmm_(error.T, X, alpha=1 / PAIR_BATCH)
        b_velocity.mul_(PAIR_MOMENTUM).add_(error.mean(dim=0))
        rate = PAIR_RATE * (1 - step / steps)
        W.sub_(W_velocity, alpha=rate)
        b.sub_(b_velocity, alpha=rate)
    return Model(W.numpy().copy(), b.numpy().copy(), head)


def verdicts(model: Model, seen: Pairs) -> Verdicts | None:
    """Evaluate a model on the pairs whose two digits differ; None if there are none."""
    two = seen.Y.sum(axis=1) == 2
    if not two.any():
        return None
    outputs, labels = model.predict_proba(seen.X[two]), seen.Y[two]
    above = (outputs > 0.5) & (labels == 1)
    return Verdicts(
        share=float((above.sum(axis=1) == 2).mean()), total=float(outputs.sum(axis=1).mean())
    )
