r"""The objective over any rows, any number of features and classes, and L-BFGS, which minimises it.

    L(W, b) = mean cross-entropy + (l2/2) ||W||^2

is convex, so a vanishing gradient means the global minimum. L-BFGS is that of Liu and Nocedal
("On the limited memory BFGS method for large scale optimization", Mathematical Programming 45,
1989), as in torch, with a line search for the strong Wolfe conditions (Nocedal and Wright,
"Numerical Optimization", 2006, algorithms 3.5 and 3.6), on the full batch.
"""

import torch

from softmax.maths import Head
from softmax.training.engine import CHUNK_ROWS
from softmax.training.images import Tensors

HISTORY = 20
# Evaluations per line search.
MAX_SEARCH = 25
# Evaluations that are cached: the next iteration starts at one of the last line search's.
CACHED = 4


class Objective:
    """The objective on all rows, with its gradient.

    Parameters are ``theta`` (h*m + h,), W and b end to end, of the dtype given.

    Args:
        rows: N examples; bytes are scaled to 0..1, floats are taken as they are.
        classes: h; labels go from 0 to h - 1.
    """

    def __init__(
        self, rows: Tensors, classes: int, head: Head, l2: float, dtype: torch.dtype
    ) -> None:
        self.size, self.features = rows.pixels.shape
        self.classes = classes
        self.head: Head = head
        self.l2 = l2
        self.dtype = dtype
        self._scale = rows.scale
        chunks = (torch.split(part, CHUNK_ROWS) for part in (rows.pixels, rows.labels))
        self._chunks = list(zip(*chunks, strict=True))
        self._x = torch.empty(CHUNK_ROWS, self.features, dtype=dtype)

    def __call__(self, theta: torch.Tensor) -> tuple[float, torch.Tensor]:
        """(L, dL/dtheta) at theta."""
        W, b = self.split(theta)
        gradient = torch.zeros_like(theta)
        grad_W, grad_b = self.split(gradient)
        total = 0.0
        for pixels, labels in self._chunks:
            x = self._x[: len(labels)].copy_(pixels)
            Z = torch.addmm(b[:, None], W, x.T, alpha=self._scale)
            own = Z.gather(0, labels[None])
            if self.head == "softmax":
                log_sum = Z.logsumexp(0, keepdim=True)
                total += (log_sum - own).sum().item()
                error = Z.sub_(log_sum).exp_()
            else:
                total += (torch.nn.functional.softplus(Z).sum() - own.sum()).item()
                error = Z.sigmoid_()
            error.scatter_add_(0, labels[None], torch.full_like(own, -1.0))  # A - Y
            grad_W.addmm_(error, x, alpha=self._scale / self.size)
            grad_b.add_(error.sum(dim=1), alpha=1 / self.size)
        grad_W.add_(W, alpha=self.l2)
        return total / self.size + self.l2 / 2 * W.double().square().sum().item(), gradient

    def split(self, theta: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Views of theta (h*m + h,) as W (h, m) and b (h,)."""
        weights = self.classes * self.features
        return theta[:weights].view(self.classes, self.features), theta[weights:]


class LBFGS:
    """L-BFGS from zero weights, one iteration at a time.

    ``value`` and ``steepest``, the largest component of the gradient, belong to ``theta``;
    ``evaluations`` counts the passes over the training images.
    """

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self.theta = torch.zeros(
            objective.classes * (objective.features + 1), dtype=objective.dtype
        )
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

    @property
    def parameters(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Views of theta as W (h, m) and b (h,)."""
        return self._objective.split(self.theta)
