r"""The optimum: the least value of the objective on the training images, found by L-BFGS.

    L(W, b) = mean cross-entropy + (l2/2) ||W||^2

is convex, so a vanishing gradient means the global minimum. L-BFGS is that of Liu and Nocedal
("On the limited memory BFGS method for large scale optimization", Mathematical Programming 45,
1989), as in torch, with a line search for the strong Wolfe conditions (Nocedal and Wright,
"Numerical Optimization", 2006, algorithms 3.5 and 3.6), on the full batch.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch

from softmax.data import CLASSES, PIXELS, Dataset
from softmax.experiments.experiment import Experiment
from softmax.maths import Head
from softmax.training.config import Config
from softmax.training.engine import CHUNK_ROWS, SCALE, tensors

# For the largest component of the gradient, by absolute value.
TOLERANCE = 1e-5
MAX_ITERATIONS = 600
HISTORY = 20
# Evaluations per line search.
MAX_SEARCH = 25
# Evaluations that are cached: the next iteration starts at one of the last line search's.
CACHED = 4

WHOLE = 55_000
# The least objective on MNIST's 55,000 training images, softmax head, by l2
# (`python -m benchmarks.optimum`).
MEASURED = {1e-2: 0.54998, 3e-3: 0.41333, 1e-3: 0.33937, 3e-4: 0.29069, 1e-4: 0.26274}


class Objective:
    """The objective of a config on all of its training images, with its gradient.

    Parameters are ``theta`` (h*m + h,), W and b end to end, of the dtype given.
    """

    def __init__(self, config: Config, dataset: Dataset, dtype: torch.dtype) -> None:
        source = tensors(dataset.train)
        self.size = config.train_size
        self.head: Head = config.head
        self.l2 = config.l2
        self.dtype = dtype
        self._chunks = list(
            zip(
                torch.split(source.pixels[: self.size], CHUNK_ROWS),
                torch.split(source.labels[: self.size], CHUNK_ROWS),
                strict=True,
            )
        )
        self._x = torch.empty(CHUNK_ROWS, PIXELS, dtype=dtype)

    def __call__(self, theta: torch.Tensor) -> tuple[float, torch.Tensor]:
        """(L, dL/dtheta) at theta."""
        W, b = split(theta)
        gradient = torch.zeros_like(theta)
        grad_W, grad_b = split(gradient)
        total = 0.0
        for pixels, labels in self._chunks:
            x = self._x[: len(labels)].copy_(pixels)
            Z = torch.addmm(b[:, None], W, x.T, alpha=SCALE)
            own = Z.gather(0, labels[None])
            if self.head == "softmax":
                log_sum = Z.logsumexp(0, keepdim=True)
                total += (log_sum - own).sum().item()
                error = Z.sub_(log_sum).exp_()
            else:
                total += (torch.nn.functional.softplus(Z).sum() - own.sum()).item()
                error = Z.sigmoid_()
            error.scatter_add_(0, labels[None], torch.full_like(own, -1.0))  # A - Y
            grad_W.addmm_(error, x, alpha=SCALE / self.size)
            grad_b.add_(error.sum(dim=1), alpha=1 / self.size)
        grad_W.add_(W, alpha=self.l2)
        return total / self.size + self.l2 / 2 * W.square().sum().item(), gradient


def split(theta: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Views of theta (h*m + h,) as W (h, m) and b (h,)."""
    return theta[: CLASSES * PIXELS].view(CLASSES, PIXELS), theta[CLASSES * PIXELS :]


def objective_at(W: np.ndarray, b: np.ndarray, config: Config, dataset: Dataset) -> float:
    """The objective of these weights, W (h, m) and b (h,), on the training images of a config."""
    theta = torch.from_numpy(np.concatenate([W.ravel(), b]).astype(np.float32))
    return Objective(config, dataset, torch.float32)(theta)[0]


def measured_optimum(config: Config) -> float | None:
    """The least objective of a config's model on MNIST, if it has been measured."""
    if config.head != "softmax" or config.deskew or config.train_size != WHOLE:
        return None
    return MEASURED.get(config.l2)


class LBFGS:
    """L-BFGS from zero weights, one iteration at a time.

    ``value`` and ``steepest``, the largest component of the gradient, belong to ``theta``;
    ``evaluations`` counts the passes over the training images.
    """

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self.theta = torch.zeros(CLASSES * PIXELS + CLASSES, dtype=objective.dtype)
        self._optimizer = torch.optim.LBFGS(
            [self.theta],
            max_iter=1,
            max_eval=MAX_SEARCH + 1,
            tolerance_grad=0.0,
            tolerance_change=0.0,
            history_size=HISTORY,
            line_search_fn="strong_wolfe",
        )
        self._cache: list[tuple[torch.Tensor, float, torch.Tensor]] = []
        self.evaluations = 0
        self._measure()

    def iterate(self) -> None:
        """One direction, and a line search along it."""
        self._optimizer.step(self._closure)  # type: ignore[no-untyped-call]
        self._measure()

    def _measure(self) -> None:
        self.value, gradient = self._evaluate()
        self.steepest = gradient.abs().max().item()

    def _closure(self) -> torch.Tensor:
        value, self.theta.grad = self._evaluate()
        return torch.tensor(value, dtype=self._objective.dtype)

    def _evaluate(self) -> tuple[float, torch.Tensor]:
        """The objective at theta. An iteration starts where the last line search ended, so the
        last points are cached, which saves a pass over the images."""
        for theta, value, gradient in self._cache:
            if torch.equal(theta, self.theta):
                return value, gradient.clone()
        value, gradient = self._objective(self.theta)
        self.evaluations += 1
        self._cache = [(self.theta.clone(), value, gradient), *self._cache[: CACHED - 1]]
        return value, gradient.clone()


@dataclass(frozen=True)
class OptimumProgress:
    """The state of the search. ``steepest`` is the largest component of the gradient. The optimum
    is ``reached`` once that is below 1e-5, or the objective (float32) no longer falls; if neither
    happens in 600 iterations, the optimum lies lower."""

    iterations: int
    objective: float
    steepest: float
    reached: bool


class Optimum(Experiment):
    """The search for the least objective of a config's model on its training images. Of the
    config only head, l2 and train_size matter."""

    def __init__(self, config: Config, dataset: Dataset) -> None:
        super().__init__(config)
        self.dataset = dataset
        self._search: LBFGS | None = None
        self._progress = OptimumProgress(0, math.inf, math.inf, reached=False)
        self._publish()

    @property
    def progress(self) -> OptimumProgress:
        return self._published

    def _step(self) -> None:
        if self._search is None:  # not in __init__: it takes a pass over the images
            self._search = LBFGS(Objective(self.config, self.dataset, torch.float32))
        search, before = self._search, self._progress
        search.iterate()
        self._progress = OptimumProgress(
            iterations=before.iterations + 1,
            objective=search.value,
            steepest=search.steepest,
            reached=search.steepest <= TOLERANCE or search.value >= before.objective,
        )

    def _over(self) -> bool:
        return self._progress.reached or self._progress.iterations >= MAX_ITERATIONS

    def _publish(self) -> None:
        self._published = self._progress

    def _release(self) -> None:
        self._search = None
