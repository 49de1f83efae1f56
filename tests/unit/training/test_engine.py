"""The fast engine against the readable maths, torch.optim and scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
import sklearn.metrics
import torch
from numpy.testing import assert_allclose

from softmax import maths
from softmax.data import Dataset, Split
from softmax.training import Config, Engine, Run
from softmax.training.engine import CHUNK_ROWS
from softmax.training.images import EVALUATION_ROWS, evaluation_set

HEADS = ("softmax", "sigmoid")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "adam")
RATES = {"sgd": 0.5, "momentum": 0.1, "nesterov": 0.1, "adam": 0.01}


def learn(config: Config, dataset: Dataset, steps: int) -> Engine:
    engine = Engine(config, dataset)
    for step in range(steps):
        engine.step(step, config.rate_at(step))
    return engine


def readable_gradient(
    config: Config, dataset: Dataset, engine: Engine, index: int, theta: np.ndarray
) -> np.ndarray:
    """The gradient of step ``index`` at theta, W and b end to end, by softmax.maths."""
    rows = engine.batch(index).numpy()
    X, Y = dataset.train.rows[rows] / 255, maths.one_hot(dataset.train.labels[rows], 10)
    W, b = theta[:7840].reshape(10, 784), theta[7840:]
    dW, db = maths.gradient(X, W, b, Y, config.head, config.l2)
    return np.concatenate([dW.ravel(), db])


def readable_descent(config: Config, dataset: Dataset) -> Iterator[np.ndarray]:
    """theta after each step, in NumPy float64, by the rules as their papers write them."""
    engine = Engine(config, dataset)  # only for its batches and initial weights
    theta = engine.theta.numpy().astype(np.float64)
    v, s, mu = np.zeros_like(theta), np.zeros_like(theta), config.momentum
    for t in range(1, config.total_steps + 1):
        rate = config.rate_at(t - 1)
        g = readable_gradient(config, dataset, engine, t - 1, theta)
        if config.optimizer == "sgd":
            theta = maths.update(theta, g, rate)
        elif config.optimizer == "momentum":  # Polyak 1964: v = mu v + g
            v = mu * v + g
            theta = theta - rate * v
        elif config.optimizer == "nesterov":  # Sutskever et al. 2013, at the point looked ahead to
            v = mu * v + g
            theta = theta - rate * (g + mu * v)
        else:  # Kingma & Ba 2015, algorithm 1
            v = mu * v + (1 - mu) * g
            s = 0.999 * s + (1 - 0.999) * g**2
            v_hat, s_hat = v / (1 - mu**t), s / (1 - 0.999**t)
            theta = theta - rate * v_hat / (np.sqrt(s_hat) + 1e-8)
        yield theta


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_step_is_that_of_the_readable_maths(
    mnist: Dataset, head: str, optimizer: str
) -> None:
    config = Config(
        head=head, optimizer=optimizer, learning_rate=RATES[optimizer], l2=0.01, init="normal",
        train_size=500, batch_size=50, epochs=3, schedule="linear", momentum=0.8,
    )  # fmt: skip
    engine = Engine(config, mnist)
    for step, expected in enumerate(readable_descent(config, mnist)):
        engine.step(step, config.rate_at(step))
        # Adam divides by gradients that are next to nothing, and so enlarges their rounding.
        tolerance = 1e-4 if optimizer == "adam" else 1e-6
        assert_allclose(engine.theta, expected, rtol=0, atol=tolerance, err_msg=f"step {step}")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_step_is_that_of_autograd_and_torch_optim(
    mnist: Dataset, head: str, optimizer: str
) -> None:
    config = Config(
        head=head, optimizer=optimizer, learning_rate=RATES[optimizer], l2=0.1,
        schedule="constant", train_size=640, batch_size=64, epochs=2,
    )  # fmt: skip
    engine = Engine(config, mnist)
    W = torch.zeros(10, 784, requires_grad=True)
    b = torch.zeros(10, requires_grad=True)
    judge = {
        "sgd": lambda: torch.optim.SGD([W, b], lr=0.5),
        "momentum": lambda: torch.optim.SGD([W, b], lr=0.1, momentum=0.9),
        "nesterov": lambda: torch.optim.SGD([W, b], lr=0.1, momentum=0.9, nesterov=True),
        "adam": lambda: torch.optim.Adam([W, b], lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    }[optimizer]()
    for step in range(config.total_steps):
        rows = engine.batch(step).numpy()
        X = torch.from_numpy(mnist.train.rows[rows]).float() / 255
        Z = X @ W.T + b
        labels = torch.from_numpy(mnist.train.labels[rows]).long()
        if head == "softmax":
            loss = torch.nn.functional.cross_entropy(Z, labels)
        else:
            Y = torch.nn.functional.one_hot(labels, 10).float()
            bce = torch.nn.functional.binary_cross_entropy_with_logits
            loss = bce(Z, Y, reduction="sum") / len(rows)
        judge.zero_grad()
        (loss + config.l2 / 2 * W.square().sum()).backward()
        judge.step()
        engine.step(step, config.rate_at(step))
        assert_allclose(engine.W, W.detach(), rtol=0, atol=1e-5, err_msg=f"step {step}")
        assert_allclose(engine.b, b.detach(), rtol=0, atol=1e-5, err_msg=f"step {step}")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("batch_size", [1, 7, CHUNK_ROWS, CHUNK_ROWS + 1, 2 * CHUNK_ROWS + 500])
def test_the_gradient_of_a_batch_of_any_size(small: Dataset, head: str, batch_size: int) -> None:
    config = Config(head=head, batch_size=batch_size, train_size=3_000, l2=0.5, init="normal")
    engine = Engine(config, small)
    theta = engine.theta.numpy().astype(np.float64)
    engine.compute_gradient(1)
    engine.compute_gradient(0)  # what an earlier call left behind must not add to this
    expected = readable_gradient(config, small, engine, 0, theta)
    assert_allclose(engine.grad, expected, rtol=0, atol=2e-6)
    assert np.array_equal(engine.theta.numpy(), theta), "computing a gradient moved the weights"


def test_full_batch_descent_sees_every_image_and_ignores_their_order(small: Dataset) -> None:
    config = Config(batch_size=3_000, train_size=3_000, optimizer="sgd", epochs=5, l2=0.01)
    expected = list(readable_descent(config, small))[-1]
    for seed in (0, 9):
        engine = learn(config.replace(seed=seed), small, 5)
        assert_allclose(engine.theta, expected, rtol=0, atol=2e-6)


def test_the_penalty_does_not_touch_the_biases(small: Dataset) -> None:
    config = Config(train_size=3_000, init="normal", l2=0)
    plain, penalised = Engine(config, small), Engine(config.replace(l2=2), small)
    plain.compute_gradient(0)
    penalised.compute_gradient(0)
    assert torch.equal(penalised.grad_b, plain.grad_b)
    assert torch.allclose(penalised.grad_W, plain.grad_W + 2 * plain.W, atol=1e-7)


# -- batches and initial weights ------------------------------------------------------------


def test_an_epoch_shows_every_image_at_most_once_and_the_next_in_another_order(
    small: Dataset,
) -> None:
    config = Config(train_size=1_000, batch_size=64, epochs=2)
    engine = Engine(config, small)
    steps = config.steps_per_epoch
    assert steps == 15
    epochs = [
        torch.cat([engine.batch(i) for i in range(e * steps, (e + 1) * steps)]).tolist()
        for e in (0, 1)
    ]
    for rows in epochs:
        assert len(set(rows)) == len(rows) == 15 * 64
        assert set(rows) <= set(range(1_000))
    assert epochs[0] != epochs[1]
    assert set(epochs[0]) != set(epochs[1]), "the same images are left out of both epochs"


def test_a_batch_depends_on_seed_and_step_only(small: Dataset) -> None:
    config = Config(train_size=1_000, seed=3)
    first, second = Engine(config, small), Engine(config, small)
    there = [first.batch(i).tolist() for i in (0, 1, 8, 20)]
    back = [second.batch(i).tolist() for i in (20, 8, 1, 0)]
    assert there == back[::-1]
    assert Engine(config.replace(seed=4), small).batch(0).tolist() != there[0]


def test_order_and_initial_weights_are_those_of_numpy_streams(small: Dataset) -> None:
    """What the scripts of a run rely on."""
    config = Config(train_size=1_000, batch_size=100, epochs=2, init="normal", seed=7)
    engine = Engine(config, small)
    order = np.random.default_rng([7, 2]).permutation(1_000)
    assert engine.batch(13).tolist() == order[300:400].tolist()
    W = np.random.default_rng([7, 0]).normal(0, 0.01, (10, 784)).astype(np.float32)
    assert np.array_equal(engine.W.numpy(), W)


def test_initial_weights(small: Dataset) -> None:
    config = Config(train_size=1_000, init="zeros")
    assert not Engine(config, small).theta.any()
    normal = Engine(config.replace(init="normal"), small)
    assert normal.W.std().item() == pytest.approx(0.01, rel=0.03)
    assert normal.W.mean().item() == pytest.approx(0, abs=5e-4)
    assert not normal.b.any()
    assert torch.equal(normal.theta, Engine(config.replace(init="normal"), small).theta)
    other = Engine(config.replace(init="normal", seed=1), small)
    assert not torch.equal(normal.theta, other.theta)


def test_a_training_set_that_is_too_small_is_refused(small: Dataset) -> None:
    stated = "train_size must be a whole number from 10 to 3,000, .*, not 3,001"
    with pytest.raises(ValueError, match=stated):
        Engine(Config(train_size=3_001), small)


# -- evaluation -------------------------------------------------------------------------------


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("size", [1, EVALUATION_ROWS + 1, 3_000])
def test_evaluate_is_scikit_learns(mnist: Dataset, head: str, size: int) -> None:
    config = Config(head=head, train_size=2_000, batch_size=50, learning_rate=0.1)
    engine = learn(config, mnist, 40)
    X, labels = mnist.validation.rows[:size] / 255, mnist.validation.labels[:size]
    model = maths.Model(engine.W.numpy(), engine.b.numpy(), config.head)
    outputs = model.predict_proba(X)
    if head == "softmax":
        loss = sklearn.metrics.log_loss(labels, outputs, labels=range(10))
    else:
        Y = maths.one_hot(labels, 10)
        loss = -np.where(Y == 1, np.log(outputs), np.log(1 - outputs)).sum(axis=1).mean()

    metrics = engine.evaluate(evaluation_set(mnist.validation, size))

    assert metrics.loss == pytest.approx(loss, rel=1e-5)
    expected = sklearn.metrics.accuracy_score(labels, model.predict(X))
    assert metrics.accuracy == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("head", "nats"), [("softmax", np.log(10)), ("sigmoid", 10 * np.log(2))])
def test_the_loss_of_zero_weights_is_that_of_theory(small: Dataset, head: str, nats: float) -> None:
    engine = Engine(Config(head=head, train_size=1_000), small)
    assert engine.evaluate(evaluation_set(small.test, 100)).loss == pytest.approx(nats, rel=1e-6)


@pytest.mark.parametrize("head", HEADS)
def test_a_loss_of_enormous_logits_is_neither_capped_nor_infinite(
    small: Dataset, head: str
) -> None:
    engine = Engine(Config(head=head, train_size=1_000), small)
    engine.b[:] = -1e4
    engine.b[3] = 1e4
    # An image that is no 3 costs 20,000, a 3 nothing: as much for one softmax as for ten
    # sigmoids, of which two are wrong by 10,000 each.
    wrong = (small.test.labels != 3).mean()
    metrics = engine.evaluate(evaluation_set(small.test, 100))
    assert metrics.loss == pytest.approx(2e4 * wrong)
    assert metrics.accuracy == pytest.approx(1 - wrong)


def test_an_evaluation_set_is_no_larger_than_its_split(small: Dataset) -> None:
    assert evaluation_set(small.test, 10_000).size == 100
    assert sum(len(labels) for _, labels in evaluation_set(small.test, 10_000).chunks) == 100
    assert evaluation_set(small.test, 30).size == 30


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_is_finite(small: Dataset, bad: float) -> None:
    engine = Engine(Config(train_size=1_000), small)
    assert engine.is_finite()
    engine.b[9] = bad
    assert not engine.is_finite()


def test_training_leaves_the_data_alone(small: Dataset) -> None:
    before = small.train.images.copy(), small.train.labels.copy()
    learn(Config(train_size=1_000, batch_size=100), small, 10)
    assert np.array_equal(small.train.images, before[0])
    assert np.array_equal(small.train.labels, before[1])


def test_one_thread_for_torch() -> None:
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize(("m", "h"), [(1, 2), (2, 5), (40, 3)])
def test_any_number_of_features_and_classes(head: str, m: int, h: int) -> None:
    """Floats are taken as they are, steps are those of the readable maths, and a whole run ends."""
    random = np.random.default_rng(m)
    labels = random.integers(0, h, 60)
    X = (random.normal(0, 1, (60, m)) + labels[:, None]).astype(np.float32)
    split = Split(X.reshape(60, 1, 1, m), labels.astype(np.uint8))
    points = Dataset(split, split, split, sha256="", classes=h)
    config = Config(
        head=head, train_size=60, batch_size=20, epochs=4, l2=0.01, init="normal",
        learning_rate=0.1, momentum=0.0, schedule="constant",
    )  # fmt: skip
    engine = Engine(config, points)
    W, b = engine.W.numpy().astype(np.float64), engine.b.numpy().astype(np.float64)
    assert (W.shape, b.shape) == ((h, m), (h,))
    for step in range(config.total_steps):
        rows = engine.batch(step).numpy()
        dW, db = maths.gradient(X[rows], W, b, maths.one_hot(labels[rows], h), head, 0.01)
        W, b = W - 0.1 * dW, b - 0.1 * db
        engine.step(step, 0.1)
    assert_allclose(engine.W, W, rtol=0, atol=1e-6)
    assert_allclose(engine.b, b, rtol=0, atol=1e-6)
    run = Run(config, points)
    run.play()
    run.advance()
    assert_allclose(run.progress.model.W, W, rtol=0, atol=1e-6)
    assert run.progress.test is not None
    correct = (maths.logits(X, W, b).argmax(1) == labels).mean()
    assert run.progress.test.accuracy == pytest.approx(correct)
    loss = maths.objective(X, W, b, maths.one_hot(labels, h), head)
    assert run.progress.test.loss == pytest.approx(loss, rel=1e-5)
