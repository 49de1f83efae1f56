"""The convolutional network against SciPy and against the learning rule of softmax regression."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from scipy.signal import correlate2d

from softmax.experiments.network import FEATURES, PARAMETERS, SHAPES, Network, Trainer
from softmax.maths import Model


@pytest.fixture
def images() -> np.ndarray:
    return np.random.default_rng(3).random((5, 784))


@pytest.fixture
def network() -> Network:
    random = np.random.default_rng(4)
    K1, c1, K2, c2, W, b = (random.normal(0, 0.3, shape).astype(np.float32) for shape in SHAPES)
    return Network(K1, c1, K2, c2, Model(W, b))


def layer(pictures: np.ndarray, kernels: np.ndarray, biases: np.ndarray) -> np.ndarray:
    """ReLU after pooling after correlation: (channels, H, W) -> (kernels, H', W')."""
    made = []
    for kernel, bias in zip(kernels, biases, strict=True):
        pairs = zip(pictures, kernel, strict=True)
        slid = bias + sum(correlate2d(picture, part, "valid") for picture, part in pairs)
        side = len(slid) // 2
        made.append(slid.reshape(side, 2, side, 2).max(axis=(1, 3)).clip(0))
    return np.array(made)


def test_it_has_fewer_parameters_than_softmax_regression() -> None:
    assert PARAMETERS == 8 * 26 + 16 * 201 + 10 * 257 == 5_994
    assert PARAMETERS < 10 * 785


def test_features_are_those_of_scipy(network: Network, images: np.ndarray) -> None:
    for image, features in zip(images, network.features(images), strict=True):
        first = layer(image.reshape(1, 28, 28), network.K1, network.c1)
        second = layer(first, network.K2, network.c2)
        assert features.shape == (FEATURES,)
        assert_allclose(features, second.ravel(), rtol=1e-4, atol=1e-4)


def test_its_head_is_softmax_regression_on_them(network: Network, images: np.ndarray) -> None:
    z = network.features(images) @ network.head.W.T + network.head.b
    e = np.exp(z - z.max(axis=1, keepdims=True))
    assert_allclose(network.predict_proba(images), e / e.sum(axis=1, keepdims=True), rtol=1e-4)


def test_its_head_learns_by_the_same_rule(images: np.ndarray) -> None:
    trainer = Trainer(steps=10, seed=0)
    before, labels = trainer.network(), np.array([3, 1, 4, 1, 5])
    trainer.step(torch.tensor(images, dtype=torch.float32), torch.tensor(labels))
    W, b = trainer._parameters[-2:]
    error = before.predict_proba(images) - np.eye(10)[labels]  # a - y
    assert W.grad is not None
    assert b.grad is not None
    assert_allclose(W.grad, error.T @ before.features(images) / 5, atol=1e-5)
    assert_allclose(b.grad, error.mean(axis=0), atol=1e-6)


def test_the_same_seed_gives_the_same_network(images: np.ndarray) -> None:
    first, second, other = (Trainer(10, seed).network() for seed in (1, 1, 2))
    assert_allclose(first.predict_proba(images), second.predict_proba(images), rtol=0)
    assert np.abs(first.predict_proba(images) - other.predict_proba(images)).max() > 0.01
