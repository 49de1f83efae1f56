"""The PyTorch parts of a run's script: start, step, update, end."""

from softmax.training import Config

IMPORTS = """
import gzip
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
"""

OPTIMIZERS = {
    "sgd": "torch.optim.SGD(parameters, lr={rate})",
    "momentum": "torch.optim.SGD(parameters, lr={rate}, momentum=MOMENTUM)",
    "nesterov": "torch.optim.SGD(parameters, lr={rate}, momentum=MOMENTUM, nesterov=True)",
    "adam": "torch.optim.Adam(parameters, lr={rate}, betas=(MOMENTUM, 0.999))",
}

LOSSES = {
    "softmax": "    loss = F.cross_entropy(model(X[batch]), y[batch])\n",
    "sigmoid": """\
    Z, Y = model(X[batch]), F.one_hot(y[batch], 10).float()
    loss = F.binary_cross_entropy_with_logits(Z, Y, reduction="sum") / BATCH
""",
}


def start(config: Config, rate: str) -> str:
    """The data, the initial weights and the optimizer, at the rate of this expression."""
    initial = "nn.init.zeros_(model.weight)\n"
    if config.init == "normal":
        initial = """\
W = np.random.default_rng([SEED, 0]).normal(0, 0.01, (10, 784))
model.weight.data = torch.from_numpy(W).float()
"""
    parameters = "parameters = model.parameters()\n"
    if config.l2:
        parameters = """\
parameters = [{"params": model.weight, "weight_decay": L2}, {"params": model.bias}]
"""
    optimizer = OPTIMIZERS[config.optimizer].format(rate=rate)
    return f"""

X, y = (torch.tensor(array) for array in load("train"))
y = y.long()
model = nn.Linear(784, 10)
{initial}nn.init.zeros_(model.bias)
{parameters}optimizer = {optimizer}
"""


def step(config: Config) -> str:
    """From a mini-batch to its gradient."""
    return f"""\

{LOSSES[config.head]}    optimizer.zero_grad()
    loss.backward()
"""


def update(config: Config, rate: str) -> str:
    """From the gradient to the next weights, at the rate of this expression."""
    if rate == "RATE":  # the optimizer has it already
        return "    optimizer.step()\n"
    return """\
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
"""


def end(finished: bool) -> str:
    """The accuracy: on the test images if the run is finished, else on the validation images."""
    if finished:
        images, chosen = "test", 'X, y = (torch.tensor(array) for array in load("t10k"))\n'
    else:
        images, chosen = "validation", "X, y = X[-5_000:], y[-5_000:]\n"
    return f"""
{chosen}W, b = model.weight.detach(), model.bias.detach()
right = (X @ W.T + b).argmax(dim=1) == y
print(f"{{right.float().mean():.2%}} of the {images} images are read")
"""
