"""Training on one's own images besides the data set, or instead of it."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import torch

from softmax.data import Dataset, Split
from softmax.drawing import deskew
from softmax.training import Config, Engine, Run, is_prepared, prepared

N = 3_000
OWN = 70
SHARED = Config(train_size=2_000, batch_size=64, epochs=2, own_share=0.25)


@pytest.fixture(scope="module")
def own() -> Split:
    random = np.random.default_rng(3)
    images = random.integers(0, 256, (OWN, 1, 28, 28), dtype=np.uint8)
    return Split(images, random.integers(0, 10, OWN, dtype=np.uint8))


def autograd(config: Config, images: Split, W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """The gradient for W by torch's autograd, in float64."""
    X = torch.from_numpy(images.rows / 255)
    W = W.double().requires_grad_()
    y = torch.from_numpy(images.labels.astype(np.int64))
    loss = torch.nn.functional.cross_entropy(X @ W.T + b.double(), y)
    (loss + config.l2 / 2 * (W**2).sum()).backward()
    assert W.grad is not None
    return W.grad


@pytest.mark.parametrize("batch_size", [64, 2_000])
@pytest.mark.parametrize("share", [0.25, 1.0])
def test_the_gradient_is_that_of_both_kinds_of_images_together(
    small: Dataset, own: Split, share: float, batch_size: int
) -> None:
    config = SHARED.replace(own_share=share, batch_size=batch_size, init="normal")
    both = small.with_own(own)
    engine = Engine(config, both)
    rows = engine.batch(0).numpy()
    assert (rows >= N).sum() == round(share * batch_size)
    engine.compute_gradient(0)
    pixels = np.concatenate([small.train.images, own.images])[rows]
    labels = np.concatenate([small.train.labels, own.labels])[rows]
    expected = autograd(config, Split(pixels, labels), engine.W, engine.b)
    torch.testing.assert_close(engine.grad_W.double(), expected, rtol=1e-4, atol=1e-5)
    mixed = both.training_images(rows)
    np.testing.assert_array_equal(mixed.images, pixels)
    np.testing.assert_array_equal(mixed.labels, labels)


def test_without_a_share_nothing_changes(small: Dataset, own: Split) -> None:
    config = SHARED.replace(own_share=0.0)
    for index in (0, 1, 40):
        there = Engine(config, small.with_own(own)).batch(index)
        assert torch.equal(Engine(config, small).batch(index), there)
    assert (
        Engine(SHARED, small.with_own(own)).batch(3)[:48].equal(Engine(config, small).batch(3)[:48])
    )


def test_each_own_image_is_trained_on_equally_often(small: Dataset, own: Split) -> None:
    engine = Engine(SHARED, small.with_own(own))
    rows = torch.cat([engine.batch(i) for i in range(SHARED.steps_per_epoch)]).numpy()
    seen = Counter((rows[rows >= N] - N).tolist())
    assert len(seen) == OWN
    assert max(seen.values()) - min(seen.values()) <= 1


def test_a_seed_repeats_a_run_however_it_is_sliced(small: Dataset, own: Split) -> None:
    def weights(seed: int, *slices: int) -> np.ndarray:
        run = Run(SHARED.replace(seed=seed), small.with_own(own))
        run.play()
        for steps in slices:
            run.advance(steps)
        run.advance()
        return run.progress.weights.W

    np.testing.assert_array_equal(weights(1), weights(1, 1, 7, 30))
    assert not np.array_equal(weights(1), weights(2))


def test_the_curves_are_of_the_images_that_are_trained_on(small: Dataset, own: Split) -> None:
    """With no weights the loss is ln 10; trained on nothing else, own images are learned by heart,
    and the data set's random labels are not."""
    run = Run(SHARED.replace(own_share=1.0, epochs=20, l2=0.0), small.with_own(own))
    assert run.progress.latest.train.loss == pytest.approx(np.log(10))
    run.play()
    run.advance()
    assert run.progress.latest.train.accuracy == 1
    assert run.progress.latest.validation.accuracy < 0.2
    assert run.saved().data_sha256 != small.sha256


def test_own_images_are_deskewed_with_the_others(mnist: Dataset) -> None:
    own = Split(mnist.test.images[:OWN], mnist.test.labels[:OWN])
    config = SHARED.replace(deskew=True)
    both = mnist.with_own(own)
    found = prepared(both, config)
    assert is_prepared(both, config)
    assert found.train is prepared(mnist, config).train  # 55 MB are not copied for each visitor
    assert found.own is not None
    np.testing.assert_array_equal(found.own.images, deskew(own.images).round())
    assert found.sha256 == both.sha256


@pytest.mark.parametrize(
    ("share", "batch_size", "expected"),
    [(0.0, 64, 0), (0.25, 64, 16), (1.0, 64, 64), (0.001, 64, 1), (0.999, 64, 63), (0.5, 1, 1),
     (1.0, 1, 1), (0.5, 2, 1)],
)  # fmt: skip
def test_the_places_in_a_batch(share: float, batch_size: int, expected: int) -> None:
    config = SHARED.replace(own_share=share, batch_size=batch_size)
    assert config.own_images == expected


def test_a_run_that_needs_own_images_is_refused_without_them(small: Dataset, own: Split) -> None:
    nothing = Split(own.images[:0], own.labels[:0])
    for dataset in (small, small.with_own(nothing)):
        with pytest.raises(ValueError, match="there are none"):
            Run(SHARED, dataset)
    with pytest.raises(ValueError, match="own_share must be a number from 0 to 1"):
        SHARED.replace(own_share=float("nan"))


def test_a_reset_takes_the_images_that_it_is_given(small: Dataset, own: Split) -> None:
    run = Run(SHARED.replace(own_share=0.0), small)
    run.reset(SHARED, small.with_own(own))
    assert run._source.own is own
    with pytest.raises(ValueError, match="there are none"):
        run.reset(SHARED, small)
    assert run._source.own is own
