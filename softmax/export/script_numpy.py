"""The NumPy parts of a run's script: start, step, update, end."""

from softmax.training import Config

IMPORTS = """
import gzip
import sys
from pathlib import Path

import numpy as np
"""

ACTIVATIONS = {
    "softmax": """\
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    A = E / E.sum(axis=1, keepdims=True)  # softmax
""",
    "sigmoid": """\
    A = (1 + np.tanh(Z / 2)) / 2  # sigmoid, by a formula that cannot overflow
""",
}

MEMORY = {
    "sgd": "",
    "momentum": "V = [np.zeros_like(W), np.zeros_like(b)]  # velocity\n",
    "nesterov": "V = [np.zeros_like(W), np.zeros_like(b)]  # velocity\n",
    "adam": """\
M = [np.zeros_like(W), np.zeros_like(b)]  # mean gradient
S = [np.zeros_like(W), np.zeros_like(b)]  # mean square
""",
}

UPDATES = {
    "sgd": """\
    W -= {rate} * dW
    b -= {rate} * db
""",
    "momentum": """\
    for theta, gradient, v in zip((W, b), (dW, db), V):
        v *= MOMENTUM
        v += gradient
        theta -= {rate} * v
""",
    "nesterov": """\
    for theta, gradient, v in zip((W, b), (dW, db), V):
        v *= MOMENTUM
        v += gradient
        theta -= {rate} * (gradient + MOMENTUM * v)
""",
    "adam": """\
    for theta, gradient, m, s in zip((W, b), (dW, db), M, S):
        m += (1 - MOMENTUM) * (gradient - m)
        s += (1 - 0.999) * (gradient**2 - s)
        m_hat = m / (1 - MOMENTUM ** (step + 1))
        s_hat = s / (1 - 0.999 ** (step + 1))
        theta -= {rate} * m_hat / (np.sqrt(s_hat) + 1e-8)
""",
}


def start(config: Config, rate: str) -> str:
    """The data and the initial weights; the rate is not needed yet."""
    initial = "W = np.zeros((10, 784), np.float32)\n"
    if config.init == "normal":
        initial = """\
chance = np.random.default_rng([SEED, 0])
W = chance.normal(0, 0.01, (10, 784)).astype(np.float32)
"""
    return f"""

X, y = load("train")
Y = np.eye(10, dtype=np.float32)[y]  # one-hot
{initial}b = np.zeros(10, np.float32)
{MEMORY[config.optimizer]}"""


def step(config: Config) -> str:
    """From a mini-batch to its gradient."""
    penalty = " + L2 * W" if config.l2 else ""
    return f"""    x = X[batch]

    Z = x @ W.T + b  # logits
{ACTIVATIONS[config.head]}    error = (A - Y[batch]) / BATCH
    dW = error.T @ x{penalty}
    db = error.sum(axis=0)
"""


def update(config: Config, rate: str) -> str:
    """From the gradient to the next weights, at the rate of this expression."""
    return "\n" * (rate == "RATE") + UPDATES[config.optimizer].format(rate=rate)


def end(finished: bool) -> str:
    """The accuracy: on the test images if the run is finished, else on the validation images."""
    if finished:
        images, chosen = "test", 'X, y = load("t10k")\n'
    else:
        images, chosen = "validation", "X, y = X[-5_000:], y[-5_000:]\n"
    return f"""
{chosen}right = (X @ W.T + b).argmax(axis=1) == y
print(f"{{right.mean():.2%}} of the {images} images are read")
"""
